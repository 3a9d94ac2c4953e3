"""Whether a person wants the card that says that their weeks have been heavy for a long time."""

from django.db import models

from people.models import OwnRowQuerySet, Person


class CardChoice(models.Model):
    """A person wants no card, or asked for it again. A person who never chose has no row.

    Every person can choose at any time: a row does not say that there ever was a card.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    wanted = models.BooleanField()
    since = models.DateTimeField()

    objects = OwnRowQuerySet.as_manager()

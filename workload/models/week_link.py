"""Links in a reminder with which a person sends one week without signing in."""

from django.db import models

from people.models import OwnRowQuerySet, Person


class WeekLink(models.Model):
    """A link to the page on which a person sends one week, once, until the week closes.

    Only its hash is kept. The page behind it shows no earlier answer, no name and no trend.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # The Monday of the week that it sends.
    week = models.DateField()
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    objects = OwnRowQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.week)

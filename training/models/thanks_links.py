"""Links by which people outside thank a person: no directory, only what its holder shows."""

import uuid
from datetime import date
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q

from people.keys import ring
from people.models import Organisation, OwnRowQuerySet, Person

PURPOSE = "training.ThanksLink.name"


class ThanksLinkQuerySet(OwnRowQuerySet):
    """Links, by owner and whether notes can be written through them."""

    def lasting(self, day: date) -> Self:
        """Those neither taken back nor over, of people who belong to their organisation."""
        here = Person.objects.belonging(day)
        return self.filter(withdrawn_at=None, last_day__gte=day, person__in=here)

    def open_on(self, day: date) -> Self:
        """Those of them through which a note can still be written."""
        return self.lasting(day).annotate(used=Count("notes")).filter(used__lt=F("most"))

    def over_before(self, day: date) -> Self:
        """Those that ended or were taken back before a day."""
        return self.filter(Q(last_day__lt=day) | Q(withdrawn_at__date__lt=day))


class ThanksLink(models.Model):
    """An address at which a person outside can leave one person a few kind words."""

    # The address. Random, so that it cannot be guessed.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="thanks_links")
    # The name, or another one, under which people outside know this person.
    sealed_name = models.TextField()
    SEALED = {"sealed_name": PURPOSE}
    made_at = models.DateTimeField()
    last_day = models.DateField()
    most = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ThanksLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def owner(self) -> str:
        """The owner of the name: this person, on this link."""
        return f"{self.person_id}:{self.public_id}"

    @property
    def name(self) -> str:
        """The name that the page shows, opened."""
        return ring.unseal(self.sealed_name, owner=self.owner, purpose=PURPOSE)

    def call(self, name: str) -> None:
        """Seal the name that the page shows."""
        self.sealed_name = ring.seal(name, owner=self.owner, purpose=PURPOSE)

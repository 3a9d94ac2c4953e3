"""The words of a scale as an organisation brought them. This product holds none of them."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, OwnOrganisationQuerySet, Person
from wellbeing.instruments import Key, instrument_keys
from wellbeing.instruments.wording import Basis


class WordingPackQuerySet(OwnOrganisationQuerySet):
    """Packs, by organisation and by whether they can be used."""

    def usable_on(self, day: date) -> Self:
        """Packs in use with a licence that has not ended."""
        return self.filter(Q(expires=None) | Q(expires__gte=day), active=True)


class WordingPack(models.Model):
    """A file as it was read. Its words never change; another version is another pack."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    # The key of a scale in `wellbeing.instruments`.
    instrument = models.CharField(max_length=20)
    version = models.CharField(max_length=100)
    # {"th": {"1": "…"}} and {"th": ["…"]}: the answers run from the lowest to the highest.
    items = models.JSONField()
    labels = models.JSONField()
    # The key's bands for these words; blank is the usual ones.
    norm = models.CharField(max_length=10, blank=True)
    basis = models.CharField(max_length=20, choices=Basis)
    holder = models.CharField(max_length=100)
    expires = models.DateField(null=True)
    adapted = models.BooleanField()
    active = models.BooleanField(default=False)
    loaded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    loaded_at = models.DateTimeField()

    objects = WordingPackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "instrument"],
                condition=Q(active=True),
                name="one_wording_in_use",
            ),
            models.UniqueConstraint(
                fields=["organisation", "instrument", "version"],
                name="one_wording_a_version",
                violation_error_message=_("There is already a wording of this name and version."),
            ),
            models.CheckConstraint(
                condition=~Q(basis="") & ~Q(holder=""), name="wording_has_a_ground_and_a_holder"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key.name}, {self.version}"

    @property
    def key(self) -> Key:
        """The scoring key it is for."""
        return instrument_keys()[self.instrument]

    @property
    def languages(self) -> list[str]:
        """The languages it is in."""
        return list(self.items)

    def is_over(self, day: date) -> bool:
        """Say whether its licence has ended."""
        return self.expires is not None and self.expires < day

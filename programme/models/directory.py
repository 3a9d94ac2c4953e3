"""The directory: what organisations offer, where, and how they are reached.

The place of a shelter must not be found. So an entry with a service of that kind holds no province
at all, only police regions, or none: then the place is asked by contact. The database keeps that
promise, and no page, filter or file can break it.
"""

import uuid
from datetime import datetime
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, OwnOrganisationQuerySet, Person, SpokenLanguage
from people.models.jobs import ListEntry
from people.models.named import Named, OneName
from people.writing.texts import refuse_identity
from programme.regions.reading import Province, Region, provinces, regions
from programme.rules.directory import CONFIRM_AFTER, is_old
from wellbeing.models.help import A_NUMBER, dial

MOST_ROOM = 500
# Letters of the short texts.
NOTE, DESK, WANTED = 60, 120, 200
A_LINE_ID = RegexValidator(
    r"^@?[A-Za-z0-9._-]{2,40}$", _("A LINE ID has letters, digits, dots and hyphens, like @name.")
)


class EntryHours(models.TextChoices):
    """When an organisation can be reached."""

    ALWAYS = "always", _("Day and night")
    DAYS = "days", _("Every day, in the daytime")
    OFFICE = "office", _("Weekdays, office hours")
    ARRANGED = "arranged", _("By arrangement")


class WantedHelp(models.TextChoices):
    """What an organisation looks for from others."""

    PLACES = "places", _("Places to refer to")
    VOLUNTEERS = "volunteers", _("Volunteers")
    INTERPRETERS = "interpreters", _("Interpreters")
    TRAINING = "training", _("Training")
    GOODS = "goods", _("Goods and equipment")
    FUNDING = "funding", _("Funding")

    @classmethod
    def in_words(cls, codes: list[str]) -> list[str]:
        """Write codes as names, in the order of this list."""
        return [str(one.label) for one in cls if one in codes]


class OwnService(ListEntry):
    """A service that an organisation added, and which usual one it counts as.

    What it counts as never changes: entries rest on it, and with a shelter their place.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    counts_as = models.CharField(_("Counts as"), max_length=12)


class DirectoryEntryQuerySet(OwnOrganisationQuerySet):
    """Entries of the directory, by viewer and as they stand."""

    def offered(self) -> Self:
        """Those that are not retired."""
        return self.filter(retired_at=None)

    def old(self, now: datetime) -> Self:
        """Those that wait to be confirmed."""
        return self.offered().filter(confirmed_at__lte=now - CONFIRM_AFTER)


class DirectoryEntry(Named):
    """What an organisation offers: services, where, when, and how it is reached."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # Keys of usual services, and public ids of the organisation's own.
    services = models.JSONField(_("Services"), default=list)
    # Whether a service is one of which the place must not be found.
    by_region = models.BooleanField(default=False)
    provinces = models.JSONField(_("Provinces"), default=list, blank=True)
    regions = models.JSONField(_("Police regions"), default=list, blank=True)
    languages = models.JSONField(_("Languages"), default=list, blank=True)
    hours = models.CharField(_("When to ask"), max_length=8, choices=EntryHours)
    hours_note = models.CharField(
        _("More on when"), max_length=NOTE, blank=True, validators=[refuse_identity]
    )
    room = models.PositiveSmallIntegerField(
        _("Room for"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ROOM)],
    )
    full_until = models.DateField(_("Full until"), null=True, blank=True)
    phone = models.CharField(_("Phone"), max_length=24, blank=True, validators=[A_NUMBER])
    email = models.EmailField(_("Email"), blank=True)
    line_id = models.CharField(_("LINE ID"), max_length=41, blank=True, validators=[A_LINE_ID])
    desk = models.CharField(
        _("Duty desk"), max_length=DESK, blank=True, validators=[refuse_identity]
    )
    wanted = models.JSONField(_("What we look for"), default=list, blank=True)
    looking_for = models.CharField(
        _("In a few words"), max_length=WANTED, blank=True, validators=[refuse_identity]
    )
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = DirectoryEntryQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            OneName(
                fields=["organisation", "name"],
                name="one_directory_entry_of_a_name",
                violation_error_message=_("There is already one of this name."),
            ),
            models.CheckConstraint(
                condition=Q(by_region=False) | Q(provinces=[]),
                name="a_shelter_names_no_province",
            ),
            models.CheckConstraint(
                condition=Q(room=None) | Q(full_until=None), name="room_or_full_not_both"
            ),
            models.CheckConstraint(
                condition=~Q(phone="", email="", line_id="", desk=""),
                name="an_entry_can_be_reached",
            ),
        ]

    @property
    def places(self) -> list[Province | Region]:
        """The regions and provinces that it names, in the order of the tables."""
        named: list[Any] = [one for key, one in regions().items() if key in self.regions]
        return named + [one for code, one in provinces().items() if code in self.provinces]

    @property
    def spoken(self) -> str:
        """Its languages, in words."""
        return ", ".join(SpokenLanguage.in_words(self.languages))

    @property
    def dialled(self) -> str:
        """Its phone as a phone dials it."""
        return dial(self.phone)

    @property
    def looked_for(self) -> str:
        """What it looks for, in words."""
        return ", ".join(WantedHelp.in_words(self.wanted))

    def is_old(self, now: datetime) -> bool:
        """Say whether it waits to be confirmed."""
        return is_old(self.confirmed_at, now)

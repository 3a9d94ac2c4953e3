"""What an organisation typed into its calendar: single days, and spans with a name.

The country's days are not stored: `people/rules/public_days.py` knows them.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.languages.fields import NAME_IN, LocalTextField
from people.rules.calendar import NamedSpan, TypedDay

from .named import Named
from .organisations import Organisation, OwnOrganisationQuerySet


class CalendarDay(Named):
    """A day on which the organisation rests, or works although the country rests."""

    class Kind(models.TextChoices):
        """What is on a day."""

        RESTS = "rests", _("We rest")
        SPECIAL = "special", _("Special day of the government: we rest")
        BUDDHIST = "buddhist", _("Buddhist day: we rest")
        WORKS = "works", _("We work")

    # Longer than other names: three feasts may fall together, each with its whole title.
    name = LocalTextField(NAME_IN, max_length=300)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="calendar_days")
    day = models.DateField(_("Day"))
    kind = models.CharField(_("What is on this day"), max_length=8, choices=Kind)

    objects = OwnOrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "day"],
                name="one_entry_a_day",
                violation_error_code="twice",
                violation_error_message=_("This day stands in your calendar already."),
            )
        ]

    @property
    def rests(self) -> bool:
        """Say whether the organisation rests."""
        return self.kind != self.Kind.WORKS

    @property
    def rule(self) -> TypedDay:
        """The day as the rules see it."""
        return TypedDay(self.day, self.name, self.rests)


class CalendarSpan(Named):
    """Some days with a name, as a recess of the courts. It is shown, and counts nothing."""

    class Kind(models.TextChoices):
        """What a span is."""

        RECESS = "recess", _("Recess of the courts")
        BUSY = "busy", _("Busy season")
        OTHER = "other", _("Something else")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="calendar_spans")
    first = models.DateField(_("First day"))
    last = models.DateField(_("Last day"))
    kind = models.CharField(_("What it is"), max_length=8, choices=Kind)

    objects = OwnOrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="a_calendar_span_has_its_ends_in_order"
            )
        ]

    @property
    def rule(self) -> NamedSpan:
        """The span as the rules see it."""
        return NamedSpan(self.first, self.last, self.name, self.kind)

"""Why people leave, by their own choice, and what is told of all who left in half a year."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.groups.turnover import CalendarHalf

from .frozen import Frozen, by_the_rule
from .organisations import Organisation
from .roles import Role
from .seeing import OwnRowQuerySet

if TYPE_CHECKING:
    from .persons import Person

REASON_PURPOSE = "people.LeavingReason.reason"


class LeavingReason(models.Model):
    """Why a person leaves, if they chose to say it; it goes when the half-year is counted.

    The reason is sealed, and bound to its person and half-year. Every reason is sealed in as many
    bytes; `people/leaving/reasons.py` opens it.
    """

    class Reason(models.TextChoices):
        """The reasons from which a person chooses."""

        PAY = "pay", _("Pay")
        WORKLOAD = "workload", _("Workload")
        LED = "led", _("How the work is led")
        SAFETY = "safety", _("Safety")
        MOVED = "moved", _("I moved away")
        FAMILY = "family", _("Family")
        STUDY = "study", _("Study")
        HEALTH = "health", _("Health")
        EMPLOYER = "employer", _("Another employer")
        CONTRACT = "contract", _("The contract ended")
        OTHER = "other", _("Another reason")

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="leaving_reason")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # The first day of the half-year of the person's last day.
    half_year = models.DateField()
    sealed_reason = models.BinaryField()
    SEALED = {"sealed_reason": REASON_PURPOSE}
    BOUND_TO = ("person_id", "organisation_id", "half_year")
    said_at = models.DateTimeField()

    objects = OwnRowQuerySet.as_manager()


class TurnoverQuerySet(models.QuerySet):
    """What was told of those who left, by viewer."""

    def visible_to(self, viewer: "Person") -> Self:
        """For admins of the whole organisation, and for its programme office; else none."""
        if viewer.administers_all or Role.PROGRAMME in viewer.roles:
            return self.filter(organisation_id=viewer.organisation_id)
        return self.none()

    def of_half(self, organisation_id: int, half: date) -> Self:
        """The one of an organisation and half-year, if it was counted."""
        return self.filter(organisation_id=organisation_id, half_year=half)


class Turnover(Frozen):
    """What is told of all people of an organisation who left in half a year; never computed again.

    `size` is the number of those who left, in words. Without it nothing is told: too few left, or
    too few of them said why.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # Its first day.
    half_year = models.DateField()
    # How many belonged in it, in words.
    out_of = models.CharField(max_length=5, blank=True)
    # The reasons of enough people: values of `LeavingReason.Reason`, with commas.
    reasons = models.CharField(max_length=200, blank=True)

    objects = TurnoverQuerySet.as_manager()

    class Meta:
        ordering = ("-half_year",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "half_year"], name="a_half_year_is_told_once"
            ),
            *by_the_rule("turnover", band="out_of", lines=("reasons",)),
        ]

    @property
    def half(self) -> CalendarHalf:
        """The half-year as such."""
        return CalendarHalf(self.half_year)

    @property
    def size_read(self) -> str:
        """How many left, as people read it: 5–9."""
        return self.size.replace("-", "–")

    @property
    def out_of_read(self) -> str:
        """How many belonged, as people read it."""
        return self.out_of.replace("-", "–")

    @property
    def named(self) -> list[str]:
        """The reasons of enough people, as they are read, in the order of the choices."""
        kept = self.reasons.split(",")
        return [str(one.label) for one in LeavingReason.Reason if one.value in kept]

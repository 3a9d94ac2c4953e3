"""The time study: hours by phase and beside the cases, logged by people who choose to."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from people.groups.rule import enough
from people.models import Organisation, OwnRowQuerySet, Person
from people.statements import one_of
from people.weeks import Block

from .choices import PhaseChoice

# A week and a phase, with the cases and the hours of all people together.
type SummedWeek = tuple[date, str, int, Decimal]


class StudyLogQuerySet(OwnRowQuerySet):
    """Logged time, by owner; of others only sums are read."""

    def sums(
        self, block: Block, smallest: Mapping[int, int], *, without: Collection[int]
    ) -> dict[int, list[SummedWeek]]:
        """Add up the weeks of a block, by organisation, without those that too few people logged.

        How many are enough is given for each organisation. Left out are the people `without`. One
        statement.
        """
        weeks = (block.first.monday, block.last.monday)
        found = (
            self.filter(organisation__in=one_of(smallest), week__range=weeks)
            .exclude(person__in=one_of(without))
            .order_by("organisation", "week", "phase")
            .values("organisation", "week", "phase")
            .annotate(people=Count("person", distinct=True), n=Sum("cases"), h=Sum("hours"))
            .values_list("organisation", "week", "phase", "people", "n", "h")
        )
        sums: dict[int, list[SummedWeek]] = {organisation: [] for organisation in smallest}
        for organisation, week, phase, people, cases, hours in found:
            if enough(people, smallest[organisation]):
                sums[organisation].append((week, phase, cases, hours))
        return sums


class StudyLog(models.Model):
    """One person's time in a week for the plain cases of one phase."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="study_logs")
    week = models.DateField()
    phase = models.CharField(max_length=9, choices=PhaseChoice)
    cases = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    logged_at = models.DateTimeField()

    objects = StudyLogQuerySet.as_manager()

    class Meta:
        ordering = ("week", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "week", "phase"], name="one_log_a_phase_and_week"
            ),
            models.CheckConstraint(
                condition=Q(cases__gte=1, cases__lte=200),
                name="a_log_has_cases",
                violation_error_message=_("Up to 200 cases in one line, please."),
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=0, hours__lte=168),
                name="a_log_fits_a_week",
                violation_error_message=_("A week has 168 hours."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "week"], name="study_by_organisation")]


class BesideLog(models.Model):
    """One person's hours in a week for something that is no case. No weight ever comes of it."""

    class Kind(models.TextChoices):
        """What takes time away from the cases. The keys stay: sums of closed blocks name them."""

        RAISING_MONEY = "raising_money", _("Raising money")
        REPORTING = "reporting", _("Reporting")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    week = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    logged_at = models.DateTimeField()

    objects = OwnRowQuerySet.as_manager()

    class Meta:
        ordering = ("week", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "week", "kind"], name="one_log_beside_a_kind_and_week"
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=168),
                name="a_log_beside_fits_a_week",
                violation_error_message=_("A week has 168 hours."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "week"], name="beside_by_organisation")]

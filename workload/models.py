"""Caseloads, the weeks that were judged by them, and the flags that came of it."""

import uuid
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, Person, Unit, supervised_by
from people.weeks import Week

from . import rules


class Phase(models.TextChoices):
    """Where a case stands, as people read it."""

    INTAKE = rules.Phase.INTAKE, _("Intake")
    ACTIVE = rules.Phase.ACTIVE, _("Active")
    COURT = rules.Phase.COURT, _("Court")
    AFTERCARE = rules.Phase.AFTERCARE, _("Aftercare")
    DORMANT = rules.Phase.DORMANT, _("Dormant")


class AddOn(models.TextChoices):
    """What makes a case heavier, as people read it."""

    CHILD = rules.AddOn.CHILD, _("Child")
    INTERPRETER = rules.AddOn.INTERPRETER, _("Interpreter")
    CROSS_BORDER = rules.AddOn.CROSS_BORDER, _("Cross-border")
    RISK = rules.AddOn.RISK, _("Safety risk")
    ACUTE = rules.AddOn.ACUTE, _("Acute crisis")
    AGENCIES = rules.AddOn.AGENCIES, _("3+ agencies")
    MATERIAL = rules.AddOn.MATERIAL, _("Abuse material")


class Part(models.TextChoices):
    """One's part in a case, as people read it."""

    PRIMARY = rules.Part.PRIMARY, _("Primary")
    SECONDARY = rules.Part.SECONDARY, _("Secondary, half the points")
    ADVISORY = rules.Part.ADVISORY, _("Advisory, a quarter")


class Kind(models.TextChoices):
    """An optional label of a line; it carries no weight."""

    SEX = "sex", _("Sexual exploitation")
    SCAM = "scam", _("Forced scam work")
    LABOUR = "labour", _("Forced labour")
    ONLINE = "online", _("Online child abuse")
    BEGGING = "begging", _("Forced begging")
    SEA = "sea", _("Work at sea")


class Level(models.TextChoices):
    """A load's level in words that speak of the work."""

    GREEN = rules.Level.GREEN, _("Steady")
    WATCH = rules.Level.WATCH, _("Watch")
    AMBER = rules.Level.AMBER, _("Help soon")
    RED = rules.Level.RED, _("Help this week")


class OwnAndSupervisedQuerySet(models.QuerySet):
    """What belongs to a person and is seen by whoever supervises them."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and those of the people they supervise."""
        return self.filter(
            Q(person=viewer) | Q(person__in=Person.objects.filter(supervised_by(viewer)))
        )

    def open(self) -> Self:
        """Those that are not closed."""
        return self.filter(closed_at=None)


class CaseloadLine(models.Model):
    """Some like cases that a person carries now."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="caseload")
    phase = models.CharField(max_length=9, choices=Phase)
    # A sorted list of AddOn values: JSON reads the same on both databases.
    add_ons = models.JSONField(default=list, blank=True)
    further_victims = models.PositiveSmallIntegerField(default=0)
    part = models.CharField(max_length=9, choices=Part, default=Part.PRIMARY)
    count = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    kind = models.CharField(max_length=8, choices=Kind, blank=True)
    reference = models.CharField(
        max_length=12,
        blank=True,
        validators=[
            RegexValidator(
                r"^(?=.*\d)[A-Z0-9]+(-[A-Z0-9]+)*$",
                _("Please use a code only, like QX-4F7, or leave it empty. No names."),
            )
        ],
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = OwnAndSupervisedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=Q(closed_at=None, part="primary") & ~Q(reference=""),
                name="one_primary_per_reference",
                violation_error_message=_("This case already has a primary worker."),
            ),
            models.CheckConstraint(
                condition=Q(reference="") | Q(count=1),
                name="a_reference_names_one_case",
                violation_error_message=_("A reference names one case."),
            ),
        ]
        indexes = [models.Index(fields=["person", "closed_at"], name="caseload_by_person")]

    @property
    def rule(self) -> rules.Line:
        """The line as the arithmetic sees it."""
        return rules.Line(
            phase=rules.Phase(self.phase),
            add_ons=frozenset(rules.AddOn(extra) for extra in self.add_ons),
            further_victims=self.further_victims,
            part=rules.Part(self.part),
            count=self.count,
        )


class WorkWeek(models.Model):
    """One person's week of work as it was sent, with the load it was judged to be.

    Points, capacity and level are frozen facts of that week under `policy`, not a cache.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="work_weeks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    week = models.DateField()
    key = models.UUIDField(help_text="The submission key of the form that wrote it last.")
    contracted_hours = models.DecimalField(max_digits=4, decimal_places=1)
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    nights = models.PositiveSmallIntegerField(default=0)
    court_days = models.PositiveSmallIntegerField(default=0)
    material_minutes = models.PositiveSmallIntegerField(default=0)
    leave_days = models.DecimalField(max_digits=2, decimal_places=1, default=0)
    case_count = models.PositiveSmallIntegerField()
    case_points = models.DecimalField(max_digits=9, decimal_places=4)
    night_points = models.DecimalField(max_digits=9, decimal_places=4)
    supervision_points = models.DecimalField(max_digits=9, decimal_places=4)
    capacity = models.DecimalField(max_digits=9, decimal_places=4)
    # Null where capacity was zero: not available, never zero.
    percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    level = models.CharField(max_length=5, choices=Level, blank=True)
    policy = models.CharField(max_length=20)
    # The lines as they were, each with its points: the sum can be shown again at any time.
    lines = models.JSONField(default=list)
    sent_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_default=Now())

    objects = OwnAndSupervisedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "week"], name="one_work_week"),
            models.UniqueConstraint(fields=["person", "key"], name="one_use_of_a_key"),
            models.CheckConstraint(
                condition=Q(hours__gte=0, hours__lte=168), name="a_week_has_168_hours"
            ),
            models.CheckConstraint(
                condition=Q(nights__lte=7, court_days__lte=7, leave_days__lte=7),
                name="a_week_has_7_days",
            ),
            models.CheckConstraint(
                condition=Q(material_minutes__lte=10080), name="a_week_has_10080_minutes"
            ),
        ]
        indexes = [models.Index(fields=["unit", "week"], name="work_weeks_by_unit")]

    @property
    def iso(self) -> Week:
        """The week as a Week."""
        return Week(self.week)

    @property
    def points(self):
        """The sum of cases, nights and supervision."""
        return self.case_points + self.night_points + self.supervision_points

    @property
    def judged(self) -> rules.Judged:
        """The week as the flag rule sees it."""
        return rules.Judged(self.week, rules.Level(self.level) if self.level else None)


class Flag(models.Model):
    """That a person's load needs a talk. It speaks of the work, never of the person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="flags")
    level = models.CharField(max_length=5, choices=Level)
    opened_week = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = OwnAndSupervisedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at=None), name="one_open_flag_per_person"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["amber", "red"]), name="a_flag_is_amber_or_red"
            ),
        ]


class FlagStep(models.Model):
    """Something that happened to a flag. Steps are added, never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Flag opened")
        RAISED = "raised", _("Raised to help this week")
        LOWERED = "lowered", _("Lowered to help soon")
        SEEN = "seen", _("Seen")
        PLANNED = "planned", _("Planned")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed by itself: two weeks at 100% or less")

    flag = models.ForeignKey(Flag, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    # The week that brought it, with its percentage, where a week did.
    week = models.DateField(null=True)
    percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

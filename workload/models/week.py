"""The weeks that were sent, as they were judged."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from people.keys.sealing import SealedRow
from people.models import Organisation, Person, Unit
from people.weeks import Week
from workload.rules.judged_figures import JudgedFigures
from workload.rules.reasons import Reason, WorkedWeek, read_reasons

from .choices import LevelChoice
from .supervised import OwnAndSupervisedQuerySet

# So many days of leave and rest are all of a week for a person without contracted hours.
DAYS_A_WEEK = 5
ALL_OFF = Q(leave_days__gte=DAYS_A_WEEK - F("rest_days"))
# `WorkWeek.absent` in the database.
ABSENT = Q(percent=None) & (Q(contracted_hours__isnull=False) | ALL_OFF)


class WorkWeekQuerySet(OwnAndSupervisedQuerySet):
    """Weeks, by who may read them."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and of people they supervise those that were not sent alone."""
        return super().visible_to(viewer).filter(Q(person=viewer) | Q(alone=False))


class WorkWeek(SealedRow, JudgedFigures, models.Model):
    """One person's week of work as it was sent, with the load it was judged to be.

    Points, capacity and level are frozen facts of that week under `policy`, not a cache.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="work_weeks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    week = models.DateField()
    key = models.UUIDField(help_text="The submission key of the form that wrote it last.")
    # A keyed hash of what a program sent with that key; empty of a page.
    body_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    # No supervisor answered for the person's load: only the person reads it, then and later.
    alone = models.BooleanField(default=False, db_default=False)
    # Null without contracted hours: then there is no capacity, percentage or level.
    contracted_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    nights = models.PositiveSmallIntegerField(default=0)
    court_days = models.PositiveSmallIntegerField(default=0)
    material_minutes = models.PositiveSmallIntegerField(default=0)
    leave_days = models.DecimalField(max_digits=2, decimal_places=1, default=0)
    # Working days of the week on which the organisation rested, by its calendar of that moment.
    rest_days = models.DecimalField(max_digits=2, decimal_places=1, default=0, db_default=0)
    case_count = models.PositiveSmallIntegerField()
    case_points = models.DecimalField(max_digits=9, decimal_places=4)
    night_points = models.DecimalField(max_digits=9, decimal_places=4)
    supervision_points = models.DecimalField(max_digits=9, decimal_places=4)
    capacity = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    # Null without capacity, or where it was zero: not available, never zero.
    percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    level = models.CharField(max_length=5, choices=LevelChoice, blank=True)
    # The same as if the organisation did not rest that week: flags go by it. Null where it is the
    # same, as without a day of rest or without any capacity.
    usual_capacity = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    usual_percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    usual_level = models.CharField(
        max_length=5, choices=LevelChoice, blank=True, default="", db_default=""
    )
    policy = models.CharField(max_length=20)
    # The lines as they were, each with its points: the sum can be shown again at any time.
    lines = models.JSONField(default=list)
    # Of a person with several posts: what each came to under the policy over its unit, the home
    # first (`workload/rules/parts.py`). With one post there are none.
    parts = models.JSONField(default=list)
    # What else gave reason for a talk that week, with its figures: code, level, value, limit.
    reasons = models.JSONField(default=list)
    sent_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_default=Now())
    # When the hours were corrected after the week had closed, and the person's word on it.
    corrected_at = models.DateTimeField(null=True)
    sealed_correction = models.BinaryField(blank=True, default=b"")
    # Whether it is read as a part, and then the level of all posts together; none if all was leave.
    is_part, together = False, ""
    SEALED = {"sealed_correction": "workload.WorkWeek.correction"}
    BOUND_TO = ("person_id", "week")
    SAID_AT = "corrected_at"

    objects = WorkWeekQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(contracted_hours__isnull=False, capacity__isnull=False)
                | Q(contracted_hours=None, capacity=None, percent=None, level=""),
                name="no_load_without_contracted_hours",
            ),
        ]
        indexes = [models.Index(fields=["unit", "week"], name="work_weeks_by_unit")]

    @property
    def iso(self) -> Week:
        """The week as a Week."""
        return Week(self.week)

    @property
    def correction(self) -> str:
        """What the person wrote when they corrected the hours; their supervisors read it."""
        return self.opened("sealed_correction").get("note", "")

    @property
    def beyond(self) -> Decimal:
        """The hours beyond the contract; below zero where there were fewer, none without one."""
        return self.hours - (self.hours if self.contracted_hours is None else self.contracted_hours)

    @property
    def days_off(self) -> Decimal:
        """The working days without work: leave, and rests of the organisation."""
        return self.leave_days + self.rest_days

    @property
    def weighed(self) -> bool:
        """Say whether there was a capacity to weigh the work against."""
        return self.capacity is not None

    @property
    def absent(self) -> bool:
        """Say whether it was all leave and rest: no capacity left, or no day without a contract."""
        if self.weighed:
            return self.percent is None
        return self.days_off >= DAYS_A_WEEK

    @property
    def noted(self) -> bool:
        """Say whether any work was written down that cannot be done on leave."""
        return bool(self.nights or self.court_days or self.material_minutes)

    @property
    def worked(self) -> WorkedWeek:
        """The week as the rules on hours see it."""
        return WorkedWeek(
            monday=self.week,
            hours=self.hours,
            nights=self.nights,
            material_minutes=self.material_minutes,
            cases=self.case_count,
            above_capacity=self.flag_level in {LevelChoice.AMBER, LevelChoice.RED},
            away=self.absent and not self.noted,
        )

    @property
    def found(self) -> list[Reason]:
        """The reasons of the week beside its load."""
        return read_reasons(self.reasons)

"""Days away that are planned, and hours worked beyond the contract that come back as time off."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, Person
from people.weeks import Week

from .supervised import OwnAndSupervisedQuerySet


class TimeOff(models.Model):
    """Some days away, planned by the person, or entered for them by an admin."""

    class Kind(models.TextChoices):
        """What the days away are."""

        LEAVE = "leave", _("Leave")
        LIEU = "lieu", _("Time off in lieu")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="time_off")
    kind = models.CharField(max_length=5, choices=Kind)
    first = models.DateField()
    last = models.DateField()
    # What it takes from the balance, counted when it was planned; leave takes nothing.
    hours = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    planned_at = models.DateTimeField()
    # The admin who entered them, by hand or by a program of the organisation.
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OwnAndSupervisedQuerySet.as_manager()

    class Meta:
        ordering = ("first", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="time_off_ends_after_it_starts",
                violation_error_code="order",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    @property
    def length(self) -> Decimal:
        """How many working days it is; a half day counts half."""
        return sum((day.share for day in self.days.all()), Decimal())

    @property
    def single(self) -> bool:
        """Say whether it is about one day only."""
        return self.first == self.last


class DayOffQuerySet(OwnAndSupervisedQuerySet):
    """Days off, by person and by day."""

    def between(self, first: date, last: date) -> Self:
        """Those from one day to another, both counted."""
        return self.filter(day__gte=first, day__lte=last)


class DayOff(models.Model):
    """One working day, or half of it, of a person's time off: a day is taken once."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="days_off")
    time_off = models.ForeignKey(TimeOff, models.CASCADE, related_name="days")
    day = models.DateField()
    share = models.DecimalField(max_digits=2, decimal_places=1, default=1)

    objects = DayOffQuerySet.as_manager()

    class Meta:
        ordering = ("day",)
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"],
                name="a_day_is_off_once",
                violation_error_code="overlap",
                violation_error_message=_("Some of these days are planned as time off already."),
            ),
            models.CheckConstraint(
                condition=Q(share__in=[Decimal("0.5"), Decimal(1)]), name="a_day_or_half_of_it"
            ),
        ]


class LieuGrant(models.Model):
    """Hours beyond the contract of one week that a supervisor gives back as time off."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="lieu_grants")
    week = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OwnAndSupervisedQuerySet.as_manager()

    class Meta:
        ordering = ("week",)
        constraints = [
            models.UniqueConstraint(
                fields=["person", "week"],
                name="one_grant_for_a_week",
                violation_error_code="granted",
                violation_error_message=_("The hours of this week were given back already."),
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=168),
                name="a_grant_has_hours",
                violation_error_code="hours",
                violation_error_message=_("Please write how many hours, more than 0."),
            ),
        ]

    @property
    def iso(self) -> Week:
        """The week as a Week."""
        return Week(self.week)

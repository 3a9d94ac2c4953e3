"""A person's own past, week by week, light enough to read all of it at once."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from people.calendar.reading import calendar_of
from people.models import Person
from people.statements import written_once
from people.weeks import Week, WorkingDays
from workload.models import DayOff, WorkWeek

# Mostly away: such a week says nothing when it has no answers, and is no gap [P].
DAYS_OF_LEAVE = 3


class Past(NamedTuple):
    """One week that was sent, without its lines."""

    week: date
    percent: Decimal | None
    hours: Decimal
    nights: int
    court_days: int
    material_minutes: int
    leave_days: Decimal
    rest_days: Decimal = Decimal()


def past(person: Person, last: Week) -> dict[date, Past]:
    """Read every week that a person sent, by its Monday; one statement."""
    return {row[0]: Past(*row) for row in past_rows(person=person.pk, last=last.monday)}


@written_once
def past_rows(person: int, last: date) -> QuerySet[WorkWeek, tuple]:
    """Find the weeks that a person sent, oldest first."""
    found = WorkWeek.objects.filter(person=person, week__lte=last).order_by("week")
    return found.values_list(*Past._fields)


@written_once
def days_off(person: int, last: date) -> QuerySet[DayOff, tuple]:
    """Find the days off that a person planned."""
    found = DayOff.objects.filter(person=person, day__lte=last)
    return found.order_by("day").values_list("day", "share")


def on_leave(person: Person, sent: dict[date, Past], last: Week) -> set[Week]:
    """Find the weeks of which a person was mostly away; one statement.

    A week that was sent knows how many days, with those of rest; any other goes by the days that
    were planned, and the rests beside them.
    """
    planned: dict[date, Decimal] = defaultdict(Decimal)
    days = WorkingDays(calendar=calendar_of(person.own_organisation))
    for day, share in days_off(person=person.pk, last=last.sunday):
        if not days.calendar.rests(day):
            planned[Week.of(day).monday] += share
    for monday in planned:
        planned[monday] += len(days.rests_in(Week(monday)))
    away = planned | {week: one.leave_days + one.rest_days for week, one in sent.items()}
    return {Week(monday) for monday, days in away.items() if days >= DAYS_OF_LEAVE}

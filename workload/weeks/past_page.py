"""Closed weeks as their owner sees them: which there are, and what can be done with one."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from people.models import Person
from people.own_data.traces import ALL_MONTHS
from people.weeks import Week, months_before, today
from wellbeing.checkins.actions import CORRECTED_FOR_MONTHS
from wellbeing.models import CheckIn
from workload.models import WorkWeek


@dataclass(frozen=True)
class PastWeek:
    """One closed week: its hours, whether anything said is left, whether it can be corrected."""

    week: Week
    hours: Decimal | None
    says: bool
    correctable: bool


def past_weeks(person: Person, now: datetime) -> list[PastWeek]:
    """List the closed weeks of the last 24 months, newest first; two statements."""
    oldest = months_before(today(now), ALL_MONTHS)
    sent = WorkWeek.objects.filter(person=person, week__gte=oldest)
    hours = dict(sent.values_list("week", "hours"))
    said = {one.week for one in CheckIn.objects.of(person) if one.holds}
    limit = months_before(today(now), CORRECTED_FOR_MONTHS)
    weeks = sorted(map(Week, {*hours, *said}), reverse=True)
    return [
        PastWeek(one, hours.get(one.monday), one.monday in said, one.sunday >= limit)
        for one in weeks
        if one.closes <= now
    ]

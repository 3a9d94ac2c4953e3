"""Whom to remind of their week, and when."""

from datetime import datetime

from people.models import Membership, Person
from people.weeks import BANGKOK, Week, today

from .models import WorkWeek
from .timeoff import away_on

WORKING_DAYS = 5
# Friday and Monday, from 9 in the morning: nobody is woken by it.
ROUNDS = {5: "friday", 1: "monday"}
FROM_HOUR, UNTIL_HOUR = 9, 18


def round_at(now: datetime) -> str:
    """Name the round of reminders that is due now, or nothing outside its hours."""
    local = now.astimezone(BANGKOK)
    if not FROM_HOUR <= local.hour < UNTIL_HOUR:
        return ""
    return ROUNDS.get(local.isoweekday(), "")


def waiting(now: datetime, only: int | None = None) -> set[int]:
    """Find the people whose open week is not sent, without those who are on leave.

    On leave is whoever plans to be away for the whole of this day, and whoever sent the week
    before as all leave: two weeks of quiet, then a question.
    """
    if (week := Week.open_at(now)) is None:
        return set()
    day = today(now)
    home = Membership.objects.on(day).filter(hours__isnull=False, person__is_active=True)
    people = Person.objects.filter(pk__in=home.values("person_id"))
    if only is not None:
        people = people.filter(pk=only)
    sent = WorkWeek.objects.filter(week=week.monday).values("person_id")
    away = WorkWeek.objects.filter(week=(week - 1).monday, leave_days__gte=WORKING_DAYS).values(
        "person_id"
    )
    planned = away_on(day).values("person_id")
    waiting = people.exclude(pk__in=sent).exclude(pk__in=away).exclude(pk__in=planned)
    return set(waiting.values_list("pk", flat=True))

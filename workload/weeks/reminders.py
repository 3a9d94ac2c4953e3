"""Which people to remind of their week, and when."""

from datetime import datetime, timedelta

from people.messages.notices import FROM_HOUR_ON, UNTIL_HOUR
from people.models import Person
from people.weeks import BANGKOK, Week, today
from workload.models import WorkWeek
from workload.time.time_off import away_on

WORKING_DAYS = 5
# The mails of the day leave on Friday from 15:00 and on Monday from 9:00
# (`people/messages/notices.py`). These lines leave with them, so they are kept in the hour before.
ROUNDS = {5: "friday", 1: "monday"}
HOUR_BEFORE = timedelta(hours=1)


def kind_of(round_name: str) -> str:
    """Name a round where it is kept what was sent; the key beside it is the week."""
    return f"week-{round_name}"


KINDS = [kind_of(one) for one in ROUNDS.values()]


def round_at(now: datetime) -> str:
    """Name the round of reminders that is due now, or nothing outside its hours."""
    local = now.astimezone(BANGKOK)
    weekday = local.isoweekday()
    if weekday not in ROUNDS or local.hour >= UNTIL_HOUR:
        return ""
    return ROUNDS[weekday] if (local + HOUR_BEFORE).hour >= FROM_HOUR_ON[weekday] else ""


def waiting(now: datetime) -> set[int]:
    """Find the people with an open week that is not sent, except those on leave.

    On leave are people who plan to be away for the whole of this day, and people who sent the week
    before as all leave: two weeks of quiet, then a question.
    """
    if (week := Week.open_at(now)) is None:
        return set()
    day = today(now)
    people = Person.objects.belonging(day)
    sent = WorkWeek.objects.filter(week=week.monday).values("person_id")
    away = WorkWeek.objects.filter(week=(week - 1).monday, leave_days__gte=WORKING_DAYS).values(
        "person_id"
    )
    planned = away_on(day).values("person_id")
    waiting = people.exclude(pk__in=sent).exclude(pk__in=away).exclude(pk__in=planned)
    return set(waiting.values_list("pk", flat=True))

"""Which people to remind of their week, and when."""

from collections.abc import Collection
from datetime import datetime, timedelta

from people.messages.day_scope import OWN_DAY_FROM, UNTIL_HOUR, first_hour
from people.models import MessageChoices, Person, people_away
from people.weeks import BANGKOK, FRIDAY, MONDAY, Week, WorkingDays, rounds_on, today
from workload.models import WorkWeek
from workload.models.week import ALL_OFF
from workload.time.time_off import away_on

# The mails of the day leave on Friday from 15:00 and on Monday from 9:00, or on working days in
# their place (`people/messages/notices.py`). These lines leave with them, so they are kept in the
# hour before.
ROUNDS = {FRIDAY: "friday", MONDAY: "monday"}
HOUR_BEFORE = timedelta(hours=1)
FIRST = ROUNDS[FRIDAY]


def kind_of(round_name: str) -> str:
    """Name a round where it is kept what was sent; the key beside it is the week."""
    return f"week-{round_name}"


KINDS = [kind_of(one) for one in ROUNDS.values()]


def rounds_at(now: datetime, days: WorkingDays) -> list[str]:
    """Name the rounds of reminders that are due now, none outside their hours.

    Two can fall together; the mail of a day says each sentence once.
    """
    local, day = now.astimezone(BANGKOK), today(now)
    found = [ROUNDS[one] for one in rounds_on(day, days)]
    if not found or local.hour >= UNTIL_HOUR:
        return []
    return found if (local + HOUR_BEFORE).hour >= first_hour(day, days) else []


def with_own_day(people: set[int]) -> set[int]:
    """Find those of some people who chose a day on which they are asked for their week."""
    chosen = MessageChoices.objects.filter(person__in=people, week_day__isnull=False)
    return set(chosen.values_list("person_id", flat=True))


def on_own_day(now: datetime) -> set[int]:
    """Find the people with an open week that is not sent, who want to be asked for it now."""
    local = now.astimezone(BANGKOK)
    if local.hour >= UNTIL_HOUR or (local + HOUR_BEFORE).hour < OWN_DAY_FROM:
        return set()
    chosen = MessageChoices.objects.filter(week_day=local.isoweekday())
    if not (people := set(chosen.values_list("person_id", flat=True))):
        return set()
    return people & waiting(now)


def waiting(now: datetime, organisations: Collection[int] | None = None) -> set[int]:
    """Find the people with an open week that is not sent, except those on leave.

    `organisations` are those in which people are looked for; all, if nothing is said.

    On leave are people on a long absence, people who plan to be away for the whole of this day, and
    people who sent the week before as all leave and rest: two weeks of quiet, then a question.
    """
    if (week := Week.open_at(now)) is None:
        return set()
    day = today(now)
    people = Person.objects.belonging(day).exclude(pk__in=people_away(day))
    sent = WorkWeek.objects.filter(week=week.monday).values("person_id")
    off = WorkWeek.objects.filter(ALL_OFF, week=(week - 1).monday, leave_days__gt=0)
    away = off.values("person_id")
    planned = away_on(day).values("person_id")
    if organisations is not None:
        people = people.filter(organisation__in=organisations)
    waiting = people.exclude(pk__in=sent).exclude(pk__in=away).exclude(pk__in=planned)
    return set(waiting.values_list("pk", flat=True))

"""Which people to remind of their week, and when."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from people.messages.day_scope import OWN_DAY_FROM, UNTIL_HOUR, first_hour
from people.models import Person, is_away
from people.models.persons import PersonQuerySet
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


def is_own_hour(now: datetime) -> bool:
    """Say whether people who chose this day are reminded now: in the hour before, until evening."""
    local = now.astimezone(BANGKOK)
    return local.hour < UNTIL_HOUR and (local + HOUR_BEFORE).hour >= OWN_DAY_FROM


def waiting(now: datetime, organisations: Collection[int] | None = None) -> set[int]:
    """Find the people with an open week that is not sent, except those on leave.

    `organisations` are those in which people are looked for; all, if nothing is said.
    """
    found = not_sent(now)
    if organisations is not None:
        found = found.filter(organisation__in=organisations)
    return set(found.values_list("pk", flat=True))


def by_round(now: datetime, rounds: Mapping[str, Collection[int]]) -> dict[str, set[int]]:
    """Find who is reminded now, by the name of the round; one statement for all of them.

    `rounds` has the organisations of each. A person who chose a day is reminded on it, under the
    name of the first round, and with the second like all: who changes the day is not asked twice.
    """
    found: dict[str, set[int]] = defaultdict(set)
    own, day = is_own_hour(now), today(now).isoweekday()
    if not rounds and not own:
        return found
    columns = ("pk", "organisation_id", "message_choices__week_day")
    for person, home, chosen in not_sent(now).values_list(*columns):
        for name, organisations in rounds.items():
            if home in organisations and (chosen is None or name != FIRST):
                found[name].add(person)
        if own and chosen == day:
            found[FIRST].add(person)
    return found


def not_sent(now: datetime) -> PersonQuerySet:
    """Find the people with an open week that is not sent, except those on leave.

    On leave are people on a long absence, people who plan to be away for the whole of this day, and
    people who sent the week before as all leave and rest: two weeks of quiet, then a question.
    """
    if (week := Week.open_at(now)) is None:
        return Person.objects.none()
    day = today(now)
    people = Person.objects.belonging(day).exclude(is_away(day, "pk"))
    sent = WorkWeek.objects.filter(week=week.monday).values("person_id")
    off = WorkWeek.objects.filter(ALL_OFF, week=(week - 1).monday, leave_days__gt=0)
    away = off.values("person_id")
    planned = away_on(day).values("person_id")
    return people.exclude(pk__in=sent).exclude(pk__in=away).exclude(pk__in=planned)

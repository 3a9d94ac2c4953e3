"""Read what a forecast needs of the people a supervisor answers for: a few statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from people.calendar.reading import with_spans
from people.groups.rule import enough
from people.models import Absence, Person
from people.rules.calendar import RestCalendar
from people.statements import written_once
from people.weeks import Week, WorkingDays, today
from workload.models import DayOff, WorkWeek
from workload.rules import load as load_rules
from workload.rules.forecast import WEEKS_AHEAD, Forecast, Team
from workload.rules.parts import hours_share

from . import frames as forecast_frames
from .lines import LineSeen, first_mondays, lines_seen
from .posts import hours_of_posts, judged_by, posts_answered_for, posts_of_each

WEEKS_BACK = 26
RECENT = 8
# Who is on a long absence on the Friday of a week is not back in it.
LAST_WORKING_DAY = timedelta(days=4)


@dataclass(frozen=True)
class Outlook:
    """The weeks to come for some people; `forecast` is None where it is withheld."""

    people: int
    weeks: list[Week]
    forecast: Forecast | None
    # From how many people on the organisation lets a group be spoken of.
    smallest: int
    # On which days the organisation rests, and its named spans.
    days: WorkingDays

    @property
    def withheld(self) -> bool:
        """Say whether there are too few people to speak of."""
        return not enough(self.people, self.smallest)


class SentLately(NamedTuple):
    """What a person sent in the last weeks, and what nights and people supervised came to in it."""

    person: int
    # Of the weeks that were not sent alone.
    points: Decimal | None
    weeks: int
    last_told: date | None
    last: date

    @property
    def newest_is_alone(self) -> bool:
        """Say whether the newest of all their weeks was sent alone."""
        return self.last_told != self.last


def read(viewer: Person, now: datetime) -> Outlook:
    """Read the weeks to come of all people the viewer answers for; eight statements.

    One more is about people who sent no week lately, and three about people with several posts or
    one elsewhere, if there are any.
    """
    this = Week.of(today(now))
    weeks = [this + n for n in range(1, WEEKS_AHEAD + 1)]
    every = posts_of_each(viewer, now)
    posts = posts_answered_for(viewer, every, today(now))
    hours = {who: hours_of_posts(some) for who, some in posts.items()}
    counted = judged_by(posts, this)
    smallest = viewer.own_organisation.smallest_group
    calendar = with_spans(viewer.own_organisation)
    about = (smallest, WorkingDays(calendar=calendar))
    if not enough(len(hours), smallest):
        return Outlook(len(hours), weeks, None, *about)
    since = this - WEEKS_BACK
    one_post = [who for who in posts if len(every[who]) == 1]
    several = [who for who in posts if len(every[who]) > 1]
    rows = sent_lately(people=list(posts), after=(this - RECENT).monday)
    sent = [SentLately._make(row) for row in rows]
    newest_alone = {one.person: one.newest_is_alone for one in sent}
    lines = lines_seen(viewer, one_post, several, since, newest_alone)
    first = first_mondays(viewer, one_post, several, lines, since)
    flow = forecast_frames.flow(
        forecast_frames.frame(ends_of(lines), first, since.monday, WEEKS_BACK)
    )
    if not flow.enough:
        return Outlook(len(hours), weeks, None, *about)
    seen = {who: hours_share([hours[who]], hours_of_posts(every[who])) for who in posts}
    # Who sent their weeks without a case carries none: no new ones are expected of them.
    without = {who for who, alone in newest_alone.items() if not alone} - first.keys()
    carrying = len(hours) - len(without)
    carried = team(lines, hours, weeks, other_points(seen, sent), counted, calendar, carrying)
    return Outlook(len(hours), weeks, Forecast(flow, carried), *about)


def ends_of(lines: Iterable[LineSeen]) -> list[tuple[int, date, date | None, int]]:
    """Give each line's person, the Mondays of its ends, and how many cases."""
    return [(line.person, line.opened, line.closed, line.case.count) for line in lines]


def team(
    lines: Iterable[LineSeen],
    hours: dict[int, Decimal],
    weeks: list[Week],
    other: Decimal,
    counted: dict[int, load_rules.Policy],
    calendar: RestCalendar,
    carrying: int,
) -> Team:
    """Add up what these people carry now, and what they can carry in each week to come.

    `other` is what nights and people supervised come to; `carrying` is of how many of them new
    cases are expected. Two statements.
    """
    standing = [line for line in lines if line.closed is None]
    room = {who: load_rules.capacity(one, policy=counted[who]) for who, one in hours.items()}
    full = sum(room.values(), Decimal())
    mondays, last = [week.monday for week in weeks], weeks[-1].monday + LAST_WORKING_DAY
    long = list(absences(people=list(hours), first=mondays[0], last=weeks[-1].sunday))
    gone = {who for who, starts, ends in long if starts <= last <= ends}
    off = days_taken(long, weeks, counted, calendar)
    points = (load_rules.points(line.case, counted[line.person]) for line in standing)
    return Team(
        people=carrying,
        cases=sum(line.case.count for line in standing),
        case_points=float(sum(points, Decimal())),
        other_points=float(other),
        each=float(full) / len(hours),
        capacity=float(full - sum((room[who] for who in gone), Decimal())),
        capacities=[
            float(full - room_taken(off[monday], room, hours, counted)) for monday in mondays
        ],
    )


def other_points(shares: dict[int, Decimal], sent: Iterable[SentLately]) -> Decimal:
    """Say what nights and people supervised come to in the mean of the last weeks.

    `shares` says of each person which share of all their hours is seen. What was sent alone
    counts for the person only.
    """
    told = [one for one in sent if one.weeks]
    if not told:
        return Decimal()
    points = sum((shares[one.person] * (one.points or 0) for one in told), Decimal())
    return len(shares) * points / sum(one.weeks for one in told)


def room_taken(
    off: Mapping[int, Decimal],
    room: Mapping[int, Decimal],
    hours: Mapping[int, Decimal],
    counted: Mapping[int, load_rules.Policy],
) -> Decimal:
    """Add up the capacity that the days off of these people take from a week.

    `room` is what each has without them; no more than that is taken.
    """
    taken = (
        room[who] - load_rules.capacity(hours[who], days, counted[who]) for who, days in off.items()
    )
    return sum(taken, Decimal())


def days_taken(
    long: Iterable[tuple[int, date, date]],
    weeks: list[Week],
    counted: dict[int, load_rules.Policy],
    calendar: RestCalendar,
) -> dict[date, dict[int, Decimal]]:
    """Count the days that planned days, long absences and days of rest take, by week and person.

    A day that is in several is taken once. One statement.
    """
    first, last = weeks[0].monday, weeks[-1].sunday
    taken = {
        (person, day): share
        for person, day, share in days_off(people=list(counted), first=first, last=last)
    }
    for person, starts, ends in long:
        for n in range((min(ends, last) - max(starts, first)).days + 1):
            day = max(starts, first) + timedelta(days=n)
            # Of a week of four and a half days the fifth too.
            if day.weekday() < counted[person].working_days:
                taken[person, day] = Decimal(1)
    for rest in calendar.rests_between(first, last):
        weekday = rest.day.isoweekday()
        rests = (who for who in counted if weekday <= counted[who].working_days)
        taken |= {(who, rest.day): Decimal(1) for who in rests}
    found: dict[date, dict[int, Decimal]] = {week.monday: defaultdict(Decimal) for week in weeks}
    for (person, day), share in taken.items():
        found[day - timedelta(days=day.weekday())][person] += share
    return found


@written_once
def sent_lately(people: list[int], after: date) -> QuerySet[WorkWeek, tuple]:
    """Read what people sent after a day, as `SentLately` has it."""
    sent, told = WorkWeek.objects.filter(person__in=people, week__gt=after), Q(alone=False)
    each = sent.order_by().values("person")
    return each.annotate(
        besides=Sum(F("night_points") + F("supervision_points"), filter=told),
        weeks=Count("pk", filter=told),
        last_told=Max("week", filter=told),
        last=Max("week"),
    ).values_list("person", "besides", "weeks", "last_told", "last")


@written_once
def days_off(people: list[int], first: date, last: date) -> QuerySet[DayOff, tuple]:
    """Find the planned days of people between two days, both counted."""
    found = DayOff.objects.filter(person__in=people).between(first, last)
    return found.values_list("person_id", "day", "share")


@written_once
def absences(people: list[int], first: date, last: date) -> QuerySet[Absence, tuple]:
    """Find the long absences of people that touch the days between two."""
    found = Absence.objects.filter(person__in=people, starts__lte=last).lasting(first)
    return found.values_list("person_id", "starts", "ends")

"""Read what a forecast needs of the people a supervisor answers for: a few statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from people.groups.rule import enough
from people.models import Absence, Membership, Person, supervised_by
from people.weeks import BANGKOK, Week, today
from workload.load.parts import posts_in_order
from workload.models import CaseloadLine, DayOff, WorkWeek
from workload.policies import actions as policies
from workload.rules import load as load_rules
from workload.rules.forecast import WEEKS_AHEAD, Forecast, Team
from workload.rules.parts import hours_share

from . import frames as forecast_frames

WEEKS_BACK = 26
RECENT = 8
# From Monday to Friday, as planned days away.
WORKING_DAYS = 5


@dataclass(frozen=True)
class Outlook:
    """The weeks to come for some people; `forecast` is None where it is withheld."""

    people: int
    weeks: list[Week]
    forecast: Forecast | None
    # From how many people on the organisation lets a group be spoken of.
    smallest: int

    @property
    def withheld(self) -> bool:
        """Say whether there are too few people to speak of."""
        return not enough(self.people, self.smallest)


def read(viewer: Person, now: datetime) -> Outlook:
    """Read the weeks to come of all people the viewer answers for; nine statements."""
    this = Week.of(today(now))
    weeks = [this + n for n in range(1, WEEKS_AHEAD + 1)]
    # What a person who has not come in yet carries is not known.
    people = Person.objects.filter(supervised_by(viewer), awaited=False)
    held = Membership.objects.on(today(now)).filter(person__in=people, hours__isnull=False)
    held = held.select_related("unit").with_absence(today(now)).with_first_day()
    every = posts_of_each(held)
    posts = {who: posts_answered_for(viewer, some) for who, some in every.items()}
    hours = {who: hours_of(some) for who, some in posts.items()}
    counted = {who: policies.judging(some[0].unit, this) for who, some in posts.items()}
    smallest = viewer.organisation.smallest_group
    if not enough(len(hours), smallest):
        return Outlook(len(hours), weeks, None, smallest)
    lines = CaseloadLine.objects.visible_to(viewer).filter(person__in=list(hours))
    since = this - WEEKS_BACK
    flow = forecast_frames.flow(
        forecast_frames.frame(histories(lines, since), begun(lines), since.monday, WEEKS_BACK)
    )
    gone = {who for who, some in posts.items() if some[0].away_until}
    if not flow.enough:
        return Outlook(len(hours), weeks, None, smallest)
    seen = {who: hours_share([hours[who]], hours_of(some)) for who, some in every.items()}
    carried = team(lines, hours, weeks, other_points(seen, this), counted, gone)
    return Outlook(len(hours), weeks, Forecast(flow, carried), smallest)


def posts_of_each(posts: Iterable[Membership]) -> dict[int, list[Membership]]:
    """Sort posts by their people, the home first."""
    held = defaultdict(list)
    for post in posts:
        held[post.person_id].append(post)
    return {who: posts_in_order(some) for who, some in held.items()}


def posts_answered_for(viewer: Person, posts: list[Membership]) -> list[Membership]:
    """Choose of a person with several posts those that the viewer answers for."""
    led = [one for one in posts if viewer.charge.holds(one.unit_id, one.role)]
    return posts if len(posts) == 1 else led or posts[:1]


def hours_of(posts: Iterable[Membership]) -> Decimal:
    """Add up the contracted hours of some posts."""
    return sum((one.contracted for one in posts), Decimal())


def histories(
    lines: QuerySet[CaseloadLine], since: Week
) -> list[tuple[int, date, date | None, int]]:
    """Read lines that were open since a week: person, the Mondays of its ends, count."""
    found = lines.filter(Q(closed_at=None) | Q(closed_at__gte=start_of(since)))
    rows = found.values_list("person_id", "opened_at", "closed_at", "count")
    return [
        (who, monday_of(opened), monday_of(closed) if closed else None, n)
        for who, opened, closed, n in rows
    ]


def begun(lines: QuerySet[CaseloadLine]) -> dict[int, date]:
    """Find the Monday of each person's first line; one statement."""
    firsts = lines.order_by().values_list("person_id").annotate(Min("opened_at"))
    return {person: monday_of(first) for person, first in firsts}


def monday_of(moment: datetime) -> date:
    """Find the Monday of the week in which something happened."""
    return Week.of(today(moment)).monday


def start_of(week: Week) -> datetime:
    """Monday 00:00 in Bangkok."""
    return datetime.combine(week.monday, time(), BANGKOK)


def team(
    lines: QuerySet[CaseloadLine],
    hours: dict[int, Decimal],
    weeks: list[Week],
    other: Decimal,
    counted: dict[int, load_rules.Policy],
    gone: set[int],
) -> Team:
    """Add up what these people carry now, and what they can carry in each week to come.

    `other` is what nights and people supervised come to. Who is on a long absence today carries
    nothing now, and from the day on which they are back.
    """
    standing = [line for line in lines if line.closed_at is None]
    room = {who: load_rules.capacity(one, policy=counted[who]) for who, one in hours.items()}
    full = sum(room.values(), Decimal())
    points = (load_rules.points(line.rule, counted[line.person_id]) for line in standing)
    return Team(
        people=len(hours),
        cases=sum(line.count for line in standing),
        case_points=float(sum(points, Decimal())),
        other_points=float(other),
        capacity=float(full - sum((room[who] for who in gone), Decimal())),
        capacities=[float(full - lost) for lost in away(room, weeks, counted)],
    )


def other_points(shares: dict[int, Decimal], this: Week) -> Decimal:
    """Say what nights and people supervised come to in the mean of the last weeks; one statement.

    `shares` says of each person which share of all their hours is seen. What was sent alone
    counts for the person only.
    """
    sent = WorkWeek.objects.filter(alone=False, week__gt=(this - RECENT).monday)
    each = sent.filter(person__in=list(shares)).values("person")
    each = each.annotate(besides=Sum(F("night_points") + F("supervision_points")), n=Count("pk"))
    found = list(each.values_list("person", "besides", "n"))
    if not found:
        return Decimal()
    points = sum((shares[who] * points for who, points, _n in found), Decimal())
    return len(shares) * points / sum(n for _who, _points, n in found)


def away(
    room: dict[int, Decimal], weeks: list[Week], counted: dict[int, load_rules.Policy]
) -> list[Decimal]:
    """Add up the capacity that planned days and long absences take from each week.

    A day that is in both is taken once. Two statements.
    """
    first, last = weeks[0].monday, weeks[-1].sunday
    lost = dict.fromkeys((week.monday for week in weeks), Decimal())
    days = DayOff.objects.filter(person__in=list(room)).between(first, last)
    taken = {
        (person, day): share for person, day, share in days.values_list("person_id", "day", "share")
    }
    away = Absence.objects.filter(person__in=list(room), starts__lte=last).lasting(first)
    for person, starts, ends in away.values_list("person_id", "starts", "ends"):
        for n in range((min(ends, last) - max(starts, first)).days + 1):
            if (day := max(starts, first) + timedelta(days=n)).isoweekday() <= WORKING_DAYS:
                taken[person, day] = Decimal(1)
    for (person, day), share in taken.items():
        lost[Week.of(day).monday] += room[person] * share / counted[person].working_days
    return list(lost.values())

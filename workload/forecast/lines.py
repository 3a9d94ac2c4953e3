"""What the people that a viewer answers for carried in the last weeks, line by line.

A person with one post is wholly the viewer's, and so are nearly all. Their lines are read without
asking of each whether it belongs to a post under the viewer; those of people with several posts are
read as anywhere else.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import Q, QuerySet

from people.models import Person
from people.statements import written_once
from people.weeks import BANGKOK, Week, today
from workload.models import CaseloadLine
from workload.rules import load as load_rules

# What says how much a line weighs, as `CaseloadLine.rule_of` takes it.
CASE = ("phase", "add_ons", "further_victims", "part", "count")


class LineSeen(NamedTuple):
    """A line that was open lately: its person, the Mondays of its ends, and its cases."""

    person: int
    opened: date
    closed: date | None
    case: load_rules.CaseLine


def lines_seen(
    viewer: Person,
    one_post: list[int],
    several: list[int],
    since: Week,
    newest_alone: Mapping[int, bool],
) -> list[LineSeen]:
    """Read the lines of supervised people that were open since a week; at most three statements.

    Where it is known of a person whether they sent their newest week alone, no line asks for it.
    """
    told = [who for who in one_post if newest_alone.get(who) is False]
    asked = [who for who in one_post if who not in newest_alone]
    found = lately_told(people=told, since=start_of(since)) if told else []
    if asked:
        found += lately_of_one_post(people=asked, since=start_of(since))
    if several:
        found += lately(with_several(viewer, several), start_of(since))
    return list(seen(found))


def seen(rows: Iterable[tuple]) -> Iterator[LineSeen]:
    """Read rows; there are few different moments and cases in many."""
    mondays: dict[datetime | None, date] = {}
    cases: dict[tuple, load_rules.CaseLine] = {}
    for who, opened, closed, *case in rows:
        for moment in (opened, closed):
            if moment and moment not in mondays:
                mondays[moment] = Week.of(today(moment)).monday
        phase, add_ons, *others = case
        key = (phase, *add_ons, *others)
        if key not in cases:
            cases[key] = CaseloadLine.rule_of(*case)
        yield LineSeen(who, mondays[opened], mondays.get(closed), cases[key])


def first_mondays(
    viewer: Person, one_post: list[int], several: list[int], lines: list[LineSeen], since: Week
) -> dict[int, date]:
    """Find the Monday of each person's first line, or the one before `since` where it is older.

    At most two statements: who had a line that was over by `since` began before.
    """
    before = (since - 1).monday
    found: dict[int, date] = {}
    for one in lines:
        found[one.person] = max(before, min(one.opened, found.get(one.person, one.opened)))
    asked = [who for who in one_post if found.get(who) != before]
    older = over_of_one_post(people=asked, since=start_of(since)) if asked else []
    if asked := [who for who in several if found.get(who) != before]:
        older += over(with_several(viewer, asked), start_of(since))
    return found | {who: before for (who,) in older}


def start_of(week: Week) -> datetime:
    """Monday 00:00 in Bangkok."""
    return datetime.combine(week.monday, time(), BANGKOK)


def with_several(viewer: Person, people: list[int]) -> QuerySet[CaseloadLine]:
    """The lines of people with several posts, of the posts that the viewer answers for."""
    return CaseloadLine.objects.visible_to(viewer).filter(person__in=people)


def lately(lines: QuerySet[CaseloadLine], since: datetime) -> QuerySet[CaseloadLine, tuple]:
    """Find those that were open after a moment: person, from when until when, and the cases."""
    found = lines.filter(Q(closed_at=None) | Q(closed_at__gte=since)).order_by()
    return found.values_list("person_id", "opened_at", "closed_at", *CASE)


def over(lines: QuerySet[CaseloadLine], since: datetime) -> QuerySet[CaseloadLine, tuple]:
    """Find the people with any that was over by a moment."""
    return lines.filter(closed_at__lt=since).order_by().values_list("person_id").distinct()


@written_once
def lately_told(people: list[int], since: datetime) -> QuerySet[CaseloadLine, tuple]:
    """Find those of people who are wholly the viewer's and sent their newest week to them."""
    return lately(CaseloadLine.objects.filter(person__in=people), since)


@written_once
def lately_of_one_post(people: list[int], since: datetime) -> QuerySet[CaseloadLine, tuple]:
    """Find those of people who are wholly the viewer's."""
    return lately(CaseloadLine.objects.filter(person__in=people).told(), since)


@written_once
def over_of_one_post(people: list[int], since: datetime) -> QuerySet[CaseloadLine, tuple]:
    """Find which people who are wholly the viewer's had any that was over by a moment."""
    return over(CaseloadLine.objects.filter(person__in=people).told(), since)

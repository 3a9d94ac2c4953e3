"""Hours lost to raising money and to reporting: each person's own, and the people of a block.

`people_of_block` is for pages that tell of groups. What it gives is never shown as it is: it goes
through the groups rule (`people/groups/rule.py`), and only sums of enough people come out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from people.groups.rule import GroupMember
from people.models import Organisation
from people.weeks import Block
from people.writing.sentences import Sentence
from wellbeing.groups.group_answers import bases_of
from wellbeing.groups.restrictions import not_counted
from workload.models import BesideLog, StudyLog
from workload.product_modules import TIME_STUDY

Kind = BesideLog.Kind
# A person's own mean is a whole number of these: tenths of an hour, of 1 to 4 weeks.
SHARES_AN_HOUR = 120
# The order of a person's totals.
TOTALS = ("all", Kind.RAISING_MONEY, Kind.REPORTING)


@dataclass(frozen=True)
class OwnHours:
    """What a person logged of one kind, in how many weeks."""

    label: Sentence
    hours: Decimal
    weeks: int


def own_hours(logs: Iterable[BesideLog]) -> list[OwnHours]:
    """Add up a person's own hours beside the cases, kind by kind; none logged, none given."""
    by_kind: dict[str, list[Decimal]] = defaultdict(list)
    for one in logs:
        by_kind[one.kind].append(one.hours)
    return [
        OwnHours(kind.label, sum(by_kind[kind], Decimal()), len(by_kind[kind]))
        for kind in Kind
        if by_kind[kind]
    ]


def people_of_block(
    block: Block, organisations: Collection[int], *, now: datetime
) -> list[GroupMember]:
    """Give everybody who belonged in a frozen block, with the unit that was theirs last in it.

    Who logged any week of the study "sent"; of them the totals are the means of the logged weeks
    (`TOTALS`, in 1/120 of an hour a week), also where the mean is 0. Others have none, and so have
    those who restricted what is counted of them. Organisations without the module are left out.
    Refused: a block that is not frozen yet. Six statements for any number of people.
    """
    if now < block.freezes:
        raise ValueError(f"{block} freezes at {block.freezes}")
    studying = organisations_with_study(organisations)
    silent, logged = not_counted(block), weeks_logged(block, studying)
    spent = hours_by_kind(block, studying)
    nothing = (None,) * len(TOTALS)
    return [
        GroupMember(
            person,
            unit,
            sent=person in logged,
            totals=means(spent[person], len(logged[person]))
            if person in logged and person not in silent
            else nothing,
        )
        for person, unit in bases_of(block, studying).items()
    ]


def organisations_with_study(organisations: Collection[int]) -> list[int]:
    """Choose the organisations that have the time study switched on."""
    found = Organisation.objects.filter(pk__in=organisations).order_by("pk")
    return [pk for pk, off in found.values_list("pk", "modules_off") if TIME_STUDY not in off]


def weeks_logged(block: Block, organisations: Iterable[int]) -> dict[int, set[date]]:
    """Find the weeks that each person logged, for a phase or beside the cases; two statements."""
    found: dict[int, set[date]] = defaultdict(set)
    for model in (StudyLog, BesideLog):
        logs = model.objects.filter(
            organisation__in=list(organisations), week__range=mondays_of(block)
        )
        for person, week in logs.order_by().values_list("person_id", "week"):
            found[person].add(week)
    return dict(found)


def hours_by_kind(block: Block, organisations: Iterable[int]) -> dict[int, dict[str, Decimal]]:
    """Add up each person's hours of each kind; one statement."""
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    logs = BesideLog.objects.filter(
        organisation__in=list(organisations), week__range=mondays_of(block)
    )
    summed = logs.order_by().values_list("person_id", "kind").annotate(hours=Sum("hours"))
    for person, kind, hours in summed:
        found[person][kind] = hours
    return found


def mondays_of(block: Block) -> tuple[date, date]:
    """The first and the last Monday of a block."""
    return block.first.monday, block.last.monday


def means(spent: dict[str, Decimal], weeks: int) -> tuple[int, ...]:
    """Work out one person's own means: all together, then each kind."""
    by_kind = [int(spent.get(one, Decimal()) * SHARES_AN_HOUR) // weeks for one in TOTALS[1:]]
    return sum(by_kind), *by_kind

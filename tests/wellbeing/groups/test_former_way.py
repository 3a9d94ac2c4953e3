"""The rows of a block against a former way to read it: everything first, then sorted in Python."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast, Coalesce

from people.groups.rule import GroupMember, GroupSum, GroupTally
from people.models import Job, Membership, Organisation, Person, Role, Unit
from people.weeks import Block, Week
from tests.makers import (
    NOW,
    make_checkin,
    make_membership,
    make_organisation,
    make_person,
    make_unit,
    make_unweighed_week,
    make_week,
)
from wellbeing.groups import freezing, restrictions
from wellbeing.groups.group_answers import GroupAnswers, leads_of, told, unit_of
from wellbeing.models import BlockResult, CheckIn
from wellbeing.own_data import erasing
from wellbeing.rules.lines import LINE_NAMES
from workload.models import UnitLoad, WorkWeek
from workload.units import actions as units_actions
from workload.units.actions import LoadCrowd

BLOCK = Block.latest(NOW)
DAY = timedelta(days=1)

# Often enough people for a group, and often too few.
PEOPLE = (0, 3, 8, 9, 14)


class FormerWay:
    """Reads all weeks of a block into lists by person, and all people into lists by unit."""

    def __init__(self, block: Block, asked: list):
        super().__init__(block, asked)
        self.own = of_lists(list(self.members()))
        self.wholes = {}

    def sent(self) -> QuerySet:
        weeks = (self.block.first.monday, self.block.last.monday)
        return self.table().filter(week__range=weeks).order_by("?")

    def members(self):
        homes, leads = self.homes(), leads_of(self.block, self.keys)
        silent = restrictions.not_counted(self.block)
        nothing = (None,) * len(self.names)
        given = defaultdict(list)
        for person, unit, week, figures in self.sent_rows():
            given[person].append((unit, week, figures))
        found = []
        for person, weeks in given.items():
            units, days, figures = zip(*weeks, strict=True)
            counted = [one for one in figures if one is not None and person not in silent]
            totals = self.means(counted) if counted else nothing
            found.append((person, unit_of(units, days), True, totals))
        found += [(one, unit, False, nothing) for one, unit in homes.items() if one not in given]
        for person, unit, sent, totals in found:
            if (at := self.placed(unit, leads.get(person))) in self.tree.parents:
                yield GroupMember(person, at, sent, totals)

    def homes(self) -> dict[int, int]:
        """Find the last of each person's memberships in the block, by comparing all of them."""
        held = defaultdict(list)
        first, last = self.block.first.monday, self.block.last.sunday
        for one in Membership.objects.filter(unit__in=self.tree.parents).select_related("person"):
            over = one.ends is not None and one.ends < first
            if not over and one.starts <= last and not one.person.awaited:
                held[one.person_id].append(one)
        found = {}
        for person, of in held.items():
            paid = [one for one in of if one.hours is not None]
            if paid:
                found[person] = max(paid, key=self.order_of_paid).unit_id
            elif self.counts_unpaid:
                found[person] = max(of, key=order_of_unpaid).unit_id
        return found

    def order_of_paid(self, one: Membership) -> tuple:
        last = self.block.last.sunday
        same = Membership.objects.filter(person=one.person, unit=one.unit, hours__isnull=False)
        since = min(same.values_list("starts", flat=True))
        return (
            min(one.ends or last, last),
            one.hours,
            -since.toordinal(),
            -one.starts.toordinal(),
            -one.pk,
        )


def order_of_unpaid(one: Membership) -> tuple:
    return (one.ends is None, one.ends or NOW.date(), -one.pk)


class FormerAnswers(FormerWay, GroupAnswers):
    """The answers of a block."""

    counts_unpaid = True

    def table(self) -> QuerySet:
        return CheckIn.objects.filter(person__organisation__in=list(self.keys))

    def sent_rows(self):
        for one in self.sent():
            text = str(one.answers.given).replace("'", '"').encode()
            yield one.person_id, one.unit_id, str(one.week), told(text) if one.scored else None


class FormerLoads(FormerWay, LoadCrowd):
    """The loads of a block."""

    counts_unpaid = False

    def table(self) -> QuerySet:
        return WorkWeek.objects.filter(person__organisation__in=list(self.keys)).exclude(
            contracted_hours=None
        )

    def sent_rows(self):
        columns = (Cast("week", TextField()), Coalesce("usual_percent", "percent"))
        yield from self.sent().values_list("person_id", "unit_id", *columns)


def of_lists(people: list[GroupMember]) -> dict[int, GroupTally]:
    """Add up lists of people by unit, measure by measure."""
    found = {}
    for unit in {one.unit for one in people}:
        mine = [one for one in people if one.unit == unit]
        columns = [
            [total for total in column if total is not None]
            for column in zip(*(one.totals for one in mine), strict=True)
        ]
        sums = tuple(GroupSum(len(column), sum(column)) for column in columns)
        found[unit] = GroupTally(len(mine), sum(one.sent for one in mine), sums)
    return found


def make_whole_organisation(name: str, chance: Random) -> Organisation:
    """An organisation of some units with people, with whatever may have happened to them."""
    organisation = make_organisation(name)
    units: list[Unit] = []
    for n in range(chance.randint(1, 5)):
        above = chance.choice(units) if units else None
        units.append(make_unit(organisation, f"{name} {n}", parent=above))
    for unit in units:
        for n in range(chance.choice(PEOPLE)):
            make_whole_person(f"{name[0]}{unit.pk}-{n}", unit, units, chance)
    Job.objects.filter(organisation=organisation, key="specialist").update(is_offered=False)
    return organisation


def make_whole_person(name: str, unit: Unit, units: list[Unit], chance: Random) -> None:
    """A person with one membership or several, and weeks: sent, silent, missing, restricted."""
    person = make_person(name, unit.organisation, awaited=chance.random() < 0.05)
    make_roles(person, unit, units, chance)
    strain = chance.randint(0, 4)
    at = [unit, unit, chance.choice(units)]
    for week in (BLOCK.first + n for n in range(-1, 5)):
        if chance.random() < 0.75:
            make_weeks(person, week, chance.choice(at), strain, chance)
    if chance.random() < 0.1:
        restrictions.begin(person=person, now=BLOCK.freezes + chance.choice((-DAY, DAY)))
    if chance.random() < 0.05:
        erasing.erase(person=person, before=None, now=BLOCK.freezes - DAY)


def make_roles(person: Person, unit: Unit, units: list[Unit], chance: Random) -> None:
    """The membership of a person: perhaps ended, without hours, or two of them; or they lead."""
    first, last = BLOCK.first.monday, BLOCK.last.sunday
    days = [first - DAY, first, first + 9 * DAY, last, last + DAY]
    hours = chance.choice((Decimal(40), Decimal(40), Decimal(20), None))
    role = Role.SUPERVISOR if chance.random() < 0.1 else Role.WORKER
    moved = chance.choice(days) if chance.random() < 0.2 else None
    make_membership(person, unit, role, hours=hours, ends=moved)
    if moved:
        other = {"hours": chance.choice((hours, Decimal(8))), "starts": moved + DAY}
        make_membership(person, chance.choice(units), Role.WORKER, **other)
    elif chance.random() < 0.1:
        make_membership(person, chance.choice(units), Role.TRAINER, starts=chance.choice(days))


def make_weeks(person: Person, week: Week, unit: Unit, strain: int, chance: Random) -> None:
    """A week that somebody sent, with its answers: all, some of them, or none."""
    skipped = chance.choice((0, 0, 0, 1, 2, len(LINE_NAMES)))
    said = {name: min(4, max(0, strain + chance.randint(-1, 1))) for name in LINE_NAMES}
    said |= dict.fromkeys(chance.sample(LINE_NAMES, skipped))
    make_checkin(person, week, unit, **said)
    if chance.random() < 0.1:
        make_unweighed_week(person, week, unit=unit)
    else:
        points = str(chance.randint(40, 140))
        make_week(person, week, points, capacity=chance.choice(("100", "70", "0")), unit=unit)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    ("app", "crowd", "former", "kept"),
    [
        (freezing, GroupAnswers, FormerAnswers, BlockResult),
        (units_actions, LoadCrowd, FormerLoads, UnitLoad),
    ],
)
def test_every_frozen_row_is_what_the_former_way_says(seed, app, crowd, former, kept):
    chance = Random(seed)
    for name in ("Saphan", "Baan Suk"):
        make_whole_organisation(name, chance)
    asked, now = freezing.unfrozen(BLOCK, kept), BLOCK.freezes
    before = former(BLOCK, asked)
    assert crowd(BLOCK, asked).own == before.own
    expected = [row for one in asked for row in app.results(before, one, now)]
    assert app.freeze(BLOCK, now=now) == len(expected)
    rows = kept.objects.order_by("pk")
    if kept is BlockResult:
        assert list(rows.values_list(*freezing.COLUMNS[:-1])) == [row[:-1] for row in expected]
    else:
        assert [text_of(one) for one in rows] == [text_of(one) for one in expected]
    assert app.freeze(BLOCK, now=now) == 0


def text_of(row: UnitLoad) -> dict[str, str]:
    """What a row keeps, but its own number and the moment."""
    return {
        field.name: str(getattr(row, field.attname))
        for field in UnitLoad._meta.fields
        if field.name not in {"id", "frozen_at"}
    }

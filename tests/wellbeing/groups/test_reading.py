"""However it is read: in organisations made by chance, what is told is the rows that were kept."""

import random
from datetime import timedelta

import pytest
import time_machine

from people.groups.rule import NEVER_COUNTED
from people.models import MAY, Membership, Organisation, Person, Role, Unit
from people.units.actions import in_tree_order
from people.weeks import Block
from tests.makers import LONG_AGO, NOW, make_membership, make_organisation, make_person, make_unit
from wellbeing.groups import actions as groups
from wellbeing.groups.actions import ToldBlock
from wellbeing.models import BlockResult
from wellbeing.rules.lines import LINE_NAMES
from workload.models import UnitLoad
from workload.units import actions as unit_loads

LAST = Block.latest(NOW).number
SEEDS = range(8)


@pytest.fixture(autouse=True)
def friday(monkeypatch):
    monkeypatch.setattr(groups, "UNITS_A_PAGE", 4)
    with time_machine.travel(NOW, tick=False):
        yield


def organisation_by_chance(chance: random.Random) -> Organisation:
    """Up to fourteen units with people, of which some have two posts, none, or lead."""
    organisation = make_organisation("By chance", smallest_group=chance.choice([5, 6]))
    tree = [make_unit(organisation, "Office")]
    for n in range(chance.randrange(14)):
        tree.append(make_unit(organisation, f"{chance.choice('abcXYZ')} {n}", chance.choice(tree)))
    for n in range(chance.randrange(20, 60)):
        person = make_person(f"worker{n}", organisation, awaited=chance.random() < 0.1)
        for unit in chance.sample(tree, k=min(chance.choice([1, 1, 1, 2]), len(tree))):
            role = chance.choice([Role.WORKER, Role.WORKER, Role.WORKER, Role.SUPERVISOR])
            hours = chance.choice([None, 20, 40])
            ends = chance.choice([None, None, None, NOW.date(), NOW.date() - timedelta(days=1)])
            make_membership(person, unit, role, hours=hours, starts=LONG_AGO, ends=ends)
    return organisation


def keep(organisation: Organisation, chance: random.Random) -> None:
    """What was told in eight blocks; of some units nothing, and of new ones no row."""
    since = {one.pk: LAST - chance.randrange(8) for one in organisation.units.all()}
    for unit in organisation.units.all():
        first = max(since[one] for one in unit.lineage)
        for block in range(first, LAST + 1):
            about = {"unit": unit, "block": block, "smallest": 5, "frozen_at": NOW}
            told = chance.random() < 0.6
            lines = {one: chance.choice(["", "few", "most"]) if told else "" for one in LINE_NAMES}
            size = chance.choice(["5-9", "10-19"]) if told else ""
            strain = chance.choice(["low", "high"]) if told else ""
            BlockResult.objects.create(**about, size=size, strain=strain, **lines)
            band = chance.choice(["steady", "above"]) if told else ""
            UnitLoad.objects.create(**about, size=size, band=band)


def viewer_by_chance(organisation: Organisation, chance: random.Random) -> Person:
    """Somebody of one or two units; most lead or manage."""
    person = make_person("viewer", organisation)
    units = list(organisation.units.all())
    for unit in chance.sample(units, k=min(chance.choice([1, 2]), len(units))):
        role = chance.choice([Role.ADMIN, Role.SUPERVISOR, Role.PROGRAMME, Role.WORKER])
        make_membership(person, unit, role)
    return Person.objects.get(pk=person.pk)


def expected(viewer: Person, reach: list[Unit], model) -> tuple[list, int]:
    """Read every row by itself: units in the order of the tree with their depth and blocks."""
    own = [one.unit for one in viewer.current_memberships]
    roles = MAY.see_groups_below if model is BlockResult else MAY.see_unit_loads
    paths = [one.unit.path for one in viewer.current_memberships if one.role in roles]
    seen = [
        row
        for row in model.objects.select_related("unit")
        if any(row.unit.path.startswith(path) for path in paths)
        or (model is BlockResult and any(row.unit_id in one.lineage for one in own))
    ]
    numbers = sorted({row.block for row in seen}, reverse=True)[: groups.BLOCKS_SHOWN]
    known = {(row.unit_id, row.block): row for row in seen}
    ids = {unit.pk for unit in reach}
    rows = [
        (
            unit,
            len(ids.intersection(unit.lineage)) - 1,
            [
                ToldBlock(Block(number), row.said, row.smallest)
                if (row := known.get((unit.pk, number)))
                else ToldBlock(Block(number), None)
                for number in numbers
            ],
        )
        for unit in reach
    ]
    return rows if numbers else [], sum(not (numbers and told[0].said) for _u, _d, told in rows)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("subject", "model"), [(groups, BlockResult), (unit_loads, UnitLoad)])
def test_pages_and_the_table_are_the_rows_that_were_kept(db, subject, model, seed):
    chance = random.Random(seed)
    organisation = organisation_by_chance(chance)
    keep(organisation, chance)
    viewer = viewer_by_chance(organisation, chance)
    reach = in_tree_order(subject.reach(viewer))
    rows, withheld = expected(viewer, reach, model)
    first = subject.read(viewer)
    pages = [
        one
        for n in range(first.page.paginator.num_pages)
        for one in subject.read(viewer, n + 1).groups
    ]
    assert [(one.unit, one.depth, one.told) for one in pages] == rows
    assert subject.everything(viewer) == pages
    assert (first.units, first.withheld) == (len(reach), withheld)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_unit_is_small_by_the_people_who_came_in_without_its_leaders(db, seed):
    chance = random.Random(seed)
    organisation = organisation_by_chance(chance)
    viewer = viewer_by_chance(organisation, chance)
    units, people = list(organisation.units.all()), Person.objects.filter(organisation=organisation)
    leads: dict[int, set[int]] = {}
    for one in Membership.objects.on(NOW.date()).filter(role=Role.SUPERVISOR):
        leads.setdefault(one.unit_id, set()).add(one.person_id)
    small = set()
    for unit in units:
        leaders = {who for one in unit.lineage for who in leads.get(one, ())}
        bases = [one.base for one in people if not one.awaited and one.pk not in leaders]
        below = [one for one in bases if one and one.unit.path.startswith(unit.path)]
        if len(below) < organisation.smallest_group + NEVER_COUNTED:
            small.add(unit.pk)
    assert groups.small_of(viewer, units) == small
    assert groups.small_of(viewer, []) == set()

"""Freeze four weeks: say once of every unit what the groups rule allows, and keep it."""

from collections import defaultdict
from collections.abc import Container, Iterable
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Count, ExpressionWrapper, F, Field, Max, Min, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from people.models import Membership, Organisation, Role, Unit
from people.weeks import Block

from . import disclosure
from .disclosure import (
    BLOCKS_BACK,
    LARGEST_CHOICE,
    MEASURES,
    SCALE,
    Earlier,
    Respondent,
    Said,
    Tree,
    place,
    place_above,
)
from .models import BlockResult, CheckIn

LINES = MEASURES[1:]
WORDS = ("size", *MEASURES)
NOTHING = ("",) * len(WORDS)
COLUMNS = ("unit_id", "block", *WORDS, "people", "version", "smallest", "frozen_at")
# As the database gives it: whole numbers are exact in any type, and there are many of them.
RAW = Field()
# More units than this are read faster with all the others than by name.
BY_NAME = 5000


def due(now: datetime) -> list[Block]:
    """List the blocks that a job freezes now, oldest first: also those it missed lately."""
    latest = Block.latest(now)
    return [latest - back for back in reversed(range(BLOCKS_BACK))]


@transaction.atomic
def ask_for(*, organisation: Organisation, smallest: int) -> None:
    """Ask for more people before a group is told, from the next block on.

    Fewer than now is refused, and so is more than fifty: people answered under this promise.
    """
    now = Organisation.objects.select_for_update().get(pk=organisation.pk).smallest_group
    if not now <= smallest <= LARGEST_CHOICE:
        raise ValidationError(
            {
                "smallest": _(
                    "From %(now)s to %(most)s, please. People answered under this promise: it can "
                    "become stricter and never looser."
                )
                % {"now": now, "most": LARGEST_CHOICE}
            }
        )
    Organisation.objects.filter(pk=organisation.pk).update(smallest_group=smallest)


@transaction.atomic
def freeze(block: Block, *, now: datetime) -> int:
    """Say and keep what may be said of every unit for a block; return of how many units.

    An organisation that has it already is left as it is: what was said stays, whatever is sent,
    corrected or erased later. One pass for any number of units. Refused before the block freezes.
    """
    if now < block.freezes:
        raise ValueError(f"{block} freezes at {block.freezes}")
    asked = dict(Organisation.objects.select_for_update().values_list("pk", "smallest_group"))
    # Looked up behind the lock: of two jobs at once the second finds all done.
    rows = BlockResult.objects.filter(block=block.number)
    frozen = set(rows.values_list("unit__organisation_id", flat=True).distinct())
    smallest = {one: least for one, least in asked.items() if one not in frozen}
    units = Unit.objects.filter(organisation__in=smallest).values_list(
        "pk", "parent_id", "organisation_id"
    )
    # The tree of each organisation, together with others that ask for as many people.
    trees: dict[int, dict[int, int | None]] = defaultdict(dict)
    for unit, parent, organisation in units:
        trees[smallest[organisation]][unit] = parent
    made = []
    crowd = Crowd(block, Tree({unit: up for one in trees.values() for unit, up in one.items()}))
    for least, parents in trees.items():
        made += results(block, Tree(parents), crowd, least, now)
    write(made)
    return len(made)


def results(
    block: Block, tree: Tree, crowd: "Crowd", smallest: int, now: datetime
) -> Iterable[tuple]:
    """Judge the units of one tree; a row for each."""
    whole = tree.whole(crowd.own)
    silent = [unit for unit, sums in whole.items() if not sums[0].people]
    new = disclosure.publish(tree, crowd.own, smallest, staffed(block, tree, silent))
    people = {unit: whole[unit][0].people for unit in new}
    disclosure.audit(tree.parents, people, smallest)
    said = settled(new, block, crowd)
    moment = BlockResult._meta.get_field("frozen_at").get_db_prep_save(now, connection)
    ends = (disclosure.VERSION, smallest, moment)
    for unit in tree.parents:
        told = said.get(unit)
        words = (told.size, told.strain, *told.lines) if told else NOTHING
        yield (unit, block.number, *words, people.get(unit), *ends)


def write(rows: list[tuple]) -> None:
    """Write all rows in one go: objects for each would take longer than everything before."""
    table, marks = BlockResult._meta.db_table, ", ".join(["%s"] * len(COLUMNS))
    sql = " ".join(["INSERT INTO", table, f"({', '.join(COLUMNS)})", f"VALUES ({marks})"])
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


class Before(NamedTuple):
    """What one of the blocks just before said of a unit."""

    unit: int
    block: int
    people: int
    said: Said


def said_before(block: Block, units: Container[int]) -> dict[int, list[Before]]:
    """Read what the blocks just before said of these units, newest first."""
    rows = BlockResult.objects.said().filter(
        block__gte=block.number - BLOCKS_BACK, block__lt=block.number
    )
    found: dict[int, list[Before]] = defaultdict(list)
    names = ("unit_id", "block", "people", "size", "strain", *LINES)
    for unit, number, people, size, strain, *lines in rows.order_by("-block").values_list(*names):
        if unit in units:
            found[unit].append(Before(unit, number, people, Said(size, strain, tuple(lines))))
    return found


def settled(new: dict[int, Said], block: Block, crowd: "Crowd") -> dict[int, Said]:
    """Hold each unit's new words against those of the blocks just before."""
    before = said_before(block, new)
    changed: dict[int, set[int]] = defaultdict(set)
    for unit, rows in before.items():
        for row in rows:
            if row.said != new[unit]:
                changed[row.block].add(unit)
    crowds = {number: Crowd(Block(number), crowd.tree, units) for number, units in changed.items()}
    told = dict(new)
    for unit, rows in before.items():
        earlier = [compared(row, crowd, crowds.get(row.block)) for row in rows]
        told[unit] = disclosure.settle(new[unit], earlier)
    return told


def compared(row: Before, crowd: "Crowd", then: "Crowd | None") -> Earlier:
    """Compare the people of an earlier result with those of now, where its words changed."""
    if then is None or row.unit not in then.asked:
        return Earlier(row.said, (0,) * len(MEASURES))
    sets, before = crowd.sets(row.unit), then.sets(row.unit)
    differ = tuple(len(one ^ other) for one, other in zip(sets, before, strict=True))
    return Earlier(row.said, differ, unsure=abs(row.people - len(before[0])))


class Crowd:
    """Who answered in a block, and where each of them counts.

    A person counts who in at least one week gave answers that add up (four of the five lines).
    """

    def __init__(self, block: Block, tree: Tree, asked: Iterable[int] | None = None):
        self.tree = tree
        self.asked = set(asked or ())
        self.by_unit = disclosure.by_unit(respondents(block, tree, self.within))
        self.own = disclosure.tally(self.by_unit) if asked is None else {}

    @property
    def within(self) -> list[int]:
        """The units at and below those that are asked for."""
        found = list(self.asked)
        for unit in found:
            found += (one for one in self.tree.below.get(unit, ()) if one not in self.asked)
        return found

    def sets(self, unit: int) -> list[set[int]]:
        """Name the people of a unit and all below it, by each measure."""
        units = [unit]
        for one in units:
            units += self.tree.below.get(one, ())
        mine = [one for inner in units for one in self.by_unit.get(inner, ())]
        return [
            {one.person for one in mine if one.totals[measure] is not None}
            for measure in range(len(MEASURES))
        ]


def respondents(block: Block, tree: Tree, within: list[int]) -> Iterable[Respondent]:
    """Read who answered in a block and what their own weeks come to; each person once.

    With `within`, only people who answered in one of these units: nobody else can count there.
    """
    answers = answers_of(block)
    if 0 < len(within) <= BY_NAME:
        answers = answers.filter(person__in=answers.filter(unit__in=within).values("person_id"))
    leads = leads_of(block)
    given = list(means_of(answers))
    moved = any(low != high for _person, low, high, *_means in given)
    places = places_of(answers) if moved else {}
    for person, low, high, *means in given:
        unit = low if low == high else places[person]
        if unit in tree.parents and person in leads:
            unit = place_above(tree, unit, leads[person])
        if unit in tree.parents:
            yield Respondent(person, unit, tuple(means))


def answers_of(block: Block) -> QuerySet[CheckIn]:
    """Take the weeks of a block whose answers add up."""
    weeks = (block.first.monday, block.last.monday)
    return CheckIn.objects.filter(week__range=weeks, strain__isnull=False)


def means_of(answers: QuerySet[CheckIn]) -> Iterable[tuple]:
    """Work out each person's own means in 1/48, in the database; None for a line never answered.

    Person, the units they answered in (lowest and highest id), strain, and the five lines. Strain
    comes in quarters, and of 1 to 4 weeks: everything divides without a rest.
    """
    strain = Sum(F("strain") * SCALE, output_field=RAW) / Count("pk")
    lines = {f"{line}s": Sum(line) * SCALE / Count(line) for line in LINES}
    units = {"low": Min("unit_id"), "high": Max("unit_id")}
    columns = units | {"strains": strain} | lines
    raw = {name: ExpressionWrapper(one, RAW) for name, one in columns.items()}
    return answers.order_by().values_list("person_id").annotate(**raw).iterator(chunk_size=5000)


def places_of(answers: QuerySet[CheckIn]) -> dict[int, int]:
    """Choose where each person counts who answered in more than one unit."""
    several = answers.order_by().values("person_id").annotate(n=Count("unit", distinct=True))
    rows = answers.filter(person__in=several.filter(n__gt=1).values("person_id")).order_by()
    given: dict[int, dict[int, tuple]] = defaultdict(dict)
    for person, unit, weeks, last in rows.values_list("person_id", "unit_id").annotate(
        Count("pk"), Max("week")
    ):
        given[person][unit] = (weeks, last)
    return {person: place(units) for person, units in given.items()}


def leads_of(block: Block) -> dict[int, set[int]]:
    """Find who led which units on any day of a block."""
    held = Membership.objects.filter(
        Q(ends=None) | Q(ends__gte=block.first.monday),
        role=Role.SUPERVISOR,
        starts__lte=block.last.sunday,
    )
    found: dict[int, set[int]] = defaultdict(set)
    for person, unit in held.values_list("person_id", "unit_id"):
        found[person].add(unit)
    return found


def staffed(block: Block, tree: Tree, units: list[int]) -> set[int]:
    """Find those of some units where, or below which, a worker could have answered in a block."""
    if not units:
        return set()
    held = Membership.objects.filter(
        Q(ends=None) | Q(ends__gte=block.first.monday),
        role=Role.WORKER,
        starts__lte=block.last.sunday,
    )
    if len(units) <= BY_NAME:
        held = held.filter(unit__in=units)
    direct = set(held.order_by().values_list("unit_id", flat=True).distinct())
    return {one for unit in units if unit in direct for one in tree.line(unit)}

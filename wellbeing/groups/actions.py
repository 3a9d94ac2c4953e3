"""What is told about groups: read once, the same for page, card, table and API."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Q, QuerySet

from people.groups.rule import NEVER_COUNTED, SMALLEST, Said
from people.models import MAY, FrozenQuerySet, Membership, Person, Role, Unit, at_or_below
from people.units.outline import UnitOutline
from people.weeks import Block
from wellbeing.models import BlockResult

BLOCKS_SHOWN = 6
# In Thai, with six blocks each, so many are a page of 60 kB.
UNITS_A_PAGE = 30


@dataclass(frozen=True)
class ToldBlock:
    """One block of one unit; `said` is None if it is withheld."""

    block: Block
    said: Said | None
    smallest: int = SMALLEST

    @property
    def senders(self) -> int:
        """The number of people that have to send their week before anything is told."""
        return self.smallest + NEVER_COUNTED


@dataclass(frozen=True)
class ToldGroup:
    """One unit with all below it, newest block first; `depth` is its level in the list."""

    unit: Unit
    told: list[ToldBlock]
    depth: int = 0
    # On a card: the smaller unit that is withheld, so that this one is shown instead.
    stands_for: Unit | None = None
    # On a card: too few people belong to it, or to the whole organisation, so it is never told.
    small: bool = False
    alone: bool = False

    @property
    def newest(self) -> ToldBlock:
        """The newest block that was told."""
        return self.told[0]


@dataclass(frozen=True)
class GroupReading:
    """A page of units, the number of all units, and how many of them the last block withholds."""

    blocks: list[Block]
    groups: list[ToldGroup]
    page: Page
    withheld: int = 0

    @property
    def units(self) -> int:
        """The number of units on all pages."""
        return self.page.paginator.count


def reach(viewer: Person) -> QuerySet[Unit]:
    """The units a viewer reads about: their own, and those at or below the units they manage."""
    own = [m.unit_id for m in viewer.current_memberships]
    below = at_or_below("path", viewer.paths(*MAY.see_groups_below))
    return Unit.objects.visible_to(viewer).filter(Q(pk__in=own) | below)


def read(
    viewer: Person,
    number: int | str | None = 1,
    *,
    kept: type[Any] = BlockResult,
    near: Callable[[Person], QuerySet[Unit]] = reach,
    only: Sequence[Block] = (),
) -> GroupReading:
    """Read what is told about every unit in a viewer's reach; four statements for any number.

    `kept` is the model of what was told, `near` the units in reach; both for other subjects than
    answers. Told are the last blocks, or of some blocks `only` those that were told.
    """
    units = UnitOutline(near(viewer))
    blocks = blocks_of(viewer, kept, only)
    page = Paginator(units, UNITS_A_PAGE).get_page(number)
    if not (units and blocks):
        return GroupReading(blocks, [], page, len(units))
    mine = kept.objects.visible_to(viewer)
    newest = mine.said().filter(block=blocks[0].number, unit__in=near(viewer))
    shown = page.object_list
    results = results_of(mine.filter(unit__in=shown), blocks)
    withheld = len(units) - newest.count()
    return GroupReading(blocks, groups_of(shown, units, blocks, results), page, withheld)


def groups_of(
    shown: Iterable[Unit],
    units: UnitOutline,
    blocks: list[Block],
    results: Mapping[tuple[int, int], ToldBlock],
) -> list[ToldGroup]:
    """Put together what is told about some of the units in reach."""
    return [
        ToldGroup(unit, told(unit, blocks, results), depth=len(units.line(unit.pk)))
        for unit in shown
    ]


def everything(
    viewer: Person,
    *,
    kept: type[Any] = BlockResult,
    near: Callable[[Person], QuerySet[Unit]] = reach,
    only: Sequence[Block] = (),
) -> list[ToldGroup]:
    """Read all pages at once, for a table; three statements for any number of units."""
    units, blocks = UnitOutline(near(viewer)), blocks_of(viewer, kept, only)
    if not (units and blocks):
        return []
    rows = kept.objects.visible_to(viewer).filter(unit__in=near(viewer))
    return groups_of(units, units, blocks, results_of(rows, blocks))


def cards(viewer: Person) -> list[ToldGroup]:
    """Read about the units where a person works or which they lead; the same for all its people.

    If the last block of a unit is withheld, the next unit above with a told block is shown instead
    (docs/groups-rule.md, step 8). A unit with too few people says so.
    """
    own = {m.unit_id: m.unit for m in viewer.current_memberships}
    around = Unit.objects.visible_to(viewer).filter(
        pk__in={one for unit in own.values() for one in unit.lineage}
    )
    units = {unit.pk: unit for unit in around} if own else {}
    found = BlockResult.objects.visible_to(viewer).filter(unit__in=units)
    if not (blocks := blocks_of(viewer)):
        return []
    results = results_of(found, blocks[:1])
    small = small_of(viewer, own.values())
    tops = small_of(viewer, [units[unit.lineage[0]] for unit in own.values() if unit.pk in small])
    return [
        replace(
            card(unit, units, blocks[:1], results),
            small=unit.pk in small,
            alone=unit.lineage[0] in tops,
        )
        for unit in own.values()
    ]


def card(
    unit: Unit,
    units: Mapping[int, Unit],
    blocks: Sequence[Block],
    results: Mapping[tuple[int, int], ToldBlock],
) -> ToldGroup:
    """Choose the unit to show on a card."""
    line = [units[one] for one in reversed(unit.lineage)]
    newest = blocks[0].number
    said = (one for one in line if (row := results.get((one.pk, newest))) and row.said)
    chosen = next(said, unit)
    stands_for = unit if chosen.pk != unit.pk else None
    return ToldGroup(chosen, told(chosen, blocks, results), stands_for=stands_for)


def small_of(viewer: Person, units: Iterable[Unit]) -> set[int]:
    """Find the units with so few people today that nothing can be told about them.

    Counted are all who came in with their week in a unit or below it, without its leaders: these
    count above.
    """
    if not (units := list(units)):
        return set()
    today = Membership.objects.on(viewer.today)
    leads = today.filter(role=Role.SUPERVISOR)
    here = Membership.objects.bases(viewer.today).filter(person__awaited=False)
    here = here.filter(unit__organisation=viewer.organisation_id)
    last = viewer.organisation.smallest_group + NEVER_COUNTED - 1
    # Asked is only for one person more than is too few: the others are not read.
    enough = [
        Exists(
            here.filter(at_or_below("unit__path", [unit.path]))
            .exclude(person__in=leads.filter(unit__in=unit.lineage).values("person"))
            .order_by()[last : last + 1]
        )
        for unit in units
    ]
    [found] = Person.objects.filter(pk=viewer.pk).values_list(*enough)
    return {unit.pk for unit, one in zip(units, found, strict=True) if not one}


def blocks_of(
    viewer: Person, kept: type[Any] = BlockResult, only: Sequence[Block] = ()
) -> list[Block]:
    """List the last blocks of a viewer's units, or those of some blocks only, newest first.

    A block is kept of all units that there are: what lies below the viewer's own adds none.
    """
    own = {one for m in viewer.current_memberships for one in m.unit.lineage}
    rows = kept.objects.visible_to(viewer).filter(unit__in=own).order_by("-block")
    if only:
        rows = rows.filter(block__in=[one.number for one in only])
    numbers = rows.values_list("block", flat=True).distinct()
    return [Block(number) for number in (numbers if only else numbers[:BLOCKS_SHOWN])]


def results_of(rows: FrozenQuerySet, blocks: Iterable[Block]) -> dict[tuple[int, int], ToldBlock]:
    """Read what is told by unit and number of the block; never whether chance decided."""
    named = {block.number: block for block in blocks}
    return {
        (unit, block): ToldBlock(named[block], said, smallest)
        for unit, block, smallest, said in rows.filter(block__in=list(named)).told()
    }


def told(
    unit: Unit, blocks: Sequence[Block], results: Mapping[tuple[int, int], ToldBlock]
) -> list[ToldBlock]:
    """List a unit's blocks; a block from before the unit began is withheld like any other."""
    found = (results.get((unit.pk, block.number)) for block in blocks)
    return [one or ToldBlock(block, None) for block, one in zip(blocks, found, strict=True)]

"""Freeze four weeks: say once of every unit what the groups rule allows, and keep it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from people import disclosure
from people.disclosure import BLOCKS_BACK, LARGEST_CHOICE, Earlier, Said, Tree
from people.models import Organisation, Unit
from people.weeks import Block

from .bands import MEASURES
from .crowds import Before, Crowd, staffed
from .models import BlockResult

WORDS = ("size", *MEASURES)
NOTHING = ("",) * len(WORDS)
COLUMNS = ("unit_id", "block", *WORDS, "people", "version", "smallest", "frozen_at")


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
    trees = unfrozen(block, BlockResult)
    crowd = Crowd.of(block, trees)
    made = [row for least, tree in trees.items() for row in results(block, tree, crowd, least, now)]
    write(made)
    return len(made)


def unfrozen(block: Block, kept: type[Model]) -> dict[int, Tree]:
    """Find the trees that a block says nothing of yet, by how many people they ask for.

    `kept` is the model of what was said: of a unit, for a block. The organisations are locked.
    """
    asked = dict(Organisation.objects.select_for_update().values_list("pk", "smallest_group"))
    # Looked up behind the lock: of two jobs at once the second finds all done.
    rows = kept.objects.filter(block=block.number)
    frozen = set(rows.values_list("unit__organisation_id", flat=True).distinct())
    smallest = {one: least for one, least in asked.items() if one not in frozen}
    units = Unit.objects.filter(organisation__in=smallest).values_list(
        "pk", "parent_id", "organisation_id"
    )
    # The tree of each organisation, together with others that ask for as many people.
    trees: dict[int, dict[int, int | None]] = defaultdict(dict)
    for unit, parent, organisation in units:
        trees[smallest[organisation]][unit] = parent
    return {least: Tree(parents) for least, parents in trees.items()}


def results(
    block: Block, tree: Tree, crowd: Crowd, smallest: int, now: datetime
) -> Iterable[tuple]:
    """Judge the units of one tree; a row for each."""
    found = judged(block, tree, crowd, smallest)
    moment = BlockResult._meta.get_field("frozen_at").get_db_prep_save(now, connection)
    ends = (disclosure.VERSION, smallest, moment)
    for unit in tree.parents:
        told, people = found.get(unit, (None, None))
        words = (told.size, told.band, *told.lines) if told else NOTHING
        yield (unit, block.number, *words, people, *ends)


def judged(block: Block, tree: Tree, crowd: Crowd, smallest: int) -> dict[int, tuple[Said, int]]:
    """Find what is said of the units of one tree, and of how many people; refused where unsafe."""
    whole = tree.whole(crowd.own)
    silent = [unit for unit, sums in whole.items() if not sums[0].people]
    new = crowd.publish(tree, smallest, staffed(block, tree, silent))
    people = {unit: whole[unit][0].people for unit in new}
    disclosure.audit(tree.parents, people, smallest)
    said = settled(new, block, crowd)
    return {unit: (said[unit], n) for unit, n in people.items()}


def write(rows: list[tuple]) -> None:
    """Write all rows in one go: objects for each would take longer than everything before."""
    table, marks = BlockResult._meta.db_table, ", ".join(["%s"] * len(COLUMNS))
    sql = " ".join(["INSERT INTO", table, f"({', '.join(COLUMNS)})", f"VALUES ({marks})"])
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def settled(new: dict[int, Said], block: Block, crowd: Crowd) -> dict[int, Said]:
    """Hold each unit's new words against those of the blocks just before."""
    before = crowd.said_before(block, new)
    changed: dict[int, set[int]] = defaultdict(set)
    for unit, rows in before.items():
        for row in rows:
            if row.said != new[unit]:
                changed[row.block].add(unit)
    kind, tree = type(crowd), crowd.tree
    crowds = {number: kind(Block(number), tree, units) for number, units in changed.items()}
    told = dict(new)
    for unit, rows in before.items():
        earlier = [compared(row, crowd, crowds.get(row.block)) for row in rows]
        told[unit] = disclosure.settle(new[unit], earlier)
    return told


def compared(row: Before, crowd: Crowd, then: Crowd | None) -> Earlier:
    """Compare the people of an earlier result with those of now, where its words changed."""
    if then is None or row.unit not in then.asked:
        return Earlier(row.said, (0,) * crowd.measures)
    sets, before = crowd.sets(row.unit), then.sets(row.unit)
    differ = tuple(len(one ^ other) for one, other in zip(sets, before, strict=True))
    return Earlier(row.said, differ, unsure=abs(row.people - len(before[0])))

"""Freeze four weeks: decide once for every unit what the groups rule allows, and keep it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from people.groups import rule as groups_rule
from people.groups.rule import LARGEST_CHOICE, Tree
from people.mandates import refuse_part_admin
from people.models import Organisation, Person, Unit
from people.weeks import Block
from wellbeing.models import BlockResult
from wellbeing.rules.bands import MEASURES

from .group_answers import AskedOrganisation, GroupAnswers

WORDS = ("size", *MEASURES)
NOTHING = ("",) * len(WORDS)
COLUMNS = ("unit_id", "block", *WORDS, "by_chance", "version", "smallest", "frozen_at")
# A job that did not run for eight weeks still freezes the blocks it missed.
BLOCKS_MISSED = 3


def due(now: datetime) -> list[Block]:
    """List the blocks that a job freezes now, oldest first, with those it missed lately."""
    latest = Block.latest(now)
    return [latest - back for back in reversed(range(BLOCKS_MISSED))]


@transaction.atomic
def ask_for(*, organisation: Organisation, smallest: int, by: Person) -> None:
    """Ask for more people before a group is told, from the next block on.

    Refused: fewer than now, because people answered under this promise; more than fifty; and a
    person who is not admin of the whole organisation.
    """
    refuse_part_admin(by, organisation.pk)
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
    """Decide and keep what may be told about every unit for a block; return the number of units.

    An organisation that has it already is left unchanged: what was told stays, whatever is sent,
    corrected or erased later. One pass for any number of units. Refused before the block freezes.
    """
    if now < block.freezes:
        raise ValueError(f"{block} freezes at {block.freezes}")
    crowd = GroupAnswers(block, unfrozen(block, BlockResult))
    made = [row for one in crowd.asked for row in results(crowd, one, now)]
    write(made)
    return len(made)


def unfrozen(block: Block, kept: type[Model]) -> list[AskedOrganisation]:
    """Find the organisations without a frozen block yet; they are locked.

    `kept` is the model of what was told: about a unit, for a block.
    """
    asked = dict(Organisation.objects.select_for_update().values_list("pk", "smallest_group"))
    # Read behind the lock: of two jobs at once the second finds nothing to do.
    rows = kept.objects.filter(block=block.number)
    frozen = set(rows.values_list("unit__organisation_id", flat=True).distinct())
    return trees({one: least for one, least in asked.items() if one not in frozen})


def trees(smallest: dict[int, int]) -> list[AskedOrganisation]:
    """Read the trees of some organisations, each with the number of people it asks for."""
    units = Unit.objects.filter(organisation__in=smallest).order_by("pk")
    parents: dict[int, dict[int, int | None]] = defaultdict(dict)
    public: dict[int, dict[int, UUID]] = defaultdict(dict)
    columns = ("pk", "parent_id", "organisation_id", "public_id")
    for unit, parent, organisation, name in units.values_list(*columns):
        parents[organisation][unit], public[organisation][unit] = parent, name
    return [
        AskedOrganisation(one, smallest[one], Tree(of), public[one]) for one, of in parents.items()
    ]


def results(crowd: GroupAnswers, one: AskedOrganisation, now: datetime) -> Iterator[tuple]:
    """Judge the units of one organisation; a row for each.

    That chance decided is kept once, on the highest unit, without the band.
    """
    told = crowd.publish(one)
    near = crowd.near(one, told)
    moment = BlockResult._meta.get_field("frozen_at").get_db_prep_save(now, connection)
    ends = (groups_rule.VERSION, one.smallest, moment)
    for unit, parent in one.tree.parents.items():
        said = told.get(unit)
        words = (said.size, said.band, *said.lines) if said else NOTHING
        yield (unit, crowd.block.number, *words, near and parent is None, *ends)


def write(rows: list[tuple]) -> None:
    """Write all rows at once: objects for each would take longer than everything before."""
    table, marks = BlockResult._meta.db_table, ", ".join(["%s"] * len(COLUMNS))
    sql = " ".join(["INSERT INTO", table, f"({', '.join(COLUMNS)})", f"VALUES ({marks})"])
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)

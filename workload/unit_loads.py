"""The load of units, four weeks at a time: a band, by the groups rule, frozen once.

The rule is the one for answers (`people/disclosure.py`): who counts where, who is withheld, what
may change from block to block. Here a person's own mean is that of their weeks' loads.
"""

from collections import defaultdict
from collections.abc import Container, Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet
from django.db.models import Sum as SumOf

from people import disclosure
from people.disclosure import BLOCKS_BACK, Said, Sum, Tree
from people.models import Person, Role, Unit, at_or_below
from people.weeks import Block
from wellbeing import blocks, groups, restrictions
from wellbeing.crowds import Before, Crowd
from wellbeing.groups import Group, Reading

from . import policies, rules
from .models import UnitLoad, WorkWeek

# A person's own mean is a whole number of these: four decimals of a percent, of 1 to 4 weeks.
STORED, WEEKS = 10_000, 12
SCALE = STORED * WEEKS
BANDS = {
    rules.Level.GREEN: "steady",
    rules.Level.WATCH: "watch",
    rules.Level.AMBER: "above",
    rules.Level.RED: "above",
}
WRITTEN_AT_ONCE = 1000


def reach(viewer: Person) -> QuerySet[Unit]:
    """The units of whose load a viewer reads: those their office or administration looks after."""
    below = viewer.paths(Role.PROGRAMME, Role.ADMIN)
    return Unit.objects.visible_to(viewer).filter(at_or_below("path", below))


def read(viewer: Person, page: int = 1) -> Reading:
    """Read what is said of the load of the units in reach; four statements for any number."""
    return groups.read(viewer, page, kept=UnitLoad, near=reach)


def everything(viewer: Person) -> list[Group]:
    """Read all pages, for a table."""
    return groups.everything(viewer, kept=UnitLoad, near=reach)


@transaction.atomic
def freeze(block: Block, *, now: datetime) -> int:
    """Say and keep what may be said of every unit's load for a block; return of how many units.

    An organisation that has it already is left as it is, whatever is sent or corrected later.
    One pass for any number of units. Refused before the block freezes.
    """
    if now < block.freezes:
        raise ValueError(f"{block} freezes at {block.freezes}")
    trees = blocks.unfrozen(block, UnitLoad)
    crowd = LoadCrowd.of(block, trees)
    made = [row for least, tree in trees.items() for row in results(block, tree, crowd, least, now)]
    UnitLoad.objects.bulk_create(made, batch_size=WRITTEN_AT_ONCE)
    return len(made)


def results(
    block: Block, tree: Tree, crowd: "LoadCrowd", smallest: int, now: datetime
) -> Iterable[UnitLoad]:
    """Judge the units of one tree; a row for each."""
    found = blocks.judged(block, tree, crowd, smallest)
    for unit in tree.parents:
        said, people = found.get(unit, (None, None))
        yield UnitLoad(
            unit_id=unit,
            block=block.number,
            size=said.size if said else "",
            band=said.band if said else "",
            people=people,
            smallest=smallest,
            frozen_at=now,
        )


class LoadCrowd(Crowd):
    """Who sent weeks with a load in a block; a week without capacity is neither heavy nor light."""

    measures = 1

    def rows(self, block: Block) -> QuerySet[WorkWeek]:
        """Take the weeks of a block that have a load."""
        weeks = (block.first.monday, block.last.monday)
        rows = WorkWeek.objects.filter(week__range=weeks, percent__isnull=False)
        return rows.exclude(person__in=restrictions.not_counted(block))

    def means(self, rows: QuerySet[WorkWeek]) -> Iterable[tuple]:
        """Work out each person's own mean load in 1/120,000 of a percent."""
        sums = rows.order_by().values_list("person_id")
        columns = Min("unit_id"), Max("unit_id"), SumOf("percent"), Count("pk")
        for person, low, high, percent, n in sums.annotate(*columns).iterator(chunk_size=5000):
            yield person, low, high, round(percent * STORED) * WEEKS // n

    def said_before(self, block: Block, units: Container[int]) -> dict[int, list[Before]]:
        """Read what the blocks just before said of these units, newest first."""
        numbers = (block.number - BLOCKS_BACK, block.number - 1)
        rows = UnitLoad.objects.said().filter(block__range=numbers).order_by("-block")
        found: dict[int, list[Before]] = defaultdict(list)
        for row in rows:
            if row.unit_id in units:
                found[row.unit_id].append(Before(row.unit_id, row.block, row.people, row.said))
        return found

    def publish(self, tree: Tree, smallest: int, staffed: set[int]) -> dict[int, Said]:
        """Say of the units of one tree what may be said, each by the limits that hold in it."""
        limits = limits_of(self.block, tree)
        return disclosure.publish(
            tree,
            self.own,
            smallest,
            staffed,
            word=lambda unit, _measure, sums: band(sums, limits[unit]),
        )


def limits_of(block: Block, tree: Tree) -> dict[int, rules.Policy]:
    """Find the policy that holds in each unit in a block's last week."""
    rows = Unit.objects.values_list("pk", "organisation_id", "kind")
    return {
        unit: policies.holding(organisation, kind, block.last.monday)
        for unit, organisation, kind in rows
        if unit in tree.parents
    }


def band(sums: Sum, policy: rules.Policy) -> str:
    """Name the band of the mean of people's own means by a policy's limits, unrounded."""
    mean = Decimal(sums.total) / (sums.people * SCALE)
    return BANDS[rules.level(mean, policy)]

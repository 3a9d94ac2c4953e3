"""The load of units, four weeks at a time: a band, by the groups rule, frozen once.

The rule is the one for answers (`people/groups/rule.py`): who counts where, who is withheld, how
much chance a band carries. Here a person's own mean is that of their weeks' loads.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, cast

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from people.groups.rule import GroupSum, Tree
from people.models import MAY, Person, Unit, at_or_below
from people.weeks import Block
from wellbeing.groups import actions as groups
from wellbeing.groups import freezing
from wellbeing.groups.actions import GroupReading, ToldGroup
from wellbeing.groups.group_answers import (
    AskedOrganisation,
    GroupAnswers,
    Row,
    SentWeeks,
    by_person,
    homes_of,
    in_block,
    in_weeks,
)
from workload.models import UnitLoad, WorkWeek
from workload.policies import actions as policies
from workload.rules import load as load_rules

# A person's own mean is a whole number of these: four decimals of a percent, of 1 to 4 weeks.
STORED, WEEKS = 10_000, 12
SCALE = STORED * WEEKS
# A sum of means carries up to 25 points of percent of chance.
WIDEST = (25 * SCALE,)
BANDS = {
    load_rules.Level.GREEN: "steady",
    load_rules.Level.WATCH: "watch",
    load_rules.Level.AMBER: "above",
    load_rules.Level.RED: "above",
}
WRITTEN_AT_ONCE = 1000


def reach(viewer: Person) -> QuerySet[Unit]:
    """The units in the viewer's office or administration: the viewer reads their load."""
    below = viewer.paths(*MAY.see_unit_loads)
    return Unit.objects.visible_to(viewer).filter(at_or_below("path", below))


def read(viewer: Person, number: int | str | None = 1) -> GroupReading:
    """Read what is said of the load of the units in reach; four statements for any number."""
    return groups.read(viewer, number, kept=UnitLoad, near=reach)


def everything(viewer: Person, **kinds: Any) -> list[ToldGroup]:
    """Read all pages, for a table; `kinds` as for what is told of answers."""
    return groups.everything(viewer, **{"near": reach} | kinds, kept=UnitLoad)


@transaction.atomic
def freeze(block: Block, *, now: datetime) -> int:
    """Say and keep what may be said of every unit's load for a block; return of how many units.

    An organisation that has it already is left as it is, whatever is sent or corrected later.
    One pass for any number of units. Refused before the block freezes.
    """
    if now < block.freezes:
        raise ValueError(f"{block} freezes at {block.freezes}")
    crowd = LoadCrowd(block, freezing.unfrozen(block, UnitLoad))
    made = [row for one in crowd.asked for row in results(crowd, one, now)]
    UnitLoad.objects.bulk_create(made, batch_size=WRITTEN_AT_ONCE)
    return len(made)


def results(crowd: "LoadCrowd", one: AskedOrganisation, now: datetime) -> Iterator[UnitLoad]:
    """Judge the units of one organisation; a row for each."""
    told = crowd.publish(one)
    near = crowd.near(one, told)
    for unit, parent in one.tree.parents.items():
        said = told.get(unit)
        yield UnitLoad(
            unit_id=unit,
            block=crowd.block.number,
            size=said.size if said else "",
            band=said.band if said else "",
            by_chance=near and parent is None,
            smallest=one.smallest,
            frozen_at=now,
        )


class LoadCrowd(GroupAnswers):
    """Who sent weeks in a block; a week without capacity was sent, and has no load.

    People without contracted hours never have a load, and who they are is no secret: they neither
    count as senders here nor as people.
    """

    names: ClassVar[Sequence[str]] = ("load",)
    widest: ClassVar[Sequence[int]] = WIDEST

    def weeks(self) -> QuerySet:
        """Find the weeks of the block that were sent with contracted hours."""
        sent = WorkWeek.objects.filter(
            organisation__in=list(self.keys), contracted_hours__isnull=False
        )
        return in_block(sent, self.block)

    def sent(self) -> Iterator[SentWeeks]:
        """Read the weeks of the block that were sent, person by person."""
        return by_person(self.rows())

    def rows(self) -> Iterator[Row]:
        """Read these weeks one by one, with the load that flags go by if any."""
        return in_weeks(self.weeks(), Coalesce("usual_percent", "percent"))

    def homes(self, sent: Collection[int]) -> dict[int, int]:
        """Find the unit of each other person with contracted hours in the block."""
        return homes_of(self.block, self.keys, without=sent)

    def means(self, weeks: list[Any]) -> tuple[int | None, ...]:
        """Work out one person's own mean load in 1/120,000 of a percent."""
        return (int(sum(weeks) * STORED) * WEEKS // len(weeks),)

    def word(self, unit: int, _measure: int, of: GroupSum) -> str:
        """Name a band by the limits that hold in a unit."""
        return band(of, self.limits[unit])

    def words(self, unit: int, _measure: int, of: GroupSum) -> set[str]:
        """Name a band by the limits of any kind of work: a unit's kind may have changed since."""
        last = self.block.last.monday
        policies_of = (policies.holding(self.of[unit], kind, last) for kind in Unit.Kind)
        return {band(of, policy) for policy in policies_of}

    @cached_property
    def of(self) -> dict[int, int]:
        """The organisation of each unit."""
        return {unit: one.organisation for one in self.asked for unit in one.tree.parents}

    @cached_property
    def limits(self) -> dict[int, load_rules.Policy]:
        """The policy that holds in each unit."""
        return limits_of(self.block, self.tree)


def limits_of(block: Block, tree: Tree) -> dict[int, load_rules.Policy]:
    """Find the policy that holds in each unit in a block's last week."""
    rows = Unit.objects.values_list("pk", "organisation_id", "kind")
    return {
        unit: policies.holding(organisation, kind, block.last.monday)
        for unit, organisation, kind in rows
        if unit in tree.parents
    }


def band(sums: GroupSum, policy: load_rules.Policy) -> str:
    """Name the band of the mean of people's own means by a policy's limits, unrounded."""
    mean = Decimal(sums.total) / (sums.people * SCALE)
    return BANDS[cast(load_rules.Level, load_rules.level(mean, policy))]  # of a mean there is one

"""Freeze four weeks: decide once for every unit which figures of its work are told."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from people.groups import rule as groups_rule
from people.groups.rule import GroupTally, Said
from people.weeks import Block
from programme.models import StaffingBlock
from programme.models.staffing import MEASURED
from programme.rules.staffing import figures_from, mean_figure
from wellbeing.groups import freezing
from wellbeing.groups.group_answers import AskedOrganisation
from workload.models import UnitLoad
from workload.units import actions as units

from .crowd import StaffingCrowd

WRITTEN_AT_ONCE = 1000
# The loads of a block, and these figures, are told from the same weeks.
TOGETHER = timedelta(days=1)


@transaction.atomic
def freeze_staffing(block: Block, *, now: datetime) -> int:
    """Decide and keep which figures are told of every unit for a block; return how many units.

    An organisation that has it already is left as it is. So is one with loads of this block that
    were told more than a day ago: what was sent or corrected since would show as a difference.
    Refused before the block freezes.
    """
    units.freeze(block, now=now)
    fresh = UnitLoad.objects.filter(block=block.number, frozen_at__gt=now - TOGETHER)
    told = set(fresh.values_list("unit__organisation", flat=True).distinct())
    asked = [one for one in freezing.unfrozen(block, StaffingBlock) if one.organisation in told]
    crowd = StaffingCrowd(block, asked)
    made = [row for one in asked for row in staffing_rows(crowd, one, now)]
    StaffingBlock.objects.bulk_create(made, batch_size=WRITTEN_AT_ONCE)
    return len(made)


def staffing_rows(
    crowd: StaffingCrowd, one: AskedOrganisation, now: datetime
) -> Iterator[StaffingBlock]:
    """Judge the units of one organisation; a row for each."""
    told, whole = crowd.publish(one), crowd.whole(one)
    refuse_loose_figures(crowd, one, told)
    near = crowd.near(one, told)
    for unit, parent in one.tree.parents.items():
        said = told.get(unit)
        yield StaffingBlock(
            unit_id=unit,
            block=crowd.block.number,
            **figures_of(said, whole[unit]),
            by_chance=near and parent is None,
            smallest=one.smallest,
            frozen_at=now,
        )


def figures_of(said: Said | None, tally: GroupTally) -> dict[str, str]:
    """Write the columns of one unit; all are empty where nothing is told."""
    if said is None:
        return {}
    found = dict(zip(MEASURED, said.lines, strict=True))
    # How many people there are is told with the figures, and as they are.
    people = f"{mean_figure(tally.people, 1, 1).normalize():f}" if found["load"] else ""
    return {"size": said.size, "band": said.band, **found, "people": people}


def refuse_loose_figures(
    crowd: StaffingCrowd, one: AskedOrganisation, told: dict[int, Said]
) -> None:
    """Refuse, before a row is written, a figure that with others would leave fewer than ten.

    `publish` checks the bands so. The figures have more digits, so the same check asks for more.
    """
    whole = crowd.whole(one)
    here = {unit: crowd.own[unit] for unit in one.tree.parents if unit in crowd.own}
    for measure in range(1, len(MEASURED) + 1) if here else ():
        units_told = [unit for unit, said in told.items() if said.lines[measure - 1]]
        own, below = by_measure(here, measure), by_measure(whole, measure)
        groups_rule.audit(one.tree, own, units_told, figures_from(one.smallest), below)


def by_measure(tallies: dict[int, GroupTally], measure: int) -> dict[int, GroupTally]:
    """Give tallies with one measure alone."""
    return {unit: tally._replace(sums=(tally.sums[measure],)) for unit, tally in tallies.items()}

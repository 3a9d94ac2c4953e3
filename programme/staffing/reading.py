"""Read what was told of the work of the units that a viewer's programme office looks after."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from people.models import Person, Role, Turnover, Unit
from people.units.actions import in_tree_order
from people.weeks import Block, today
from programme.models import StaffingBlock
from programme.rules.staffing import CarryTerms
from workload.policies import actions as policies

from .vacancies import VacantPosts, read_vacancies

# Two years of blocks, and a year of them.
BLOCKS_BACK, BLOCKS_A_YEAR = 26, 13


@dataclass(frozen=True)
class ToldWork:
    """Everything that is told to a viewer, and the unit that they look at."""

    day: date
    units: list[Unit]
    unit: Unit | None
    # Of the newest block, by unit; and of the unit that is looked at, the newest block first: two
    # years, and the year before them that the leave of the oldest is a mean of.
    newest: dict[int, StaffingBlock]
    history: list[StaffingBlock]
    # What a year of blocks told of leave and rest, by unit.
    away: dict[int, list[Decimal]]
    turnover: Turnover | None = None
    vacancies: VacantPosts | None = None

    @property
    def block(self) -> Block | None:
        """The newest block."""
        return next((Block(row.block) for row in self.newest.values()), None)


def read_work(viewer: Person, wanted: str, *, now: datetime) -> ToldWork:
    """Read what is told of every unit in reach, and what stands behind it: turnover and vacancies.

    `wanted` is the public id of the unit that is looked at.
    """
    return replace(
        read_blocks(viewer, wanted, now=now),
        turnover=Turnover.objects.visible_to(viewer).first(),
        vacancies=read_vacancies(viewer, now=now),
    )


def read_blocks(viewer: Person, wanted: str = "", *, now: datetime) -> ToldWork:
    """Read what the blocks told of every unit in reach, and no more."""
    reach = Unit.objects.visible_to(viewer).within(*viewer.paths(Role.PROGRAMME))
    units = in_tree_order(reach)
    mine = StaffingBlock.objects.visible_to(viewer).defer("by_chance")
    number = mine.order_by("-block").values_list("block", flat=True).first()
    newest = {row.unit_id: row for row in mine.filter(block=number)} if number is not None else {}
    unit = chosen_unit(units, newest, wanted)
    history: list[StaffingBlock] = []
    away: dict[int, list[Decimal]] = defaultdict(list)
    if unit and number is not None:
        rows = mine.filter(unit=unit, block__gt=number - BLOCKS_BACK - BLOCKS_A_YEAR)
        history = list(rows.order_by("-block"))
        year = mine.filter(block__gt=number - BLOCKS_A_YEAR).exclude(away="")
        for one, days in year.values_list("unit", "away"):
            away[one].append(Decimal(days))
    return ToldWork(today(now), units, unit, newest, history, away)


def chosen_unit(units: list[Unit], newest: dict[int, StaffingBlock], wanted: str) -> Unit | None:
    """Choose the unit that is asked for, or else the highest of which figures are told."""
    asked = (one for one in units if str(one.public_id) == wanted)
    told = (one for one in units if one.pk in newest and newest[one.pk].work)
    return next(asked, None) or next(told, None) or next(iter(units), None)


def terms_in(unit: Unit, block: Block) -> CarryTerms:
    """Find the numbers by which load was counted in a unit, in the last week of a block."""
    policy = policies.holding(unit.organisation_id, unit.kind, block.last.monday)
    court = policy.phases["court"] - policy.phases["active"]
    return CarryTerms(policy.capacity_share, policy.working_days, max(court, 0 * court))


def has_own_weights(unit: Unit, block: Block) -> bool:
    """Say whether an organisation adopted weights of its own, as those of its time study."""
    policy = policies.holding(unit.organisation_id, unit.kind, block.last.monday)
    return policy.version not in policies.USUAL_ONES

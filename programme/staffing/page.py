"""Compose the page: the sum, what is tried, two years, each unit, and what stands behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.core.paginator import Page, Paginator

from people.models import Person, Unit
from people.weeks import BLOCK_WEEKS, Block
from programme.models import StaffingBlock
from programme.rules.quarters import CalendarQuarter
from programme.rules.staffing import StaffingSum, StaffingTry, figures_from, two_digits

from .reading import BLOCKS_A_YEAR, BLOCKS_BACK, ToldWork, has_own_weights, read_work, terms_in

UNITS_A_PAGE = 12
QUARTERS = 8


@dataclass(frozen=True)
class UnitWork:
    """A unit in the table: its sum, or the band of its load, or nothing."""

    unit: Unit
    told: StaffingBlock | None
    found: StaffingSum | None

    @property
    def band(self) -> str:
        """The band of its load; '' where nothing is told."""
        return self.told.band if self.told else ""


@dataclass(frozen=True)
class QuarterWork:
    """The last block of a quarter: how many people were needed and here."""

    quarter: CalendarQuarter
    found: StaffingSum


@dataclass(frozen=True)
class HoursBehind:
    """Hours that stand behind the sum, of all people together; None where nothing is told."""

    beyond: Decimal | None
    # So many people would do the hours beyond the contract.
    people: Decimal | None
    lieu: Decimal | None
    # In a week, of one who logged it.
    raising: Decimal | None


@dataclass(frozen=True)
class StaffingPage:
    """What the page, the sheet and the memo say."""

    told: ToldWork
    smallest: int
    found: StaffingSum | None
    tried: tuple[StaffingSum, ...]
    quarters: tuple[QuarterWork, ...]
    behind: HoursBehind
    own_weights: bool
    rows: tuple[UnitWork, ...]
    page: Page
    withheld: int

    @property
    def unit(self) -> Unit | None:
        """The unit that is looked at."""
        return self.told.unit

    @property
    def block(self) -> Block | None:
        """The newest block."""
        return self.told.block

    @property
    def figures_from(self) -> int:
        """From how many people on figures are told."""
        return figures_from(self.smallest)

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.told.units)


def read_page(
    viewer: Person,
    tried: StaffingTry,
    *,
    now: datetime,
    wanted: str = "",
    number: int | str | None = 1,
) -> StaffingPage:
    """Read the page of a unit; the number of statements is the same for any number of units."""
    told = read_work(viewer, wanted, now=now)
    found = unit_sum(told)
    page = Paginator(told.units, UNITS_A_PAGE).get_page(number)
    return StaffingPage(
        told=told,
        smallest=viewer.organisation.smallest_group,
        found=found,
        tried=tuple(found.trying(one) for one in tried.parts) if found else (),
        quarters=tuple(quarters_of(told)),
        behind=hours_behind(told.newest.get(told.unit.pk) if told.unit else None),
        own_weights=bool(told.unit and told.block and has_own_weights(told.unit, told.block)),
        rows=tuple(unit_work(one, told) for one in page.object_list),
        page=page,
        withheld=sum(not is_told(told.newest.get(unit.pk)) for unit in told.units),
    )


def is_told(row: StaffingBlock | None) -> bool:
    """Say whether anything is told of a unit."""
    return row is not None and row.said is not None


def unit_sum(told: ToldWork) -> StaffingSum | None:
    """Work out the newest block of the unit that is looked at."""
    return sum_now(told.unit, told) if told.unit else None


def sum_now(unit: Unit, told: ToldWork) -> StaffingSum | None:
    """Work out the newest block of a unit, with leave and rest as in the year up to it."""
    return sum_of(told.newest.get(unit.pk), unit, told.away[unit.pk])


def sum_of(row: StaffingBlock | None, unit: Unit, away: Sequence[Decimal]) -> StaffingSum | None:
    """Work out the sum of a unit and block; None where its figures are not told.

    `away` is what a year of blocks told of leave and rest: one block has few holidays, or many.
    """
    if row is None or (work := row.work) is None:
        return None
    usual = two_digits(sum(map(Fraction, away), Fraction()) / len(away))
    found = StaffingSum(replace(work, away=usual), terms_in(unit, Block(row.block)))
    return found if found.possible else None


def unit_work(unit: Unit, told: ToldWork) -> UnitWork:
    """Put one unit into the table."""
    return UnitWork(unit, told.newest.get(unit.pk), sum_now(unit, told))


def quarters_of(told: ToldWork) -> list[QuarterWork]:
    """Give each of the last quarters by the last block that ended in it and is told."""
    found: dict[CalendarQuarter, QuarterWork] = {}
    days = {row.block: row.figure("away") for row in told.history}
    oldest = told.block.number - BLOCKS_BACK if told.block else 0
    for row in (one for one in told.history if one.block > oldest):
        year = [days.get(row.block - back) for back in range(BLOCKS_A_YEAR)]
        away = [one for one in year if one is not None]
        at = CalendarQuarter.of(Block(row.block).last.sunday)
        if told.unit and at not in found and (worked := sum_of(row, told.unit, away)):
            found[at] = QuarterWork(at, worked)
    return [found[at] for at in sorted(found)[-QUARTERS:]]


def hours_behind(row: StaffingBlock | None) -> HoursBehind:
    """Add up hours of all people from what is told of one; in two digits, as everything."""
    if row is None:
        return HoursBehind(None, None, None, None)
    people, beyond, lieu = (row.figure(name) for name in ("people", "beyond", "lieu"))
    contract = row.figure("contract")
    return HoursBehind(
        beyond=of_all(people, beyond, BLOCK_WEEKS),
        people=of_all(people, beyond, 1 / Fraction(contract)) if contract else None,
        lieu=of_all(people, lieu, 1),
        raising=row.figure("raising"),
    )


def of_all(people: Decimal | None, each: Decimal | None, times: Fraction | int) -> Decimal | None:
    """Multiply what is told of one by the people; None where either is not told."""
    if people is None or each is None:
        return None
    return two_digits(Fraction(people) * Fraction(each) * times)

"""How many people the work takes: points ÷ what one person can carry. No Django, no clock.

Everything is worked out of figures that were told already, each in two digits. So a reader with a
pencil comes to the same numbers, and no figure says more than those it is made of.
"""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

# From so many people on a figure is told, in two digits; of fewer a band is all.
FIGURES_FROM = 10
DIGITS = 2
# No figure has more than two decimals, however small it is.
FINEST = -2
TENTH = Decimal("0.1")
# What one person more, or one court week more in a block of four weeks, may be tried with.
PEOPLE_AT_MOST, COURT_WEEKS_AT_MOST, COURT_CASES_AT_MOST = 500, 4, 5000
BLOCK_WEEKS = 4


def figures_from(smallest: int) -> int:
    """Say from how many people on a figure is told in a group: ten, or more where more is asked."""
    return max(FIGURES_FROM, smallest)


def two_digits(value: Fraction) -> Decimal:
    """Round to two significant digits, half up. Chance may lead below zero: that is zero."""
    if value <= 0:
        return Decimal()
    place = FINEST
    while value >= Fraction(10) ** (place + DIGITS):
        place += 1
    steps = value / Fraction(10) ** place
    return Decimal(int(steps + Fraction(1, 2))).scaleb(place)


def mean_figure(total: int, people: int, scale: int) -> Decimal:
    """Round the mean of a sum that was counted in so many parts of one."""
    return two_digits(Fraction(total, people * scale))


@dataclass(frozen=True)
class WorkFigures:
    """What was told of a group for four weeks: how many, and the means of one person a week.

    Points of work, contracted hours, and working days of leave and rest.
    """

    people: Decimal
    points: Decimal
    contract: Decimal
    away: Decimal


@dataclass(frozen=True)
class CarryTerms:
    """The numbers that an organisation counts load by, as far as the sum needs them."""

    share: Decimal
    working_days: Decimal
    # How much more a case weighs in court than before.
    court: Decimal

    def __post_init__(self) -> None:
        if not (0 < self.share <= 1 and self.working_days > 0):
            raise ValueError("a share lies above 0 and up to 1, and a week has working days")


@dataclass(frozen=True)
class StaffingTry:
    """What is tried: so many people more, and so many court weeks more of so many cases."""

    people: int = 0
    court_weeks: int = 0
    court_cases: int = 0

    def __post_init__(self) -> None:
        bounds = (PEOPLE_AT_MOST, COURT_WEEKS_AT_MOST, COURT_CASES_AT_MOST)
        tried = (self.people, self.court_weeks, self.court_cases)
        if not all(0 <= one <= most for one, most in zip(tried, bounds, strict=True)):
            raise ValueError(f"cannot be tried: {tried}")

    @property
    def parts(self) -> "list[StaffingTry]":
        """Give what is tried one by one, and then together where it is more than one thing."""
        found = []
        if self.people:
            found.append(StaffingTry(people=self.people))
        if self.court_weeks and self.court_cases:
            found.append(replace(self, people=0))
        return [*found, self] if len(found) > 1 else found


NOTHING_TRIED = StaffingTry()


@dataclass(frozen=True)
class StaffingSum:
    """The whole sum, step by step; every step is shown."""

    figures: WorkFigures
    terms: CarryTerms
    tried: StaffingTry = NOTHING_TRIED

    @property
    def work(self) -> Decimal:
        """The points of a week: people × points of each, and what is tried on top."""
        return self.figures.people * self.figures.points + self.court_points

    @property
    def court_points(self) -> Decimal:
        """What court weeks more come to in each week: a block has four of them."""
        tried = self.tried
        return tried.court_weeks * tried.court_cases * self.terms.court / BLOCK_WEEKS

    @property
    def at_most(self) -> Decimal:
        """What one person carries in a week without leave and rest: hours × share."""
        return self.figures.contract * self.terms.share

    @property
    def days_left(self) -> Decimal:
        """The working days of a week that are left after leave and rest."""
        return max(Decimal(), self.terms.working_days - self.figures.away)

    @property
    def carried(self) -> Decimal:
        """What one person carries in a usual week, in tenths of a point."""
        carried = self.at_most * self.days_left / self.terms.working_days
        return carried.quantize(TENTH, ROUND_HALF_UP)

    @property
    def possible(self) -> bool:
        """Say whether there is anything to divide by."""
        return self.carried > 0 and self.here > 0

    @property
    def exact(self) -> Decimal:
        """The people that the work takes, with a tenth: work ÷ what one carries."""
        return (self.work / self.carried).quantize(TENTH, ROUND_HALF_UP)

    @property
    def needed(self) -> int:
        """The same in whole people."""
        return int((self.work / self.carried).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def here(self) -> int:
        """The people who are here, with those who are tried."""
        return int(self.figures.people) + self.tried.people

    @property
    def short(self) -> int:
        """How many people are missing; none where there are enough."""
        return max(0, self.needed - self.here)

    @property
    def load(self) -> Decimal:
        """What each would carry if all carried alike, in percent."""
        return 100 * self.work / (self.here * self.carried)

    def trying(self, tried: StaffingTry) -> "StaffingSum":
        """Give the same sum with something tried."""
        return replace(self, tried=tried)

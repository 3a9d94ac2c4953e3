"""How many of all people lie above a limit, in words. No Django, no clock, no database.

A share is told of so many people that no person is alone in it, in so few words that no person
moves it alone, and with chance in it: up to one and a half people more or fewer are counted.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from people.weeks import BLOCK_WEEKS

# From so many people on a share is told at all, and from so many on in five words.
TOLD_FROM, FINE_FROM = 20, 40
# So many people more or fewer chance counts at most.
CHANCE = Fraction(3, 2)


class ShareAbove(enum.StrEnum):
    """A share of all people, in words."""

    FEW = "few"
    SOME = "some"
    MOST = "most"
    HARDLY_ANY = "hardly_any"
    QUARTER = "quarter"
    HALF = "half"
    THREE_QUARTERS = "three_quarters"
    NEARLY_ALL = "nearly_all"


# Each word with the share from which on it is no longer said.
COARSE = (
    (ShareAbove.FEW, Fraction(1, 3)),
    (ShareAbove.SOME, Fraction(2, 3)),
    (ShareAbove.MOST, None),
)
FINE = (
    (ShareAbove.HARDLY_ANY, Fraction(1, 8)),
    (ShareAbove.QUARTER, Fraction(3, 8)),
    (ShareAbove.HALF, Fraction(5, 8)),
    (ShareAbove.THREE_QUARTERS, Fraction(7, 8)),
    (ShareAbove.NEARLY_ALL, None),
)


def share_above(above: int, people: int, chance: Fraction = Fraction()) -> ShareAbove:
    """Name the share of people above a limit; `chance`, from -1 to 1, is drawn for it.

    Refused for so few people that a share is not told.
    """
    if people < TOLD_FROM:
        raise ValueError(f"no share is told of {people} people")
    counted = Fraction(above + CHANCE * chance, people)
    words = FINE if people >= FINE_FROM else COARSE
    return next(word for word, edge in words if edge is None or counted < edge)


class Totals(NamedTuple):
    """One person's weeks of a block, added up; the load in percent."""

    weeks: int
    load: Fraction
    hours: Decimal
    material_minutes: int
    case_count: int


@dataclass(frozen=True)
class ShareMeasure:
    """A limit that a share can be told of, and the figure of a person that it is compared with."""

    name: str
    figure: str
    # The limit itself already counts as above.
    reached: bool = False

    def above(self, total: Decimal | Fraction, bound: Decimal | Fraction) -> bool:
        """Say whether a sum of weeks lies above so many times the limit."""
        return total > bound or (self.reached and total == bound)

    def count(self, people: Iterable[Totals], limit: Decimal) -> int:
        """Count people with a mean above the limit, exactly: nothing is divided."""
        exact = Fraction(limit) if self.figure == "load" else limit
        bounds = [exact * weeks for weeks in range(BLOCK_WEEKS + 1)]
        return sum(self.above(getattr(one, self.figure), bounds[one.weeks]) for one in people)


# Only what a week's own figures tell; rest and nights need the days and weeks around it.
LOADS = (
    ShareMeasure("watch", "load", reached=True),
    ShareMeasure("amber", "load"),
    ShareMeasure("red", "load"),
)
LIMITS = (
    ShareMeasure("long_hours", "hours", reached=True),
    ShareMeasure("very_long_hours", "hours"),
    ShareMeasure("material_minutes_a_week", "material_minutes"),
    ShareMeasure("open_cases", "case_count"),
)

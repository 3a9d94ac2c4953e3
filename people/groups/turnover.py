"""What may be told of the people who left in half a year. No Django, no clock, no database.

Only the whole organisation is told about, once, when the half-year is closed and counted. By the
groups rule, two of all who left may always have said nothing, so that a viewer who knows who left
cannot be sure of any of them. A reason is named if enough people gave it; of every other reason
nothing is told, also not whether anybody gave it.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from people.rules.year_parts import YearPart

from .rule import SMALLEST, GroupSum, GroupTally, refuse_smaller, size


class CalendarHalf(YearPart):
    """Half a calendar year: January to June, or July to December."""

    CALLED = "half-year"
    FIRST_MONTHS = (1, 7)

    @classmethod
    def latest_frozen(cls, day: date) -> Self:
        """Find the last half-year that is counted on a day or before it."""
        found = cls.of(day).before
        return found if found.freezes <= day else found.before

    @property
    def freezes(self) -> date:
        """The day on which it is counted: a month later, so that late choices count too."""
        return (self.after.first + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True)
class TurnoverSaid:
    """What is told: how many left and out of how many, in words, and the reasons of enough."""

    left: str
    out_of: str
    reasons: tuple[str, ...]


def turnover_said(
    left: int, out_of: int, reasons: Collection[str], smallest: int = SMALLEST
) -> TurnoverSaid | None:
    """Decide what is told of those who left; None if they are too few, or too few said why.

    `reasons` has one for each person who said one. Reasons come back by their name, so that their
    order tells nothing. Below five is refused.
    """
    refuse_smaller(smallest)
    if counted(left, len(reasons)) < smallest:
        return None
    named = [one for one, n in Counter(reasons).items() if counted(left, n) >= smallest]
    return TurnoverSaid(size(left), size(out_of), tuple(sorted(named)))


def counted(left: int, said: int) -> int:
    """Count those who said something, at most all who left but two."""
    return GroupTally(left, left, (GroupSum(said),)).counted()

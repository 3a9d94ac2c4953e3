"""The periods of reports, each with the whole blocks that end in it. No Django, no clock.

Whatever speaks of groups is told by blocks of four weeks. A block belongs to the period in which
its last Sunday lies, so that it is in one quarter, one fiscal year and one calendar year, and two
periods of a kind never share one.
"""

import enum
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from people.weeks import FIRST_BLOCK, Block, Week, today

DAY = timedelta(days=1)
QUARTER_MONTHS = 3
# A fiscal year begins in October and is named after the year in which it ends.
FISCAL_MONTH = 10
CODE = re.compile(r"(block|quarter|fiscal|year)-([0-9]{1,4})(?:-([1-4]))?")
LAST_YEAR = 2200


class PeriodKind(enum.StrEnum):
    """How long a report looks back."""

    BLOCK = "block"
    QUARTER = "quarter"
    FISCAL = "fiscal"
    YEAR = "year"


@dataclass(frozen=True, order=True)
class ReportPeriod:
    """A block, a quarter, a fiscal year from October, or a calendar year.

    `number` is that of the block, of the quarter counted from year 0, or the year; a fiscal year
    has that of its end.
    """

    kind: PeriodKind
    number: int

    @classmethod
    def of(cls, kind: PeriodKind, day: date) -> Self:
        """Find the period of a kind in which a day lies."""
        if kind == PeriodKind.BLOCK:
            return cls(kind, Week.of(day).block)
        if kind == PeriodKind.QUARTER:
            return cls(kind, day.year * 4 + (day.month - 1) // QUARTER_MONTHS)
        ahead = kind == PeriodKind.FISCAL and day.month >= FISCAL_MONTH
        return cls(kind, day.year + ahead)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 'block-36', 'quarter-2026-3', 'fiscal-2026' or 'year-2026'; else a ValueError."""
        if not (found := CODE.fullmatch(text)):
            raise ValueError(f"{text!r} is no period")
        kind, number, quarter = PeriodKind(found[1]), int(found[2]), found[3]
        if (kind == PeriodKind.QUARTER) != bool(quarter):
            raise ValueError(f"{text!r} is no period")
        if quarter:
            number = number * 4 + int(quarter) - 1
        least = cls.of(kind, FIRST_BLOCK).number
        if not least <= number <= cls.of(kind, date(LAST_YEAR, 1, 1)).number:
            raise ValueError(f"{text!r} is out of reach")
        return cls(kind, number)

    @property
    def code(self) -> str:
        """Write it as `parse` reads it."""
        if self.kind == PeriodKind.QUARTER:
            year, quarter = divmod(self.number, 4)
            return f"{self.kind}-{year}-{quarter + 1}"
        return f"{self.kind}-{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        if self.kind == PeriodKind.BLOCK:
            return Block(self.number).first.monday
        if self.kind == PeriodKind.QUARTER:
            year, quarter = divmod(self.number, 4)
            return date(year, quarter * QUARTER_MONTHS + 1, 1)
        if self.kind == PeriodKind.FISCAL:
            return date(self.number - 1, FISCAL_MONTH, 1)
        return date(self.number, 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after.first - DAY

    @property
    def after(self) -> Self:
        """The next one of its kind."""
        return type(self)(self.kind, self.number + 1)

    @property
    def before(self) -> Self:
        """The one of its kind before it."""
        return type(self)(self.kind, self.number - 1)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that end in it, oldest first."""
        found = map(Block, range(Week.of(self.first).block, Week.of(self.last).block + 1))
        return tuple(one for one in found if one.last.sunday <= self.last)

    @property
    def told_from(self) -> date:
        """The day from which on a report of it can be made: it is over and its blocks are frozen.

        A block freezes in the morning of a Wednesday; on the day after, all of it was counted.
        """
        return max(self.last, *(today(one.freezes) for one in self.blocks)) + DAY

    @classmethod
    def latest(cls, kind: PeriodKind, day: date) -> Self:
        """Find the last period of a kind of which a report can be made on a day."""
        found = cls.of(kind, day)
        while found.told_from > day:
            found = found.before
        return found

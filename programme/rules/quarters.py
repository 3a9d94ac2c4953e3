"""Quarters of a calendar year, each with the whole blocks that end in it. Pure: no clock."""

import re
from datetime import date, datetime, timedelta
from typing import Self

from people.rules.year_parts import YearQuarter
from people.weeks import Block, Week, today

WRITTEN = re.compile(r"([0-9]{4})-Q([1-4])")
# So long after its last day a quarter is counted: four weeks after the last step on a flag are
# over, the week in which they end is closed, and sessions of its last day were told.
COUNTED_AFTER = timedelta(weeks=6)


class CalendarQuarter(YearQuarter):
    """A quarter of a calendar year, with its blocks."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026-Q4'; anything else is a ValueError."""
        if not (found := WRITTEN.fullmatch(text)):
            raise ValueError(f"{text!r} is not a quarter like 2026-Q4")
        return cls(date(int(found[1]), cls.FIRST_MONTHS[int(found[2]) - 1], 1))

    @classmethod
    def latest_frozen(cls, now: datetime) -> Self:
        """Find the last quarter that is over and has all its blocks frozen."""
        found = cls.of(today(now)).before
        return found if found.blocks[-1].freezes <= now else found.before

    @classmethod
    def latest_counted(cls, day: date) -> Self:
        """Find the last quarter that is counted on a day or before it."""
        found = cls.of(day).before
        return found if found.counted_on <= day else found.before

    @property
    def counted_on(self) -> date:
        """The day from which it is counted."""
        return self.last + COUNTED_AFTER

    @property
    def blocks(self) -> list[Block]:
        """The blocks of four weeks that end in it, oldest first: each block ends in one quarter."""
        block, found = Block(Week.of(self.first).block), []
        while block.last.sunday <= self.last:
            found.append(block)
            block = block + 1
        return found

    def __str__(self) -> str:
        return f"{self.first.year}-Q{self.number}"

    def back(self, quarters: int) -> Self:
        """Count back so many quarters."""
        found = self
        for _quarter in range(quarters):
            found = found.before
        return found

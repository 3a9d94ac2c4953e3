"""Quarters of a year, and the frozen blocks that end in each. No Django, no clock, no database."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from people.weeks import Block, today

MONTHS = 3
WRITTEN = re.compile(r"([0-9]{4})-Q([1-4])")


@dataclass(frozen=True, order=True)
class ReleaseQuarter:
    """A quarter of a calendar year: what a release is of."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Find the quarter of a day."""
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026-Q4'; anything else is a ValueError."""
        if not (found := WRITTEN.fullmatch(text)):
            raise ValueError(f"{text!r} is not a quarter like 2026-Q4")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def latest(cls, now: datetime) -> Self:
        """Find the last quarter that is over and has all its blocks frozen."""
        found = cls.of(today(now)).before
        return found if found.blocks[-1].freezes <= now else found.before

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after.first - timedelta(days=1)

    @property
    def after(self) -> Self:
        """The next quarter."""
        return type(self).of(self.first + timedelta(days=31 * MONTHS + 1))

    @property
    def before(self) -> Self:
        """The quarter before it."""
        return type(self).of(self.first - timedelta(days=1))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that end in it, oldest first: each block in one quarter alone."""
        newest = Block.latest_on(self.last + timedelta(days=60))
        found = []
        while newest.last.sunday >= self.first:
            if newest.last.sunday <= self.last:
                found.append(newest)
            newest = newest - 1
        return tuple(reversed(found))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def block_days(number: int) -> tuple[date, date]:
    """Give the first and the last day of a block."""
    block = Block(number)
    return block.first.monday, block.last.sunday

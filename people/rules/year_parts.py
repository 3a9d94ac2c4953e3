"""Equal parts of a calendar year, as quarters and half-years: each known by its first day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class YearPart:
    """A part of a calendar year. Each kind says in which months one begins."""

    first: date

    CALLED: ClassVar[str]
    FIRST_MONTHS: ClassVar[tuple[int, ...]]

    def __post_init__(self) -> None:
        if self.first.day != 1 or self.first.month not in self.FIRST_MONTHS:
            raise ValueError(f"No {self.CALLED} begins on {self.first}")

    @classmethod
    def of(cls, day: date) -> Self:
        """Find the part that a day lies in."""
        return cls(date(day.year, max(one for one in cls.FIRST_MONTHS if one <= day.month), 1))

    @property
    def number(self) -> int:
        """Its place in the year, from 1."""
        return self.FIRST_MONTHS.index(self.first.month) + 1

    @property
    def after(self) -> Self:
        """The next one."""
        if self.number == len(self.FIRST_MONTHS):
            return type(self)(date(self.first.year + 1, 1, 1))
        return type(self)(self.first.replace(month=self.FIRST_MONTHS[self.number]))

    @property
    def before(self) -> Self:
        """The one before it."""
        return self.of(self.first - DAY)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after.first - DAY


class YearQuarter(YearPart):
    """A quarter of a calendar year; the first begins in January."""

    CALLED = "quarter"
    FIRST_MONTHS = (1, 4, 7, 10)

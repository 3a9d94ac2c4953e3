"""The day of the demo, its weeks, and where its chance comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Self
from uuid import UUID

from people.weeks import BANGKOK, Week, today

WEEKS = 30


@dataclass(frozen=True)
class World:
    """Everything that the simulation may know: a day, and a chance for each name.

    Each name has a chance of its own, so that a new person does not change the others.
    """

    today: date
    chance: Callable[..., Random]

    @classmethod
    def at(cls, now: datetime, chance: Callable[..., Random]) -> Self:
        """Take the day of a moment; its hour makes no difference to the data."""
        return cls(today(now), chance)

    @property
    def moment(self) -> datetime:
        """Midnight before the day: nothing is simulated to have happened later."""
        return clock_at(self.today, 0)

    @cached_property
    def open(self) -> Week | None:
        """The week that people can send now; on a Wednesday there is none."""
        return Week.open_at(self.moment)

    @cached_property
    def last(self) -> Week:
        """The week that closed last."""
        return self.open - 1 if self.open else Week.latest(self.moment)

    @cached_property
    def weeks(self) -> list[Week]:
        """The closed weeks that the demo tells of, oldest first."""
        return [self.last - back for back in reversed(range(WEEKS))]

    def days(self, days: int) -> date:
        """Count from today."""
        return self.today + timedelta(days=days)


def clock_at(day: date, hour: int, minute: int = 0) -> datetime:
    """Name a moment in Bangkok."""
    return datetime.combine(day, time(hour, minute), BANGKOK)


def weekday(day: date) -> date:
    """Move a day of a weekend to the Friday before."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def uid(chance: Random) -> UUID:
    """Draw an id, so that a page keeps its address when the demo is made again."""
    return UUID(int=chance.getrandbits(128), version=4)

"""When to ask after a hard event, and when an answer calls for help. No Django, no clock."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum

HIGHEST = 3


class Moment(StrEnum):
    """The times at which a person is asked how they are; the third only after an incident."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


@dataclass(frozen=True)
class Window:
    """The days after the event, first and last, both counted."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens <= self.closes:
            raise ValueError(f"{self} closes before it opens")

    def holds(self, days: int) -> bool:
        """Say whether it is open this many days after."""
        return self.opens <= days <= self.closes


# After 48 hours and after two weeks, each for a while: the person may be away that day. After what
# happened to the person themselves also after three months. Project defaults.
WINDOWS = {
    Moment.FIRST: Window(2, 9),
    Moment.SECOND: Window(14, 28),
    Moment.THIRD: Window(90, 110),
}
# How long ago an event may be that is noted.
LONGEST_AGO = timedelta(days=WINDOWS[Moment.SECOND].closes)
# After so long no event asks any more. The same for all: it stands beside what is sealed.
HORIZON = timedelta(days=max(window.closes for window in WINDOWS.values()))


def moments_due(event: date, day: date, *, incident: bool = False) -> Moment | None:
    """Find the moment of an event that holds on a day, or None."""
    days = (day - event).days
    found = next((moment for moment, window in WINDOWS.items() if window.holds(days)), None)
    return None if found is Moment.THIRD and not incident else found


@dataclass(frozen=True)
class After:
    """The three answers, 0 to 3, or None for a skipped one."""

    back: int | None = None
    edge: int | None = None
    company: int | None = None

    def __post_init__(self) -> None:
        for value in self.values:
            if value is not None and not 0 <= value <= HIGHEST:
                raise ValueError(f"{value} is outside 0 to {HIGHEST}")

    @property
    def given(self) -> dict[str, int]:
        """The lines that were answered, with their values."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @property
    def values(self) -> tuple[int | None, ...]:
        """The three, in the order they are asked."""
        return (self.back, self.edge, self.company)

    @property
    def any(self) -> bool:
        """Say whether there is any answer at all."""
        return any(value is not None for value in self.values)

    @property
    def heavy(self) -> bool:
        """Say whether help should be shown: one of the first two very much, or both quite."""
        # Project default. No other person is told, and it is no finding about the person.
        weights = [self.back or 0, self.edge or 0]
        return HIGHEST in weights or sum(weights) >= 4

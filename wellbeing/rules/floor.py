"""When to tell a person that their weeks have been heavy for a long time. No Django, no clock.

A person who is always strained has a heavy usual and never drifts away from it. The card depends on
the weeks themselves and not on the usual. It is no signal: it opens nothing, counts in nothing, and
only the person sees it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from .drift import AnsweredWeek, DriftState


@dataclass(frozen=True)
class Floor:
    """The numbers of the card: choices of the project [P], measured in `bench/drift.py`."""

    # The mean of this many answered weeks, all within this many calendar weeks.
    heavy: float = 65
    weeks: int = 8
    within: int = 12
    # Earlier, and once only: the mean of the first weeks, if it is higher still.
    very_heavy: float = 75
    first_weeks: int = 4
    # One card in this many calendar weeks, visible for this many: its own week and the next three.
    rests: int = 26
    shown: int = 4

    def __post_init__(self) -> None:
        if not 0 < self.heavy <= self.very_heavy <= 100:
            raise ValueError("fewer weeks have to be heavier, and 100 is the most")
        if not 1 <= self.first_weeks < self.weeks <= self.within:
            raise ValueError("the first weeks are fewer, and all of them fit into their time")
        if not 1 <= self.shown <= self.rests:
            raise ValueError("a card is gone before the next one comes")


FLOOR = Floor()


def follow(
    weeks: Sequence[AnsweredWeek], states: Sequence[DriftState], floor: Floor = FLOOR
) -> Iterator[int | None]:
    """Count after each calendar week how many weeks ago the last card came; None without one.

    `states` are those of `signals.follow` for the same weeks. In a week in which the person asked
    for cards again the count begins again.
    """
    ago = None
    for n, (week, state) in enumerate(zip(weeks, states, strict=True)):
        ago = None if ago is None or week.asked else ago + 1
        lately = weeks[max(0, n + 1 - floor.within) : n + 1]
        answered = sum(one.strain is not None for one in lately)
        rested = ago is None or ago >= floor.rests
        if rested and week.strain is not None and is_heavy(state, answered, floor):
            ago = 0
        yield ago


def is_heavy(state: DriftState, lately: int, floor: Floor = FLOOR) -> bool:
    """Say whether an answered week completes a heavy time.

    `lately` counts the answered weeks of the last twelve calendar weeks, this one included.
    """
    strains = [week.strain for week in state.latest if week.strain is not None]
    if state.answered == floor.first_weeks:
        return fmean(strains) >= floor.very_heavy
    if min(state.answered, lately) < floor.weeks:
        return False
    return fmean(strains[-floor.weeks :]) >= floor.heavy


def is_shown(ago: int | None, floor: Floor = FLOOR) -> bool:
    """Say whether a card is visible this many weeks after it came."""
    return ago is not None and ago < floor.shown

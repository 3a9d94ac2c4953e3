"""How often the watch over a person's own usual is wrong: `python bench/drift.py`.

Draws people week by week and lets the product's own functions walk through their weeks. Counted
are those who get a nudge, an offer of support, or the card on long heavy weeks: in a first year in
which nothing changes, and after a rise that lasts. The tables are those of docs/method.md.
"""

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

from wellbeing.rules import floor
from wellbeing.rules.drift import USUAL, AnsweredWeek, Baseline, Design, DriftState, Signal, step

SEED = 20261128
PEOPLE = 2000
YEAR = 52
# How many points a week lies above a person's mean, by its number from 0 and their spread.
Rise = Callable[[int, float], float]


@dataclass(frozen=True)
class People:
    """How people answer: around which mean, how one week clings to the next (φ), how many miss."""

    mean: float = 40
    clings: float = 0
    misses: float = 0


GRID = [People(clings=phi, misses=gaps) for phi in (0, 0.3, 0.5) for gaps in (0, 0.2, 0.4)]
MEANS = [People(mean) for mean in (25, 40, 50, 55, 60, 65, 75)]


@dataclass(frozen=True)
class Watch:
    """One way to watch; `textbook` takes the mean for known, `cusum` is another control chart."""

    name: str
    design: Design = USUAL
    textbook: bool = False
    cusum: float = math.inf


# The charts are compared alone, without the rule on one week.
CHART = replace(USUAL, far=math.inf)
WATCHES = [
    Watch("as it is"),
    Watch("the chart alone", CHART),
    Watch("alone, λ 0.3", replace(CHART, newest=0.3)),
    Watch("alone, a usual of 8 weeks only", replace(CHART, confirmed=8)),
    Watch("alone, a usual that is never renewed", replace(CHART, lasts=10**6)),
    Watch("alone, the mean treated as known", CHART, textbook=True),
    Watch("a CUSUM with k 0.5 and h 4", replace(CHART, nudge=99, support=99), cusum=4),
]
AS_IT_IS = WATCHES[0]


@dataclass(frozen=True)
class Seen:
    """What one person was told, week by week."""

    signals: list[Signal]
    cards: list[int | None]

    def told(self, first: int, weeks: int, signal: Signal = Signal.NUDGE) -> bool:
        """Say whether a signal came in so many weeks, from one on."""
        return any(one >= signal for one in self.signals[first : first + weeks])

    @property
    def card(self) -> bool:
        """Say whether a card came."""
        return 0 in self.cards


def drawn(people: People, chance: Random, weeks: int, rise: Rise) -> Iterator[float | None]:
    """Draw one person's weeks, with a spread of their own: in steps of 5, 0 to 100, or missing."""
    sd, last = 10 * math.exp(chance.gauss(0, 0.3)), chance.gauss(0, 1)
    for week in range(weeks):
        answer = 5.0 * round((people.mean + sd * last + rise(week, sd)) / 5)
        missing = people.misses and chance.random() < people.misses
        yield None if missing else min(100.0, max(0.0, answer))
        last = people.clings * last + math.sqrt(1 - people.clings**2) * chance.gauss(0, 1)


def watched(strains: Iterator[float | None], watch: Watch) -> Seen:
    """Walk through one person's weeks with the product's functions."""
    weeks = [AnsweredWeek(strain=one) for one in strains]
    state, states, signals, total = DriftState(), [], [], 0.0
    for week in weeks:
        before, state = state, step(state, week, watch.design)
        if watch.textbook and state.settled(watch.design):
            state = state._replace(usual=replace(state.usual, size=math.inf))
        if before.settled(watch.design):
            total = cusum(total, week.strain, before.usual)
        states.append(state)
        signals.append(max(state.signal, Signal.NUDGE if total > watch.cusum else Signal.NONE))
    return Seen(signals, list(floor.follow(weeks, states)))


def cusum(total: float, answer: float | None, usual: Baseline, k: float = 0.5) -> float:
    """S = max(0, S + (x − μ)/s − k), held over a missing week."""
    return total if answer is None else max(0.0, total + (answer - usual.mean) / usual.sd - k)


def share(found: Sequence[bool]) -> float:
    """The share of those who were told, in percent."""
    return 100 * sum(found) / len(found)


def crowd(
    people: People, weeks: int, rise: Rise, watch: Watch = AS_IT_IS, size: int = PEOPLE
) -> list[Seen]:
    """Draw so many people and watch them; the same ones each time."""
    chance = Random(SEED)
    return [watched(drawn(people, chance, weeks, rise), watch) for _ in range(size)]


def first_year(people: People, watch: Watch = AS_IT_IS, size: int = PEOPLE) -> list[float]:
    """Count false nudges, false offers and cards in a first year in which nothing changes."""
    seen = crowd(people, YEAR, lambda week, sd: 0, watch, size)
    nudged = share([one.told(0, YEAR) for one in seen])
    offered = share([one.told(0, YEAR, Signal.SUPPORT) for one in seen])
    return [nudged, offered, share([one.card for one in seen])]


def found(people: People, watch: Watch = AS_IT_IS, size: int = PEOPLE) -> list[float]:
    """Count who is told within 8 weeks of 1.5 own spreads, and by week 24 of 30 points.

    The spreads come from week 13 on, just after the usual is confirmed, or from week 21 on; the
    points from week 5 on, before there is a usual.
    """
    shares = []
    for first in (12, 20):
        seen = crowd(
            people, first + 8, lambda week, sd, n=first: 1.5 * sd * (week >= n), watch, size
        )
        shares.append(share([one.told(first, 8) for one in seen]))
    seen = crowd(people, 24, lambda week, sd: 30 * (week >= 4), watch, size)
    return [*shares, share([one.told(4, 20) for one in seen])]


def line(name: str, figures: Sequence[float]) -> str:
    """Write a row of a table."""
    return f"| {name} | {' | '.join(f'{one:.0f} %' for one in figures)} |"


def name_of(people: People) -> str:
    """Name a row by how its people answer."""
    return f"φ {people.clings}, {100 * people.misses:.0f} % missing"


def head(*columns: str) -> list[str]:
    """Write the head of a table."""
    return ["", f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]


FOUND = ("+1.5 spreads from week 13", "from week 21", "+30 points from week 5")


def tables(size: int) -> Iterator[str]:
    """Write the three tables."""
    yield from head("Autocorrelation, missing", "False nudge", "False offer", *FOUND)
    for people in GRID:
        figures = *first_year(people, size=size)[:2], *found(people, size=size)
        yield line(name_of(people), figures)
    yield from head("Usual", "False nudge", "False offer", "Card on long heavy weeks")
    for people in MEANS:
        yield line(str(people.mean), first_year(people, size=size))
    yield from head("Watch", "False nudge", "False offer", *FOUND)
    for watch in WATCHES:
        figures = *first_year(People(), watch, size)[:2], *found(People(), watch, size)
        yield line(watch.name, figures)


def main() -> None:
    """Draw the people and print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=PEOPLE)
    size = options.parse_args().people
    for written in tables(size):
        print(written, flush=True)
    error = 100 * math.sqrt(0.14 * 0.86 / size)
    print(f"\n{size} people a row, seed {SEED}; a rate of 14 % is known to ± {error:.1f} points.")


if __name__ == "__main__":
    main()

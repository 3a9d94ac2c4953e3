"""How often the watch over somebody's own usual is wrong: `python bench/drift.py --people 1500`.

Draws people whose usual of 40 never changes, and counts those who get a nudge within the 52 weeks
after their first eight; then people whose answers rise by 1.5 of their own standard deviations, and
counts those who get one within eight weeks. The figures are in docs/method.md.
"""

import argparse
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

from wellbeing.signals import USUAL, Baseline, Design, Lived, Signal, State, step

YEAR, SOON, RISE = 52, 8, 1.5
# Where people usually are; the longer their way to 75, the rarer one heavy week.
MEAN = 40
SEED = 20261125
# One heavy week and a renewed usual are left out where the design's table is held beside.
BARE = replace(USUAL, heavy=math.inf, lasts=10**6)


@dataclass(frozen=True)
class Plan:
    """One row: the design, how people answer, and what the design's own table says, in percent."""

    name: str
    design: Design = BARE
    textbook: bool = False
    clings: float = 0
    misses: float = 0
    signal: Signal = Signal.NUDGE
    # The limit of a CUSUM chart in place of the EWMA: what the design weighed and did not take.
    cusum: float | None = None
    told: int | None = None
    told_found: int | None = None


def bare(weeks: int, sds: float) -> Design:
    """The chart alone, with a usual of so many weeks and a limit so wide."""
    return replace(BARE, settled=weeks, sketched=4, nudge=sds, support=max(sds, USUAL.support))


PLANS = [
    Plan("4 weeks, L 2.7, textbook", bare(4, 2.7), textbook=True, told=31),
    Plan("4 weeks, L 2.7", bare(4, 2.7), told=9, told_found=52),
    Plan("8 weeks, L 2.4, textbook", bare(8, 2.4), textbook=True, told=36),
    Plan("8 weeks, L 2.4", bare(8, 2.4), told=18, told_found=79),
    Plan("8 weeks, L 2.7, textbook", bare(8, 2.7), textbook=True, told=25),
    Plan("8 weeks, L 2.7", bare(8, 2.7), told=10, told_found=70),
    Plan("8 weeks, L 2.7, answers cling (.3)", bare(8, 2.7), clings=0.3, told=26),
    Plan("8 weeks, L 3.0, textbook", bare(8, 3.0), textbook=True, told=19),
    Plan("8 weeks, L 3.0", bare(8, 3.0), told=8, told_found=57),
    Plan("8 weeks, L 3.0, answers cling (.3)", bare(8, 3.0), clings=0.3, told=14),
    Plan("12 weeks, L 2.7", bare(12, 2.7), told=13, told_found=78),
    Plan("8 weeks, a CUSUM with k .5 and h 4", BARE, cusum=4),
    Plan("as it runs: a nudge", USUAL),
    Plan("as it runs: an offer of support", USUAL, signal=Signal.SUPPORT),
    Plan("as it runs, 3 of 10 weeks missing", USUAL, misses=0.3),
    Plan("as it runs, answers cling (.3)", USUAL, clings=0.3),
]


def answers(chance: Random, clings: float) -> Iterator[tuple[float, float]]:
    """Draw somebody's weeks without end, each with their own spread: in steps of 5, 0 to 100."""
    sd, last, rise = 10 * math.exp(chance.gauss(0, 0.3)), chance.gauss(0, 1), 0.0
    while True:
        drawn = MEAN + sd * (last + rise)
        rise = (yield min(100.0, max(0.0, 5.0 * round(drawn / 5)))) or rise
        last = clings * last + math.sqrt(1 - clings**2) * chance.gauss(0, 1)


def usual_of(people: Iterator[float], plan: Plan) -> State:
    """Let somebody answer until their usual is settled."""
    state = State()
    while not state.settled(plan.design):
        state = step(state, Lived(strain=next(people)), plan.design)
    if plan.textbook:
        state = replace(state, usual=replace(state.usual, size=math.inf))
    return state


def signalled(plan: Plan, chance: Random, weeks: int, rise: float = 0) -> bool:
    """Say whether one person gets the signal within so many weeks after their usual is settled."""
    drawn = answers(chance, plan.clings)
    state, total = usual_of(drawn, plan), 0.0
    for n in range(weeks):
        answer = drawn.send(rise) if n == 0 else next(drawn)
        if plan.misses and chance.random() < plan.misses:
            answer = None
        if plan.cusum:
            total = cusum(total, answer, state.usual)
            over = total > plan.cusum
        else:
            state = step(state, Lived(strain=answer), plan.design)
            over = state.signal >= plan.signal
        if over:
            return True
    return False


def cusum(total: float, answer: float | None, usual: Baseline, k: float = 0.5) -> float:
    """S = max(0, S + (x − μ)/s − k), held over a missing week."""
    return total if answer is None else max(0.0, total + (answer - usual.mean) / usual.sd - k)


def rates(plan: Plan, people: int, seed: int = SEED) -> tuple[float, float]:
    """Percent of people with a false signal in a year, and with a true one in eight weeks."""
    chance = Random(seed)
    false = sum(signalled(plan, chance, YEAR) for _ in range(people))
    found = sum(signalled(plan, chance, SOON, RISE) for _ in range(people))
    return 100 * false / people, 100 * found / people


def table(people: int) -> list[str]:
    """Write a line for each plan, with the figures of the design's table where it has them."""
    lines = ["| Watch | False in a year | in the design | Found in 8 weeks | in the design |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for plan in PLANS:
        false, found = rates(plan, people)
        told, told_found = (
            "" if one is None else f"{one} %" for one in (plan.told, plan.told_found)
        )
        lines.append(f"| {plan.name} | {false:.0f} % | {told} | {found:.0f} % | {told_found} |")
    return lines


def main() -> None:
    """Draw the people and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=400)
    people = options.parse_args().people
    error = 100 * math.sqrt(0.1 * 0.9 / people)
    print(*table(people), sep="\n")
    print(f"{people} people a row, seed {SEED}; a rate of 10 % is known to ± {error:.1f} points.")


if __name__ == "__main__":
    main()

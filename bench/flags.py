"""What a supervisor of nine gets from flags: `python bench/flags.py --teams 200`.

Draws the loads of made-up teams for 26 weeks, lets some weeks go unsent and some be away, and asks
the product's own state table after each. Prints, for a usual load of 60, 80 and 100 %: how many
flags are open on average; how many times a flag tells the supervisor in 26 weeks; how many weeks
are heavy (the mean of the last four that were worked lies above 100 %, sent or not), and how many
percent of these have no flag. The figures are in docs/method.md.
"""

import argparse
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

from workload.rules import load as load_rules
from workload.rules.flags import LOOK_BACK, FlagStanding, FlagWeek, settled

SEED = 20261128
PEOPLE, WEEKS, BEFORE = 9, 26, 8
USUALS = (60, 80, 100)
FIRST = date(2026, 1, 5)
REASONS = (None, load_rules.Level.AMBER, load_rules.Level.RED)


@dataclass(frozen=True)
class World:
    """How loads move: a usual for each person, and around it weeks that cling to each other.

    Made up, like the chance of an amber and of a red reason beside the load in a week.
    """

    between: float = 16
    within: float = 10
    clings: float = 0.6
    unsent: float = 0.15
    away: float = 0.06
    amber_reason: float = 0.05
    red_reason: float = 0.004


def loads(world: World, usual: float, teams: int, chance: np.random.Generator) -> np.ndarray:
    """Draw the load of each person in each week, in percent: people × weeks."""
    people = teams * PEOPLE
    own = usual + world.between * chance.standard_normal((people, 1))
    noise = chance.standard_normal((people, BEFORE + WEEKS))
    for week in range(1, noise.shape[1]):
        noise[:, week] *= np.sqrt(1 - world.clings**2)
        noise[:, week] += world.clings * noise[:, week - 1]
    return np.clip(own + world.within * noise, 0, None).round(1)


def heavy(drawn: np.ndarray, away: np.ndarray) -> np.ndarray:
    """Say of each person-week whether the mean of the last four that were worked is above 100 %."""
    found = np.zeros(drawn.shape, bool)
    for person, week in np.ndindex(drawn.shape):
        lately = drawn[person, : week + 1][~away[person, : week + 1]][-4:]
        found[person, week] = lately.size == 4 and lately.mean() > 100 and not away[person, week]
    return found


def week_of(week: int, load: float, away: bool, beside: int) -> FlagWeek:
    """Write one week as the table sees it."""
    monday = FIRST + timedelta(weeks=week)
    if away:
        return FlagWeek(monday, away=True)
    percent = Decimal(str(load))
    return FlagWeek(monday, load=percent, level=load_rules.level(percent), beside=REASONS[beside])


def lived(
    row: np.ndarray, away: np.ndarray, sent: np.ndarray, beside: np.ndarray
) -> tuple[list[bool], int]:
    """Let one person live through the weeks; return when a flag was open, and its messages."""
    standing, weeks, stands, messages = FlagStanding(), [], [], 0
    for week, load in enumerate(row):
        if sent[week]:
            weeks.append(week_of(week, float(load), bool(away[week]), int(beside[week])))
        day = FIRST + timedelta(weeks=week, days=4)
        for turned in settled(standing, weeks[-LOOK_BACK:], day):
            standing = turned.standing
            messages += turned.tells and week >= BEFORE
        stands.append(standing.level is not None and not standing.resting)
    return stands, messages


def figures(world: World, usual: float, teams: int, seed: int = SEED) -> tuple[float, ...]:
    """Compute open flags a team, messages a team in 26 weeks, and heavy weeks without a flag."""
    chance = np.random.default_rng(seed)
    drawn = loads(world, usual, teams, chance)
    away = chance.random(drawn.shape) < world.away
    sent = away | (chance.random(drawn.shape) >= world.unsent)
    dice = chance.random(drawn.shape)
    beside = (dice < world.amber_reason).astype(int) + (dice < world.red_reason)
    results = [lived(*one) for one in zip(drawn, away, sent, beside, strict=True)]
    stands = np.array([open_then for open_then, _ in results])[:, BEFORE:]
    hard = heavy(drawn, away)[:, BEFORE:]
    missed = 100 * (hard & ~stands).sum() / max(1, hard.sum())
    messages = sum(sent_out for _, sent_out in results) / teams
    return stands.sum() / WEEKS / teams, messages, missed, 100 * hard.mean()


def main() -> None:
    """Draw the teams and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--teams", type=int, default=200)
    teams = options.parse_args().teams
    print("| Usual load | Flags open | Messages in 26 weeks | Heavy weeks | Of these unflagged |")
    print("| --- | --- | --- | --- | --- |")
    for usual in USUALS:
        stands, messages, missed, hard = figures(World(), usual, teams)
        print(f"| {usual} % | {stands:.1f} | {messages:.1f} | {hard:.0f} % | {missed:.0f} % |")
    print(f"{teams} teams of {PEOPLE} a row, seed {SEED}.")


if __name__ == "__main__":
    main()

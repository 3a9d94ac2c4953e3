"""Ask what a year of told bands gives away of one person, and what it still tells: `recovering.py`.

An observer is given more than there is to see: who answered in each block, and that no person's own
mean changed all year. What each told band leaves possible for a sum is cut with all other bands of
the same people, and the sums of people who differ by one are subtracted. An insider besides chooses
their own answers, block by block, so that the band of the others turns. Runs the product's own
rule, bands and draws, with fixed seeds. `recovering.py [TEAMS]`.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

import django

from people.groups.rule import GroupMember, GroupSum, Tree, publish, tally
from wellbeing.rules.bands import SCALE, STRAIN, WIDEST, word

BLOCKS, SEED = 13, 2569
# Teams of so many who send; each answers in so many of ten blocks.
FEWEST, MOST, ANSWERS = 7, 14, 0.9
# People's usual, how it differs between them, and how a block's mean differs from it.
USUAL, BETWEEN, WITHIN, RISE, RISES_AT = 45, 12, 5, 20, 4
EDGES = {
    name: (edge // SCALE, high) for (edge, name), high in zip(STRAIN, (100, 60, 35), strict=True)
}
CHANCE = WIDEST[0] // SCALE
SPANS = (0, 20, 50)
TREE, TEAM = Tree({1: None}), 1


class Span(NamedTuple):
    """From where to where something may lie."""

    low: float
    high: float

    def cut(self, other: "Span") -> "Span":
        """Keep what both leave possible."""
        return Span(max(self.low, other.low), min(self.high, other.high))

    @property
    def width(self) -> float:
        """How far it is from one end to the other."""
        return self.high - self.low


ANY = Span(0, 100)


class Told:
    """Tells the band of one team, block by block, by the product's rule and draws."""

    def __init__(self, key: bytes, widest: int = WIDEST[0]):
        from people.keys.chance import whole_draw

        self.key, self.whole, self.block, self.widest = key, whole_draw, 0, widest

    def __call__(self, means: dict[int, float], senders: int) -> str:
        """Tell the band of those who answered; nothing where the team is withheld."""
        self.block += 1
        people = [
            GroupMember(n, TEAM, True, (round(means[n] * SCALE) if n in means else None,))
            for n in range(senders)
        ]
        said = publish(TREE, tally(people), word=word, chance=self.draw)
        return said[TEAM].band if TEAM in said else ""

    def draw(self, unit: int, _measure: int) -> int:
        """Draw the chance of a block."""
        return self.whole(self.key, self.widest, "strain", unit, self.block)


def true_band(means: dict[int, float]) -> str:
    """Name the band without chance."""
    return word(TEAM, 0, GroupSum(len(means), round(sum(means.values()) * SCALE)))


def sum_of(band: str, people: int, widest: int) -> Span:
    """Say between what the sum of so many people with a told band lies."""
    low, high = EDGES[band]
    reach = widest // SCALE
    return Span(
        max(0, low * people - reach) if low else 0,
        min(100 * people, high * people + reach) if high < 100 else 100 * people,
    )


def located(blocks: Iterable[tuple[frozenset[int], str]], widest: int) -> dict[int, Span]:
    """Work out between what each person lies, from the people and the band of each block."""
    sums: dict[frozenset[int], Span] = {}
    for people, band in blocks:
        if band:
            found = sum_of(band, len(people), widest)
            sums[people] = sums.get(people, found).cut(found)
    spans = {one: ANY for people in sums for one in people}
    for one, other in combinations(sums, 2):
        less, more = sorted((one, other), key=len)
        if len(more - less) == 1 and less < more:
            (person,) = more - less
            apart = Span(sums[more].low - sums[less].high, sums[more].high - sums[less].low)
            spans[person] = spans[person].cut(apart)
    for _ in range(3):
        for people, found in sums.items():
            narrow(spans, people, found)
    return spans


def narrow(spans: dict[int, Span], people: frozenset[int], found: Span) -> None:
    """Take from a sum what the others at least and at most add to it."""
    low = sum(spans[one].low for one in people)
    high = sum(spans[one].high for one in people)
    for one in people:
        mine = spans[one]
        rest = Span(found.low - (high - mine.high), found.high - (low - mine.low))
        spans[one] = mine.cut(rest)


def team(chance: Random) -> list[float]:
    """Draw a team: each person's own usual, in steps of five."""
    many = chance.randint(FEWEST, MOST)
    usual = [chance.gauss(USUAL, BETWEEN) for _ in range(many)]
    return [min(100, max(0, 5 * round(one / 5))) for one in usual]


def still_years(teams: int, widest: int) -> Iterator[float]:
    """Watch teams in which no one changes, one leaves in spring and one comes in autumn."""
    for number in range(teams):
        chance = Random(SEED + number)
        means, tell = team(chance), Told(chance.randbytes(32), widest)
        leaver, comer = chance.sample(range(len(means)), 2)
        blocks = []
        for block in range(BLOCKS):
            away = {leaver} if block >= 4 else set()
            away |= {comer} if block < 9 else set()
            there = [n for n in range(len(means)) if n not in away and chance.random() < ANSWERS]
            blocks.append((frozenset(there), tell({n: means[n] for n in there}, len(means))))
        yield from (span.width for span in located(blocks, widest).values())


def insiders(teams: int, widest: int) -> Iterator[float]:
    """Let an insider turn the band of all by their own answers, before and after one left."""
    for number in range(teams):
        chance = Random(SEED * 2 + number)
        means, tell = team(chance), Told(chance.randbytes(32), widest)
        everybody = range(len(means))
        leaver = chance.randrange(1, len(means))
        before = others(means, [n for n in everybody if n], tell, 6)
        after = others(means, [n for n in everybody if n not in {0, leaver}], tell, 7)
        yield Span(before.low - after.high, before.high - after.low).cut(ANY).width


def others(means: list[float], those: list[int], tell: Told, blocks: int) -> Span:
    """Close in on the sum of some people over some blocks, always asking in the middle."""
    found = Span(0, 100 * len(those))
    for _ in range(blocks):
        many, middle = len(those) + 1, (found.low + found.high) / 2
        mine = min((edge * many - middle for edge in (35, 60)), key=lambda own: abs(own - 50))
        mine = min(100, max(0, 5 * round(mine / 5)))
        band = tell({0: mine} | {n: means[n] for n in those}, len(means))
        if band:
            whole = sum_of(band, many, tell.widest)
            found = found.cut(Span(whole.low - mine, whole.high - mine))
    return found


def risen(teams: int) -> tuple[list[bool], list[bool], list[bool]]:
    """Let teams rise by 20: told high at once, never within eight blocks, another than true."""
    at_once, never, other = [], [], []
    for number in range(teams):
        chance = Random(SEED * 3 + number)
        usual, tell = team(chance), Told(chance.randbytes(32))
        told, true = [], []
        for block in range(BLOCKS):
            rise = RISE if block >= RISES_AT else 0
            means = {
                n: min(100, max(0, chance.gauss(one + rise, WITHIN)))
                for n, one in enumerate(usual)
                if chance.random() < ANSWERS
            }
            band = tell(means, len(usual))
            told.append(band)
            true.append(true_band(means) if band else "")
        other += [a != b for a, b in zip(told, true, strict=True) if a]
        if true[RISES_AT] == "high":
            at_once.append(told[RISES_AT] == "high")
            never.append("high" not in told[RISES_AT : RISES_AT + 8])
    return at_once, never, other


def share(found: list[bool]) -> str:
    """Write a share of all in percent."""
    return f"{100 * sum(found) / len(found):.2f} % of {len(found)}"


def main(teams: int = 1000) -> None:
    """Print the figures of docs/method.md; first as they would be without chance."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # No row is read or written, and nothing is sealed.
    os.environ.setdefault("SECRET_KEY", "only-for-measuring")
    django.setup()
    for widest in (0, WIDEST[0]):
        print(f"with up to {widest // SCALE} points of chance")
        for name, years in (("observer", still_years), ("insider", insiders)):
            found = list(years(teams, widest))
            for most in SPANS:
                print(f"  {name}, within {most} points: {share([one <= most for one in found])}")
            print(f"  {name}, narrowest: {min(found):.0f}")
    for name, one in zip(("at once", "never", "other than true"), risen(teams), strict=True):
        print(f"high, {name}: {share(one)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""Ask what the told groups give away of who answered: `answering.py [TREES]`.

Who sent a week is known to all. An observer sees which units are told, and works out every number
of answers that looks just so; an insider knows besides whether they themselves answered. No other
person may be certain to have answered, or not to. Runs the product's own rule, prints a line a
kind.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

from people.groups.rule import LINES_FROM, SMALLEST, GroupSum, GroupTally, Tree, shown

MOST, SEED = 12, 2569
# Who looks: no one in the units, or one person in a unit, with whether they answered.
View = tuple[int, bool] | None


class Certain(NamedTuple):
    """A person an observer is certain about: the senders, where, what is told, who looks."""

    sent: Mapping[int, int]
    unit: int
    told: frozenset[int]
    view: View
    answered: bool


def told(tree: Tree, sent: Mapping[int, int], answered: Mapping[int, int], least: int) -> frozenset:
    """Say which units are told, by the product's own rule; a line also where the unit is told."""
    own = {unit: GroupTally(n, n, (GroupSum(answered[unit], 0),)) for unit, n in sent.items() if n}
    return frozenset(shown(tree, own, tree.whole(own), least))


def certainties(tree: Tree, sent: Mapping[int, int], least: int = SMALLEST) -> Iterator[Certain]:
    """Find all who are certain to have answered, or not, with any numbers of answers."""
    looks = defaultdict(list)
    for numbers in product(*(range(n + 1) for n in sent.values())):
        answered = dict(zip(sent, numbers, strict=True))
        looks[told(tree, sent, answered, least)].append(answered)
    views: list[View] = [None, *product((unit for unit, n in sent.items() if n), (True, False))]
    for look, possible in looks.items():
        for view in views:
            for unit in sent:
                for sure in settled(sent, unit, view, possible):
                    yield Certain(sent, unit, look, view, sure)


def settled(
    sent: Mapping[int, int], unit: int, view: View, possible: list[dict[int, int]]
) -> set[bool]:
    """Say what is certain of each of a unit's people, beside the one who looks."""
    inside = view is not None and view[0] == unit
    others = sent[unit] - inside
    mine = int(inside and view[1])
    numbers = {one[unit] - mine for one in possible if fits(sent, one, view)}
    if not others or not numbers:
        return set()
    return {sure for sure in (True, False) if numbers == {others if sure else 0}}


def fits(sent: Mapping[int, int], answered: Mapping[int, int], view: View) -> bool:
    """Say whether an insider can have done what they know that they did."""
    if view is None:
        return True
    unit, did = view
    return answered[unit] >= 1 if did else answered[unit] < sent[unit]


def teams(most: int) -> Iterator[tuple[Tree, dict[int, int]]]:
    """Go through one and two teams below an office without people, with up to so many senders."""
    for number in range(1, most + 1):
        yield Tree({1: None, 2: 1}), {2: number}
        yield from ((Tree({1: None, 2: 1, 3: 1}), {2: number, 3: n}) for n in range(1, most + 1))


def trees(many: int, most: int, seed: int = SEED) -> Iterator[tuple[Tree, dict[int, int]]]:
    """Draw trees of three units, each with people of its own."""
    chance = Random(seed)
    for _ in range(many):
        parents = {1: None, 2: 1, 3: chance.choice((1, 2))}
        yield Tree(parents), {unit: chance.randint(0, most) for unit in parents}


def found(worlds: Iterable[tuple[Tree, dict[int, int]]], least: int) -> tuple[int, list[Certain]]:
    """Look at some worlds: how many, and who is certain in them."""
    many, certain = 0, []
    for tree, sent in worlds:
        many += 1
        certain += certainties(tree, sent, least)
    return many, certain


def main(many: int = 500) -> None:
    """Print how many people are certain to have answered or not, by kind of world."""
    for least in (SMALLEST, LINES_FROM):
        for name, worlds in (("one and two teams", teams(MOST)), ("three", trees(many, MOST))):
            looked, certain = found(worlds, least)
            print(f"from {least} on, {name}: {looked} worlds, {len(certain)} certain")
            for one in certain[:5]:
                print("  ", one)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

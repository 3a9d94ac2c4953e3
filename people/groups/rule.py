"""What may be told about a group: the groups rule. No Django, no clock, no database.

docs/groups-rule.md explains it step by step, with a table, the attacks it withstands and its
sources.

Everything that is told about a group comes out of `publish`: a size in words, one of three bands,
and a band for each further line that enough people answered. There is no mean, lowest, highest,
share or rate, so a group of people who all agree tells no more than another. This module does not
know what is measured or where bands begin: apps above give a word for each sum, and a chance for
each band.

The rule keeps two promises. First, a viewer cannot see whether a person answered. It is known who
sent a week, so at most all senders but two count as answers; and what is hidden beside a small
group is chosen by senders, never by answers (complementary suppression). Second, a viewer cannot
subtract. The parts of a shown unit that are not shown are either none, or at least two that
together have as many answers as a group needs.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

VERSION = 2
# Viva Insights shows groups from 5 on. In a group of 4, three can subtract themselves and read one.
SMALLEST = 5
LARGEST_CHOICE = 50
# NHS trusts show what a team says line by line from 10 answers on.
LINES_FROM = 10
# Of all who sent a week, two may always have been silent: also one of them cannot be sure.
NEVER_COUNTED = 2
# The chance that a sum of people's means carries, as a part of what one person can add to it.
CHANCE_SHARE = 4
SIZES = ((50, "50+"), (20, "20-49"), (10, "10-19"), (5, "5-9"))


class GroupMember(NamedTuple):
    """One person of a group: the unit where they count, whether they sent, and their own means.

    One mean by each measure, None where there is none. None by the first measure means that the
    person did not answer. Means are whole numbers of a share that divides them all without a rest.
    """

    person: int
    unit: int
    sent: bool
    totals: tuple[int | None, ...]


class GroupSum(NamedTuple):
    """How many people answered, and the sum of their own means."""

    people: int = 0
    total: int = 0


class GroupTally(NamedTuple):
    """How many people a group has, how many of them sent, and their sum by each measure."""

    people: int = 0
    sent: int = 0
    sums: tuple[GroupSum, ...] = (GroupSum(),)

    def counted(self, measure: int = 0) -> int:
        """Count the answers by a measure, at most all who sent but two."""
        return max(0, min(self.sums[measure].people, self.sent - NEVER_COUNTED))


# Names the band of a unit, by a measure, from its sum.
Word = Callable[[int, int, GroupSum], str]
# Draws the chance that the sum of a unit carries, by a measure.
Chance = Callable[[int, int], int]


@dataclass(frozen=True)
class Said:
    """What is told about one group: the band of the first measure, and of each further one.

    A line is '' if nothing is told about it.
    """

    size: str
    band: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tree:
    """The fixed tree of one organisation's units: each with the unit it lies in."""

    parents: Mapping[int, int | None]

    @cached_property
    def below(self) -> dict[int | None, list[int]]:
        """The units directly below each unit; those that lie in none are below None."""
        found: dict[int | None, list[int]] = defaultdict(list)
        for unit, parent in self.parents.items():
            found[parent].append(unit)
        return found

    def line(self, unit: int | None) -> list[int]:
        """List a unit and all units it lies in, upwards."""
        found = []
        while unit is not None:
            found.append(unit)
            unit = self.parents[unit]
        return found

    @cached_property
    def downwards(self) -> list[int]:
        """List every unit after the one it lies in."""
        found = list(self.below.get(None, ()))
        for unit in found:
            found += self.below.get(unit, ())
        return found

    def whole(self, own: Mapping[int, GroupTally]) -> dict[int, GroupTally]:
        """Add up each unit with everything below it."""
        nobody = GroupTally(sums=(GroupSum(),) * measures_of(own))
        found = {unit: own.get(unit, nobody) for unit in self.parents}
        for unit in reversed(self.downwards):
            if (parent := self.parents[unit]) is not None and found[unit] is not nobody:
                found[parent] = added(found[parent], found[unit])
        return found


def added(one: GroupTally, other: GroupTally) -> GroupTally:
    """Add two groups that share no person."""
    sums = [
        GroupSum(a.people + b.people, a.total + b.total)
        for a, b in zip(one.sums, other.sums, strict=True)
    ]
    return GroupTally(one.people + other.people, one.sent + other.sent, tuple(sums))


def unit_of_person(given: Mapping[int, tuple[int, object]]) -> int:
    """Choose the unit where a person counts: most weeks sent there; if equal, the latest.

    `given` has for each unit the number of weeks and the last of them. One person counts once. A
    person who moved in the middle counts where most of the weeks are from; with two weeks each,
    where they are now.
    """
    return max(given, key=lambda unit: given[unit])


def place_above(tree: Tree, unit: int, led: set[int]) -> int | None:
    """Choose the unit where a leader counts: above the highest unit that they lead, or none.

    So no leader of a group is counted in what that group tells, and each group still holds all that
    the groups below it hold.
    """
    line = tree.line(unit)
    leads = [at for at, one in enumerate(line) if one in led]
    above = line[leads[-1] + 1 :] if leads else line
    return above[0] if above else None


def tally(people: Iterable[GroupMember]) -> dict[int, GroupTally]:
    """Add up the people of each unit, one after the other: no list of them is kept."""
    numbers: dict[int, list[int]] = {}
    for _person, unit, sent, totals in people:
        if (found := numbers.get(unit)) is None:
            found = numbers[unit] = [0] * (2 + 2 * len(totals))
        found[0] += 1
        found[1] += sent
        place = 2
        for total in totals:
            if total is not None:
                found[place] += 1
                found[place + 1] += total
            place += 2
    return {
        unit: GroupTally(many, sent, tuple(map(GroupSum, sums[::2], sums[1::2])))
        for unit, (many, sent, *sums) in numbers.items()
    }


def sum_of_tallies(column: tuple[int | None, ...]) -> GroupSum:
    """Add up one measure; a person who said nothing about it is not counted."""
    said = [one for one in column if one is not None]
    return GroupSum(len(said), sum(said))


def withheld(siblings: Mapping[int, GroupTally], smallest: int, measure: int = 0) -> set[int]:
    """Choose the hidden children of a shown unit (complementary suppression).

    Hidden are the children in which too few people count, though one of them sent. If there are
    any, the child with the fewest senders among the others is hidden too (if equal, the first by
    id), until at least two are hidden and enough people count in them together. If that is never
    reached, all are hidden.
    """
    sent = {unit: one for unit, one in siblings.items() if one.sent}
    hidden = {unit for unit, one in sent.items() if one.counted(measure) < smallest}
    rest = sorted((one.sent, unit) for unit, one in sent.items() if unit not in hidden)
    many = sum(sent[unit].counted(measure) for unit in hidden)
    # One that is hidden alone has too few in it: so at least two are, where there are two.
    while hidden and rest and many < smallest:
        _sent, unit = rest.pop(0)
        hidden.add(unit)
        many += sent[unit].counted(measure)
    return hidden


def parts(
    tree: Tree, unit: int, own: Mapping[int, GroupTally], whole: Mapping[int, GroupTally]
) -> dict[int, GroupTally]:
    """List the parts of a unit: its children, and under its own id the people in it alone."""
    found = {child: whole[child] for child in tree.below.get(unit, ())}
    if found and unit in own:
        found[unit] = own[unit]
    return found


def shown(
    tree: Tree,
    own: Mapping[int, GroupTally],
    whole: Mapping[int, GroupTally],
    smallest: int,
    measure: int = 0,
) -> list[int]:
    """List the units about which something is told by a measure, from the top down.

    Below a hidden unit everything is hidden. People directly in a unit that has others below it
    count as one more child: it is hidden or not as they are, but nothing is told about it by
    itself.
    """
    roots = tree.below.get(None, ())
    found = [root for root in roots if whole[root].counted(measure) >= smallest]
    for unit in found:
        siblings = parts(tree, unit, own, whole)
        hidden = withheld(siblings, smallest, measure)
        found += [
            child
            for child, one in siblings.items()
            if child != unit and one.sent and child not in hidden
        ]
    return found


def measures_of(own: Mapping[int, GroupTally]) -> int:
    """Count by how many measures people are added up; by one if there are no people."""
    return len(next(iter(own.values()), GroupTally()).sums)


def no_chance(_unit: int, _measure: int) -> int:
    """Return no chance, for what is told without chance."""
    return 0


def publish(
    tree: Tree,
    own: Mapping[int, GroupTally],
    smallest: int = SMALLEST,
    *,
    word: Word,
    chance: Chance = no_chance,
    lines_from: int = LINES_FROM,
    whole: Mapping[int, GroupTally] | None = None,
) -> dict[int, Said]:
    """Decide what may be told about each unit; a unit that is not in the answer is withheld.

    `own` holds each unit's own people (`tally`). Each line is hidden by the same rule as the first
    measure, with `lines_from` if that is more, and with the people who answered it. Below five is
    refused. `word` names the band of a unit by a measure, `chance` gives what its sum carries.
    `whole` is `tree.whole(own)`, if the caller has it already.
    """
    refuse_smaller(smallest)
    whole = whole or tree.whole(own)
    open_by = [set(shown(tree, own, whole, smallest))]
    for measure in range(1, measures_of(own)):
        open_by.append(set(shown(tree, own, whole, max(smallest, lines_from), measure)))
    audit(tree, own, open_by[0], smallest, whole)
    same = sharing(tree, whole)

    def drawn(unit: int, measure: int, of: GroupSum) -> str:
        return word(unit, measure, GroupSum(of.people, of.total + chance(same[unit], measure)))

    return {
        unit: said(unit, whole[unit], [unit in one for one in open_by], drawn)
        for unit in open_by[0]
    }


def sharing(tree: Tree, whole: Mapping[int, GroupTally]) -> dict[int, int]:
    """Name for each unit the highest unit that counts the same people: they share one draw.

    Two draws for one sum would be two looks at it. A unit counts the same people as the unit it
    lies in if no other person sent there.
    """
    found: dict[int, int] = {}
    for unit in tree.downwards:
        parent = tree.parents[unit]
        if parent is not None and whole[parent].sent == whole[unit].sent:
            found[unit] = found[parent]
        else:
            found[unit] = unit
    return found


def said(unit: int, of: GroupTally, open_by: Sequence[bool], word: Word) -> Said:
    """Put a group into words, by the measures that are open for it."""
    first, *lines = (
        word(unit, measure, one) if is_open else ""
        for measure, (one, is_open) in enumerate(zip(of.sums, open_by, strict=True))
    )
    return Said(size(of.people), first, tuple(lines))


def band_of_sum(sums: GroupSum, steps: Sequence[tuple[int, str]]) -> str:
    """Find the band of the mean of people's own means; an edge belongs to the band above.

    Chance may lead below the lowest edge: that is still the lowest band.
    """
    found = (word for edge, word in steps if sums.total >= edge * sums.people)
    return next(found, steps[-1][1])


def size(people: int) -> str:
    """Write a number of people as one of four words; fewer than five have none."""
    return next(word for least, word in SIZES if people >= least)


def refuse_smaller(smallest: int) -> None:
    """Refuse groups of fewer than five, whatever an organisation asks for."""
    if smallest < SMALLEST:
        raise ValueError(f"Groups of {smallest} are never shown")


def enough(people: int, smallest: int) -> bool:
    """Say whether a number of people may be told, where no group lies within another."""
    return people >= max(smallest, SMALLEST)


def audit(
    tree: Tree,
    own: Mapping[int, GroupTally],
    told: Collection[int],
    smallest: int,
    whole: Mapping[int, GroupTally],
) -> None:
    """Refuse, before a row is written, what would expose a few people or their silence.

    This is written apart from `shown`: it checks the result, not how it was made. Where no part of
    a unit is shown, a viewer cannot subtract.
    """
    broken = {unit for unit in told if whole[unit].counted() < smallest}
    above = {None, *told}
    broken |= {unit for unit in told if tree.parents[unit] not in above}
    for unit in told:
        made_of = parts(tree, unit, own, whole)
        rest = [one for part, one in made_of.items() if part == unit or part not in told]
        few = any(one.sent for one in rest) and sum(one.counted() for one in rest) < smallest
        if few and len(rest) < len(made_of):
            broken.add(unit)
    if broken:
        raise ValueError(f"Units that would give a few people away: {sorted(broken)}")

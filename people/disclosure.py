"""What may be said of a group: the groups rule. No Django, no clock, no database.

Everything that is ever said of a group comes out of `publish` and `settle`: a size in words, one of
three bands, and a band for each further line where enough people answered it. No mean, lowest,
highest, share or rate, so a group of one mind says no more than any other. What is measured, and
where its bands begin, is not for this module: apps above bring a word for each sum.

A figure of a group is the set of people it describes. The sets that are shown form a tree, so
whatever adding and subtracting can give is made of the leftovers: a shown unit less its shown
children. Each leftover is nobody or as many as the rule asks for; `leftovers` lists
them, and `audit` refuses.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

VERSION = 1
# Viva Insights shows groups from 5 on; in a group of 4, three can subtract themselves and read one.
SMALLEST = 5
LARGEST_CHOICE = 50
# NHS trusts show what a team says line by line from 10 answers on.
LINES_FROM = 10
# A change is told only when it cannot be laid to one person or two.
CHANGED = 3
BLOCKS_BACK = 3
SIZES = ((50, "50+"), (20, "20-49"), (10, "10-19"), (5, "5-9"))


class Respondent(NamedTuple):
    """One person: the unit where they count, and their own mean by each measure, None where none.

    Means are whole numbers of a share that divides them all without a rest.
    """

    person: int
    unit: int
    totals: tuple[int | None, ...]


class Sum(NamedTuple):
    """How many people, and the sum of their own means."""

    people: int = 0
    total: int = 0


Sums = tuple[Sum, ...]
# Names the band of a unit, by a measure, from its sum.
Word = Callable[[int, int, Sum], str]


@dataclass(frozen=True)
class Said:
    """What is said of one group: the band of the first measure, and of each further one.

    A line is '' where nothing is said of it.
    """

    size: str
    band: str
    lines: tuple[str, ...] = ()

    def of(self, measure: int) -> tuple[str, str] | str:
        """Find what is said by one measure; how many people there are belongs to the first."""
        return self.lines[measure - 1] if measure else (self.size, self.band)


@dataclass(frozen=True)
class Earlier:
    """What an earlier block said of a group, and how many people answered in only one of the two.

    One number for each measure. `unsure` people counted then and cannot be told any more, because
    they took their answers back.
    """

    said: Said
    differ: tuple[int, ...]
    unsure: int = 0

    def allows(self, measure: int, new: Said) -> bool:
        """Say whether something else may be said now, beside what was said then."""
        if not self.said.of(measure) or new.of(measure) == self.said.of(measure):
            return True
        least = self.differ[measure] - self.unsure
        return least >= CHANGED or not (self.differ[measure] or self.unsure)


@dataclass(frozen=True)
class Tree:
    """The fixed tree of one organisation's units: each with the one it lies in."""

    parents: Mapping[int, int | None]

    @cached_property
    def below(self) -> dict[int | None, list[int]]:
        """The units right below each; those that lie in none are below None."""
        found: dict[int | None, list[int]] = defaultdict(list)
        for unit, parent in self.parents.items():
            found[parent].append(unit)
        return found

    def line(self, unit: int | None) -> list[int]:
        """List a unit and all it lies in, upwards."""
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

    def whole(self, own: Mapping[int, Sums]) -> dict[int, Sums]:
        """Add up each unit with everything below it."""
        nobody = (Sum(),) * measures_of(own)
        found = {unit: own.get(unit, nobody) for unit in self.parents}
        for unit in reversed(self.downwards):
            if (parent := self.parents[unit]) is not None and found[unit] is not nobody:
                found[parent] = tuple(map(added, found[parent], found[unit]))
        return found


def added(one: Sum, other: Sum) -> Sum:
    """Put two groups that share nobody together."""
    return Sum(one.people + other.people, one.total + other.total)


def place(given: Mapping[int, tuple[int, object]]) -> int:
    """Choose the unit where a person counts: most weeks answered there, of equals the latest.

    `given` has for each unit how many weeks, and the last of them. One person counts once. Who
    moved in the middle belongs to where most of the answers are from; at two weeks each, to where
    they are now.
    """
    return max(given, key=lambda unit: given[unit])


def place_above(tree: Tree, unit: int, led: set[int]) -> int | None:
    """Choose where somebody counts who leads units: above the highest that they lead, or nowhere.

    So nobody who leads a group is in what that group says, and each group still holds all that
    the groups below it hold.
    """
    line = tree.line(unit)
    leads = [at for at, one in enumerate(line) if one in led]
    above = line[leads[-1] + 1 :] if leads else line
    return above[0] if above else None


def by_unit(people: Iterable[Respondent]) -> dict[int, list[Respondent]]:
    """Sort people into the units where they count."""
    found = defaultdict(list)
    for one in people:
        found[one.unit].append(one)
    return found


def tally(people: Mapping[int, list[Respondent]]) -> dict[int, Sums]:
    """Add up each unit's own people."""
    return {
        unit: tuple(map(summed, zip(*[one.totals for one in rows], strict=True)))
        for unit, rows in people.items()
    }


def summed(column: tuple[int | None, ...]) -> Sum:
    """Add up one measure; who said nothing by it is not counted in it."""
    said = [one for one in column if one is not None]
    return Sum(len(said), sum(said))


def withheld(siblings: Mapping[int, int], smallest: int) -> set[int]:
    """Choose which of a shown unit's children are hidden, from how many people each has.

    Domain paper 5.3, step 2: those with fewer than `smallest`; and while that is one alone, or all
    hidden together are too few, the smallest that is still shown (of equals the first by id).
    Children without anybody are no part of it.
    """
    hidden = {unit for unit, n in siblings.items() if 0 < n < smallest}
    rest = sorted((n, unit) for unit, n in siblings.items() if n >= smallest)
    many = sum(siblings[unit] for unit in hidden)
    while hidden and rest and (len(hidden) < 2 or many < smallest):
        n, unit = rest.pop(0)
        hidden.add(unit)
        many += n
    return hidden


def parts(tree: Tree, unit: int, own: Mapping[int, int], whole: Mapping[int, int]) -> dict:
    """List what a unit is made of: its children, and under its own id the people in it alone."""
    found = {child: whole[child] for child in tree.below.get(unit, ())}
    if found and own.get(unit):
        found[unit] = own[unit]
    return found


def shown(
    tree: Tree,
    own: Mapping[int, int],
    whole: Mapping[int, int],
    smallest: int,
    staffed: Container[int] = (),
) -> list[int]:
    """List the units of which something is said, from the top down, from numbers of people.

    Below a hidden unit everything is hidden. People of a unit that has others below it count as
    one more child: it is hidden or not as they are, though nothing is said of it by itself.

    Were a small unit hidden alone where all can see, it would be known whether anybody in it
    answered: so if somebody could have (`staffed`), the smallest sister that is shown goes too.
    """
    found = [root for root in tree.below.get(None, ()) if whole[root] >= smallest]
    for unit in found:
        siblings = parts(tree, unit, own, whole)
        hidden = withheld(siblings, smallest)
        children = {child: n for child, n in siblings.items() if child != unit}
        told = [child for child, n in children.items() if n >= smallest and child not in hidden]
        out = [n for one, n in children.items() if one not in told and (n or one in staffed)]
        if (out and not hidden) or (len(out) == 1 and out[0] < smallest):
            told = sorted(told, key=lambda child: (children[child], child))[1:]
        found += told
    return found


def measures_of(own: Mapping[int, Sums]) -> int:
    """Count by how many measures people are added up; by one where there is nobody."""
    return len(next(iter(own.values()), (Sum(),)))


def numbers(sums: Mapping[int, Sums], measure: int) -> dict[int, int]:
    """Read how many people each unit has by one measure."""
    return {unit: of[measure].people for unit, of in sums.items()}


def publish(
    tree: Tree,
    own: Mapping[int, Sums],
    smallest: int = SMALLEST,
    staffed: Collection[int] = (),
    *,
    word: Word,
    lines_from: int = LINES_FROM,
) -> dict[int, Said]:
    """Say what may be said of each unit; a unit that is not in the answer is withheld.

    `own` holds each unit's own people (`tally`), `staffed` the units where somebody could have
    answered. Each line is hidden by the same rule as the first measure, with `lines_from` where
    that is more, and the people who answered it. Below five is refused. `word` names the band of
    a unit by a measure.
    """
    if smallest < SMALLEST:
        raise ValueError(f"Groups of {smallest} are never shown")
    whole = tree.whole(own)
    # Who answered the others could have answered this line.
    answered = {unit for unit, sums in whole.items() if sums[0].people}
    open_by = []
    for measure in range(measures_of(own)):
        counts = numbers(own, measure), numbers(whole, measure)
        least, could = (max(smallest, lines_from), answered) if measure else (smallest, staffed)
        open_by.append(set(shown(tree, *counts, least, could)))
    return {
        unit: said(unit, whole[unit], [unit in one for one in open_by], word) for unit in open_by[0]
    }


def said(unit: int, sums: Sums, open_by: Sequence[bool], word: Word) -> Said:
    """Put a group into words, by the measures that are open for it."""
    first, *lines = (
        word(unit, measure, one) if is_open else ""
        for measure, (one, is_open) in enumerate(zip(sums, open_by, strict=True))
    )
    return Said(size(sums[0].people), first, tuple(lines))


def band(sums: Sum, steps: Sequence[tuple[int, str]]) -> str:
    """Name the band of the mean of people's own means; an edge belongs to the band above."""
    return next(word for edge, word in steps if sums.total >= edge * sums.people)


def size(people: int) -> str:
    """Write a number of people as one of four words; fewer than five have none."""
    return next(word for least, word in SIZES if people >= least)


def settle(new: Said, earlier: Sequence[Earlier]) -> Said:
    """Say something else than before only where nobody can lay the change to one or two people.

    `earlier`: what the three blocks before said, newest first, as far as they said something. When
    six people's band is high and was some while they were five, the sixth lies above 60: known to
    within 20 points, which the domain paper's 5.3, step 6, refuses (25). So another band is told
    only beside the same people, or people who differ by three or more (threat 5 of the trust
    paper); else what was said last is said again. A repeated block looks like any other: a mark for
    it would tell that one or two people more or fewer answered. After three blocks the others have
    moved on too, and the old band explains nothing about anybody.
    """
    if not earlier:
        return new
    last = earlier[0].said
    if not all(one.allows(0, new) for one in earlier):
        return last
    lines = tuple(
        line if not line or all(one.allows(n, new) for one in earlier) else last.lines[n - 1]
        for n, line in enumerate(new.lines, 1)
    )
    return replace(new, lines=lines)


def leftovers(parents: Mapping[int, int | None], people: Mapping[int, int]) -> dict[int, int]:
    """Work out what subtracting gives: each shown unit's people less those of its shown children.

    `people` holds the shown units alone. None of these numbers may lie between 1 and 4.
    """
    found = dict(people)
    for unit, n in people.items():
        if (parent := parents[unit]) in found:
            found[parent] -= n
    return found


def audit(parents: Mapping[int, int | None], people: Mapping[int, int], smallest: int) -> None:
    """Refuse, before anything is written, what subtracting would turn into a few people."""
    few = {unit: n for unit, n in leftovers(parents, people).items() if 0 < n < smallest}
    if few:
        raise ValueError(f"Units that subtracting would open: {sorted(few)}")

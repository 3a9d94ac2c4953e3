"""Who counts in a block, where, and what their own weeks come to."""

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, Self

from django.db.models import Count, Max, Q, QuerySet, TextField
from django.db.models.functions import Cast

from people import disclosure, sealing
from people.disclosure import BLOCKS_BACK, Respondent, Said, Tree, place, place_above
from people.models import Membership, Role
from people.weeks import Block

from . import bands, restrictions, rules
from .bands import MEASURES, SCALE
from .models import BlockResult, CheckIn
from .models.checkin import ANSWERS
from .rules import Answers

LINES = MEASURES[1:]
# More units than this are read faster with all the others than by name.
BY_NAME = 5000


class Before(NamedTuple):
    """What one of the blocks just before said of a unit."""

    unit: int
    block: int
    people: int
    said: Said


def said_before(block: Block, units: Container[int]) -> dict[int, list[Before]]:
    """Read what the blocks just before said of these units, newest first."""
    rows = BlockResult.objects.said().filter(
        block__gte=block.number - BLOCKS_BACK, block__lt=block.number
    )
    found: dict[int, list[Before]] = defaultdict(list)
    names = ("unit_id", "block", "people", "size", "strain", *LINES)
    for unit, number, people, size, strain, *lines in rows.order_by("-block").values_list(*names):
        if unit in units:
            found[unit].append(Before(unit, number, people, Said(size, strain, tuple(lines))))
    return found


class Crowd:
    """Who answered in a block, and where each of them counts.

    A person counts who in at least one week gave answers that add up (four of the five lines).
    A crowd of something else than answers says what its rows are and what they come to.
    """

    measures = len(MEASURES)

    def __init__(self, block: Block, tree: Tree, asked: Iterable[int] | None = None):
        self.block, self.tree = block, tree
        self.asked = set(asked or ())
        self.by_unit = disclosure.by_unit(self.respondents(block))
        self.own = disclosure.tally(self.by_unit) if asked is None else {}

    @classmethod
    def of(cls, block: Block, trees: Mapping[int, Tree]) -> Self:
        """Read everybody who counts in some trees."""
        return cls(
            block, Tree({k: up for tree in trees.values() for k, up in tree.parents.items()})
        )

    @property
    def within(self) -> list[int]:
        """The units at and below those that are asked for."""
        found = list(self.asked)
        for unit in found:
            found += (one for one in self.tree.below.get(unit, ()) if one not in self.asked)
        return found

    def sets(self, unit: int) -> list[set[int]]:
        """Name the people of a unit and all below it, by each measure."""
        units = [unit]
        for one in units:
            units += self.tree.below.get(one, ())
        mine = [one for inner in units for one in self.by_unit.get(inner, ())]
        return [
            {one.person for one in mine if one.totals[measure] is not None}
            for measure in range(self.measures)
        ]

    def respondents(self, block: Block) -> Iterable[Respondent]:
        """Read who answered in a block and what their own weeks come to; each person once.

        Where units are asked for, only people who answered in one of them: nobody else can count
        there.
        """
        answers, within = self.rows(block), self.within
        if 0 < len(within) <= BY_NAME:
            answers = answers.filter(person__in=answers.filter(unit__in=within).values("person_id"))
        leads, parents = leads_of(block), self.tree.parents
        given = list(self.means(answers))
        moved = any(low != high for _person, low, high, *_means in given)
        places = places_of(answers) if moved else {}
        for person, low, high, *means in given:
            unit = low if low == high else places[person]
            if unit in parents and person in leads:
                unit = place_above(self.tree, unit, leads[person])
            if unit in parents:
                yield Respondent(person, unit, tuple(means))

    def rows(self, block: Block) -> QuerySet:
        """Take the weeks of a block that count: each of one person, in one unit."""
        return answers_of(block)

    def means(self, rows: QuerySet) -> Iterable[tuple]:
        """Work out each person's own means: person, lowest and highest unit, the measures."""
        return means_of(rows)

    def said_before(self, block: Block, units: Container[int]) -> dict[int, list[Before]]:
        """Read what the blocks just before said of these units, newest first."""
        return said_before(block, units)

    def publish(self, tree: Tree, smallest: int, staffed: set[int]) -> dict[int, Said]:
        """Say of the units of one tree what may be said."""
        return disclosure.publish(tree, self.own, smallest, staffed, word=bands.word)


def answers_of(block: Block) -> QuerySet[CheckIn]:
    """Take the weeks of a block whose answers add up."""
    weeks = (block.first.monday, block.last.monday)
    answered = CheckIn.objects.filter(week__range=weeks, scored=True)
    return answered.exclude(person__in=restrictions.not_counted(block))


def means_of(answers: QuerySet[CheckIn]) -> Iterable[tuple]:
    """Work out each person's own means in 1/48, in one pass; None for a line never answered.

    Person, the units they answered in (lowest and highest id), strain, and the five lines. Strain
    comes in quarters, and of 1 to 4 weeks: everything divides without a rest.
    """
    given: dict[int, list[tuple]] = defaultdict(list)
    for person, unit, told in opened(answers):
        given[person].append((unit, *told))
    for person, weeks in given.items():
        units, *measures = zip(*weeks, strict=True)
        yield person, min(units), max(units), *map(mean, measures)


def opened(answers: QuerySet[CheckIn]) -> Iterator[tuple[int, int, tuple]]:
    """Open weeks as the database gives them: person, unit, and what `told` reads in them."""
    unseal = sealing.keys_of(ANSWERS).unseal
    # A day is read as its text: there are many of them, and nobody counts with them.
    day = Cast("week", TextField())
    rows = answers.order_by().values_list("person_id", "unit_id", day, "sealed_answers")
    for person, unit, week, sealed in rows.iterator(chunk_size=5000):
        yield person, unit, told(unseal(sealed, sealing.bound_to(ANSWERS, person, week)))


# There are not many different weeks, but many weeks.
@lru_cache(maxsize=10_000)
def told(text: bytes) -> tuple[int | None, ...]:
    """Read one week's answers in 1/48: what they add up to, then the five lines."""
    answers = Answers(**json.loads(text))
    return tuple(
        None if one is None else int(one * SCALE)
        for one in (rules.strain(answers), *answers.values)
    )


@lru_cache(maxsize=10_000)
def mean(values: tuple[int | None, ...]) -> int | None:
    """Take the mean of the weeks that have a value; of none there is none."""
    counted = [value for value in values if value is not None]
    return sum(counted) // len(counted) if counted else None


def places_of(answers: QuerySet[CheckIn]) -> dict[int, int]:
    """Choose where each person counts who answered in more than one unit."""
    several = answers.order_by().values("person_id").annotate(n=Count("unit", distinct=True))
    rows = answers.filter(person__in=several.filter(n__gt=1).values("person_id")).order_by()
    given: dict[int, dict[int, tuple]] = defaultdict(dict)
    for person, unit, weeks, last in rows.values_list("person_id", "unit_id").annotate(
        Count("pk"), Max("week")
    ):
        given[person][unit] = (weeks, last)
    return {person: place(units) for person, units in given.items()}


def leads_of(block: Block) -> dict[int, set[int]]:
    """Find who led which units on any day of a block."""
    held = Membership.objects.filter(
        Q(ends=None) | Q(ends__gte=block.first.monday),
        role=Role.SUPERVISOR,
        starts__lte=block.last.sunday,
    )
    found: dict[int, set[int]] = defaultdict(set)
    for person, unit in held.values_list("person_id", "unit_id"):
        found[person].add(unit)
    return found


def staffed(block: Block, tree: Tree, units: list[int]) -> set[int]:
    """Find those of some units where, or below which, a worker could have answered in a block."""
    if not units:
        return set()
    held = Membership.objects.filter(
        Q(ends=None) | Q(ends__gte=block.first.monday),
        role=Role.WORKER,
        starts__lte=block.last.sunday,
    )
    if len(units) <= BY_NAME:
        held = held.filter(unit__in=units)
    direct = set(held.order_by().values_list("unit_id", flat=True).distinct())
    return {one for unit in units if unit in direct for one in tree.line(unit)}

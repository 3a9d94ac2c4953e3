"""The units of a reach as people read a tree, worked out as far as a page shows it.

A page of a large organisation shows some of its units, in the order of the whole tree. Which these
are is known from the place of each unit, and the names of sisters between which it is chosen: the
others are neither read nor compared.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import overload

from django.db.models import QuerySet

from people.languages.local_text import name_place
from people.models import Unit, lineage
from people.statements import read_unmade


class UnitOutline(Sequence[Unit]):
    """Units in the order of a tree: each directly above those below it, sisters by name.

    One statement for any number of units. `in_tree_order` agrees. What a page does not take from
    it is not made.
    """

    def __init__(self, reach: QuerySet[Unit]) -> None:
        self.rows = read_unmade(reach.order_by("path"))
        # In the order of their paths, where each unit comes before those below it.
        self.paths: dict[int, str] = dict(self.rows.columns("id", "path"))
        self.places = {pk: place for place, pk in enumerate(self.paths)}
        # What lies directly below a unit, once it was put in the order of names.
        self.sorted: dict[int | None, list[int]] = {}

    def __len__(self) -> int:
        return len(self.paths)

    def __contains__(self, unit: object) -> bool:
        return isinstance(unit, Unit) and unit.pk in self.paths

    @overload
    def __getitem__(self, wanted: int) -> Unit: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Unit]: ...
    def __getitem__(self, wanted: int | slice) -> Unit | list[Unit]:
        """Give some of the units."""
        if isinstance(wanted, int):
            place = range(len(self))[wanted]
            return self[place : place + 1][0]
        first, last, step = wanted.indices(len(self))
        if step < 0:
            return list(self)[wanted]
        return [self.unit(pk) for pk in self.between(first, last)[::step]]

    def __iter__(self) -> Iterator[Unit]:
        return map(self.unit, self.between(0, len(self)))

    def unit(self, pk: int) -> Unit:
        """Give a unit by its id."""
        return self.rows.made(self.places[pk])

    def name(self, pk: int) -> str:
        """Name a unit as its reader reads it."""
        return str(self.rows.values(self.places[pk], "name")[0])

    def line(self, pk: int) -> list[int]:
        """List the units that a unit lies in, as far as they are in reach, from the root down."""
        return [one for one in lineage(self.paths[pk])[:-1] if one in self.paths]

    @property
    def tops(self) -> list[int]:
        """The topmost units in reach, in the order of the tree."""
        found, waiting = [], [iter(self.sisters(None))]
        while waiting:
            unit = next(waiting[-1], None)
            if unit is None:
                waiting.pop()
            elif unit in self.paths:
                found.append(unit)
            else:
                waiting.append(iter(self.sisters(unit)))
        return found

    def directly_below(self, pk: int) -> list[int]:
        """List the units in reach directly below one, by name."""
        return [one for one in self.sisters(pk) if one in self.paths]

    def count_below(self, pk: int) -> int:
        """Count the units in reach directly below one."""
        return sum(one in self.paths for one in self.below.get(pk, ()))

    def between(self, first: int, last: int) -> list[int]:
        """Give ids of the tree in its order, past the branches that end before the first wanted."""
        found: list[int] = []
        place, waiting = 0, [iter(self.sisters(None))]
        while waiting and place < last:
            unit = next(waiting[-1], None)
            if unit is None:
                waiting.pop()
            elif place + self.sizes[unit] <= first:
                place += self.sizes[unit]
            else:
                if unit in self.paths:
                    if place >= first:
                        found.append(unit)
                    place += 1
                waiting.append(iter(self.sisters(unit)))
        return found

    def sisters(self, above: int | None) -> list[int]:
        """Give what lies directly below a unit by name; before it what is itself out of reach."""
        if above not in self.sorted:
            self.sorted[above] = sorted(self.below.get(above, ()), key=self.key)
        return self.sorted[above]

    def key(self, pk: int) -> tuple[object, ...]:
        """Place a unit among its sisters; of one out of reach no name is known."""
        return (True, *name_place(self.name(pk))) if pk in self.paths else (False, pk)

    @cached_property
    def below(self) -> dict[int | None, Iterable[int]]:
        """The units directly below each, with those out of reach in which others lie."""
        found: dict[int | None, dict[int, None]] = {}
        for path in self.paths.values():
            above = None
            for unit in lineage(path):
                found.setdefault(above, {})[unit] = None
                above = unit
        return {above: list(units) for above, units in found.items()}

    @cached_property
    def sizes(self) -> dict[int, int]:
        """The number of units in reach at and below each unit."""
        found: dict[int, int] = {}
        for path in self.paths.values():
            for unit in lineage(path):
                found[unit] = found.get(unit, 0) + 1
        return found

"""Choose one of many units: a short list, and a field in which the others are looked for by name.

A page with all units of a large organisation in a list would be longer than all else on it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from people.models import Unit
from people.writing.fields import uuid_of

from .actions import in_tree_order
from .long_choices import CALLED, IN_A_LIST, SHOWN, LongChoice, typed_choice

ASKED = _("Or another unit, by its name")
NONE_CALLED = _("No unit of yours has this name. Please check how it is written.")
SOME_CALLED = _("Several units have this in their name. Please choose one of them.")


def units_called(reach: QuerySet[Unit], name: str) -> list[Unit]:
    """Find units by a part of their name in any language, as many as a list has and one more.

    A unit of just this name comes before all others. Two statements.
    """
    text = " ".join(name.split()).casefold()
    whole, part = [], []
    for pk, names in reach.order_by("path").values_list("pk", "name"):
        written = [one.casefold() for one in names.values()]
        if text in written:
            whole.append(pk)
        elif any(text in one for one in written):
            part.append(pk)
    keys = [*whole, *part][: SHOWN + 1]
    found = reach.in_bulk(keys)
    return [found[pk] for pk in keys]


def unit_meant(found: list[Unit], name: str) -> Unit | None:
    """Name the unit that a text means: the only one found, or the only one of just this name."""
    text = " ".join(name.split()).casefold()
    exact = [one for one in found if text in (written.casefold() for written in one.name.values())]
    best = exact or found
    return best[0] if len(best) == 1 else None


def units_around(reach: QuerySet[Unit], unit: Unit | None) -> list[Unit]:
    """Offer a part of the tree: a unit with those above, beside and below it, or else the top."""
    if unit is None:
        return list(reach.order_by("path")[:SHOWN])
    near = reach.filter(Q(pk__in=unit.lineage) | Q(parent=unit.pk)).order_by("path")[:SHOWN]
    found = {one.pk: one for one in [unit, *near]}
    beside = reach.filter(parent=unit.parent_id).order_by("path")[:SHOWN]
    found |= {one.pk: one for one in beside}
    return list(found.values())[:SHOWN]


class UnitPick:
    """One unit out of a reach, as the address of a page says; a short list of a long reach."""

    def __init__(
        self, reach: QuerySet[Unit], asked: QueryDict, known: Sequence[Unit] | None = None
    ) -> None:
        """`known` is the reach in the order of the list, where it was read already."""
        self.reach, self.wanted, self.known = reach, asked.get("unit", ""), known
        self.called = typed_choice(asked.get(f"unit{CALLED}", ""))

    @cached_property
    def first(self) -> Sequence[Unit]:
        """The first units of the reach, one more than stand in a list."""
        return list(self.reach[: IN_A_LIST + 1]) if self.known is None else self.known

    @property
    def large(self) -> bool:
        """Say whether there are more units than stand in a list."""
        return len(self.first) > IN_A_LIST

    @cached_property
    def found(self) -> list[Unit]:
        """Those of the name that was typed; none without one."""
        return units_called(self.reach, self.called) if self.called and self.large else []

    @cached_property
    def chosen(self) -> Unit | None:
        """The unit that was meant; one out of reach is none."""
        if self.found:
            return unit_meant(self.found, self.called)
        if not self.wanted or self.called and self.large:
            return None
        if not self.large:
            return next((one for one in self.first if str(one.public_id) == self.wanted), None)
        named = uuid_of(self.wanted)
        return self.reach.filter(public_id=named).first() if named else None

    @property
    def lost(self) -> bool:
        """Say whether a unit was asked for in the address that is not in reach."""
        return bool(self.wanted) and not self.called and self.chosen is None

    @cached_property
    def offered(self) -> Sequence[Unit]:
        """The units that stand in the list."""
        if not self.large:
            return self.first
        if self.found and not self.chosen:
            return self.found[:SHOWN]
        return in_tree_order(units_around(self.reach, self.chosen))

    @property
    def said(self) -> str:
        """What is to be said of the name that was typed, if no unit was meant by it."""
        if not self.called or not self.large or self.chosen:
            return ""
        return str(SOME_CALLED if self.found else NONE_CALLED)


class UnitField(LongChoice):
    """One unit out of a reach, chosen in a list or, of a long reach, also by its name."""

    asks, none_found, several_found = ASKED, NONE_CALLED, SOME_CALLED

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), **options)

    def offer_of(self, reach: QuerySet[Unit], *, held: Any = None, above: bool = False) -> None:
        """Offer a reach, `held` being the public id of the unit that the form begins with.

        `above` writes before each unit those that it lies in: Head office › Chiang Mai team.
        """
        self.queryset = self.reach = reach
        self.above = above
        first, named = list(reach[: IN_A_LIST + 1]), uuid_of(str(held or ""))
        many = len(first) > IN_A_LIST
        self.begin(first, reach.filter(public_id=named).first() if many and named else None)

    def near(self, one: Unit | None) -> list[Unit]:
        """Offer a part of the tree."""
        return units_around(self.reach, one)

    def found(self, name: str) -> list[Unit]:
        """Find units by a part of their name."""
        return units_called(self.reach, name)

    def meant(self, found: list[Unit], name: str) -> Unit | None:
        """A unit of just this name goes before others that have it in theirs."""
        return unit_meant(found, name)

    def worded(self, rows: Iterable[Unit]) -> list[tuple[Unit, str]]:
        """Write units in the order of the tree, with those above each where that was asked for."""
        tree = in_tree_order(rows)
        names = {unit.pk: str(unit) for unit in tree}
        if not self.above:
            return [(unit, names[unit.pk]) for unit in tree]
        missing = {pk for unit in tree for pk in unit.lineage} - names.keys()
        if self.large and missing:
            names |= {one.pk: str(one) for one in self.reach.filter(pk__in=missing)}
        return [
            (unit, " › ".join(names[pk] for pk in unit.lineage if pk in names)) for unit in tree
        ]

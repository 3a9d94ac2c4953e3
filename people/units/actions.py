"""Organisations and their units: open, add, change."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.jobs.starter import give_starter_set
from people.judged_rows import save_judged
from people.languages.local_text import in_name_order
from people.mandates import not_yours
from people.models import Organisation, Person, Role, Unit
from people.rules import unit_outline

# The path holds the ids from the root down; no real organisation has a deeper tree than this.
DEPTH = 8


@transaction.atomic
def open_organisation(*, name: Mapping[str, str], kind: Organisation.Kind) -> Unit:
    """Make an organisation, its usual jobs and its root unit of the same name.

    Its admins find the first steps on their home until they close them.

    Refused: a name that is taken.
    """
    organisation = Organisation(name=name, kind=kind, first_run_open=True)
    organisation.full_clean()
    organisation.save()
    give_starter_set(organisation)
    return Unit.objects.create(organisation=organisation, name=name)


@transaction.atomic
def add(*, parent: Unit, by: Person, name: Mapping[str, str], kind: str = "") -> Unit:
    """Add a unit below another.

    Refused: a unit the admin does not manage, a name that is there already, and the ninth level. A
    unit keeps its place: figures are counted by the tree, and the past must stay true.
    """
    refuse_other_admin(parent, by)
    if parent.path.count(".") >= DEPTH:
        raise ValidationError(_("No unit can be added below this one."))
    unit = Unit(organisation=parent.organisation, parent=parent)
    unit.name, unit.kind = name, kind or unit.kind
    save_judged(unit)
    return unit


@transaction.atomic
def add_outline(*, parent: Unit, by: Person, outline: str) -> list[Unit]:
    """Add the units of a text below a unit, one a line, and return the new ones.

    A unit that is there by its name stays as it is, so a second press adds nothing. Refused: what
    `add` refuses, a name that is too long, and more lines than an organisation has units.
    """
    refuse_other_admin(parent, by)
    try:
        found = unit_outline.read(outline)
    except ValueError as wrong:
        raise ValidationError({"outline": ValidationError(str(wrong), code="outline")}) from wrong
    Organisation.objects.select_for_update().get(pk=parent.organisation_id)  # two presses, one tree
    places = UnitPlaces(parent, by)
    return [made for one in found if (made := places.settle(one))]


class UnitPlaces:
    """The units below one, by the names on the way to each."""

    def __init__(self, parent: Unit, admin: Person) -> None:
        self.admin = admin
        self.known: dict[tuple[str, ...], Unit] = {(): parent}
        below = Unit.objects.filter(organisation_id=parent.organisation_id).within(parent.path)
        self.there: dict[int, list[Unit]] = {}
        for unit in below:
            self.there.setdefault(unit.parent_id or 0, []).append(unit)

    def settle(self, way: tuple[str, ...]) -> Unit | None:
        """Find the unit at the end of a way of names, or add it; None if it was there."""
        if way in self.known:
            return None
        above = self.known[way[:-1]]
        sisters = self.there.get(above.pk, [])
        same = (one for one in sisters if way[-1].casefold() in unit_outline.names(one.name))
        if one := next(same, None):
            self.known[way] = one
            return None
        try:
            made = add(parent=above, by=self.admin, name=unit_outline.named(way[-1]))
        except ValidationError as refused:
            said = f"{way[-1]}: {' '.join(refused.messages)}"
            raise ValidationError({"outline": ValidationError(said, code="outline")}) from refused
        self.known[way] = made
        self.there.setdefault(above.pk, []).append(made)
        return made


@transaction.atomic
def describe(*, unit: Unit, by: Person, name: Mapping[str, str], kind: str = "") -> Unit:
    """Give a unit another name or another kind of work.

    Refused: a unit the admin does not manage, and a name that a sister unit has. The kind decides
    by which numbers weeks are judged from now on; weeks that were sent stay.
    """
    refuse_other_admin(unit, by)
    unit.name, unit.kind = name, kind or unit.kind
    save_judged(unit)
    return unit


def refuse_other_admin(unit: Unit, by: Person) -> None:
    """Refuse a person who is not admin of this unit, or of one above it, today."""
    if not any(unit.path.startswith(path) for path in by.paths(Role.ADMIN)):
        raise not_yours()


def in_tree_order(found: Iterable[Unit]) -> list[Unit]:
    """Sort units as people read a tree: each directly above the units below it, sisters by name."""
    units = list(found)
    places = {unit.pk: n for n, unit in enumerate(in_name_order(units), start=1)}
    return sorted(units, key=lambda unit: [(places.get(pk, 0), pk) for pk in unit.lineage])

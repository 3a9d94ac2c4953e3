"""Organisations and their units: open, add, change."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.mandates import not_yours
from people.models import Organisation, Person, Role, Unit

# The path holds the ids from the root down; no real organisation has a deeper tree than this.
DEPTH = 8
LEADING_VOWEL = re.compile(r"([เแโใไ])(.)")


@transaction.atomic
def open_organisation(*, name: str, kind: Organisation.Kind, name_th: str = "") -> Unit:
    """Make an organisation and its root unit of the same name; a name that is taken is refused."""
    organisation = Organisation(name_en=name, name_th=name_th, kind=kind)
    organisation.full_clean()
    organisation.save()
    return Unit.objects.create(organisation=organisation, name_en=name, name_th=name_th)


@transaction.atomic
def add(*, parent: Unit, by: Person, name_en: str, name_th: str = "", kind: str = "") -> Unit:
    """Add a unit below another.

    Refused: a unit the admin does not manage, a name that is there already, and the ninth level. A
    unit keeps its place: figures are counted by the tree, and the past must stay true.
    """
    refuse_other_admin(parent, by)
    if parent.path.count(".") >= DEPTH:
        raise ValidationError(_("No unit can be added below this one."))
    unit = Unit(organisation=parent.organisation, parent=parent)
    unit.name_en, unit.name_th, unit.kind = name_en, name_th, kind or unit.kind
    unit.full_clean()
    unit.save()
    return unit


@transaction.atomic
def describe(*, unit: Unit, by: Person, name_en: str, name_th: str = "", kind: str = "") -> Unit:
    """Give a unit other names or another kind of work.

    Refused: a unit the admin does not manage, and a name that a sister unit has. The kind decides
    by which numbers weeks are judged from now on; weeks that were sent stay.
    """
    refuse_other_admin(unit, by)
    unit.name_en, unit.name_th, unit.kind = name_en, name_th, kind or unit.kind
    unit.full_clean()
    unit.save()
    return unit


def refuse_other_admin(unit: Unit, by: Person) -> None:
    """Refuse a person who is not admin of this unit, or of one above it, today."""
    if not any(unit.path.startswith(path) for path in by.paths(Role.ADMIN)):
        raise not_yours()


def in_tree_order(found: Iterable[Unit]) -> list[Unit]:
    """Sort units as people read a tree: each directly above the units below it, sisters by name."""
    units = list(found)
    # Thai is sorted by its consonants: a vowel written before one comes after it.
    names = {unit.pk: LEADING_VOWEL.sub(r"\2\1", str(unit)) for unit in units}
    return sorted(units, key=lambda unit: [(names.get(pk, ""), pk) for pk in unit.lineage])

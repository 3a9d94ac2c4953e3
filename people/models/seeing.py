"""Which rows one person alone reads; who is seen by an office, who is a colleague, who belongs."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from .answering import supervised_by
from .memberships import Membership
from .organisations import at_or_below
from .roles import MAY, Role

if TYPE_CHECKING:
    from .persons import Person

# Of rows about a person: the place is open, and the person has come in. This is the one rule on who
# is told, asked, offered and counted; a person who was only entered is still expected.
CAME_IN = {"person__is_active": True, "person__awaited": False}


class OwnRowQuerySet(models.QuerySet):
    """Rows of one person each, who alone reads them: no other person does, in any role."""

    def visible_to(self, viewer: "Person") -> Self:
        """The viewer's own only."""
        return self.filter(person=viewer)


def in_office_of(viewer: "Person", *roles: Role) -> Q:
    """All people at or below the viewer's units in these roles, as a condition on Person."""
    if not (paths := viewer.paths(*roles)):
        return Q(pk__in=())
    current = Membership.objects.on(viewer.today)
    return Q(pk__in=current.filter(at_or_below("unit__path", paths)).values("person_id"))


def office_has(field: str, viewer: "Person", *roles: Role) -> Q:
    """Say the same of the person in a field, as a condition on the rows that have it.

    It is asked row by row: for few rows of a large organisation; its others are not read.
    """
    theirs = Membership.objects.on(viewer.today).filter(person=models.OuterRef(field))
    return Q(models.Exists(theirs.filter(at_or_below("unit__path", viewer.paths(*roles)))))


def colleague_in(field: str, viewer: "Person") -> Q:
    """Say of the person in a field what `colleagues_of` says, as a condition on the rows.

    It is asked row by row, as `office_has` is.
    """
    if not viewer.belongs:
        return Q(pk__in=())
    held = Membership.objects.on(viewer.today).filter(person=models.OuterRef(field))
    there = {f"{field}__is_active": True, f"{field}__awaited": False}
    here = {f"{field}__organisation_id": viewer.organisation_id}
    return Q(models.Exists(held), **there, **here)


def belongs_still(field: str, day: date) -> Q:
    """Say of the person in a field what `belonging` says, as a condition on the rows that have it.

    It is asked row by row, as `office_has` is.
    """
    held = Membership.objects.on(day).filter(person=models.OuterRef(field), **CAME_IN)
    return Q(models.Exists(held))


def seen_through(viewer: "Person") -> Q:
    """The memberships of people that a viewer may see, as a condition on Membership.

    Of an office most are found by their own unit; the other posts of a person are looked up only
    where it is another one. It agrees with `Person.objects.visible_to`.
    """
    supervised = supervised_by(viewer, "person")
    here = at_or_below("unit__path", viewer.paths(*MAY.see_records))
    return here | Q(person=viewer) | supervised | office_has("person", viewer, *MAY.see_records)

"""What the page of a long absence shows: roles with their stand-ins, who is told, who fits."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from people.members import role_events
from people.models import Absence, Membership, Person, Role, Unit, find_homes, name_order
from people.writing.lists import with_how_many

from . import acting
from . import actions as absences

FOUND_AT_MOST = 12


@dataclass(frozen=True)
class StoodInRole:
    """A role of a person who is away, and who stands in for it."""

    member: Membership
    stand_ins: list[Membership]
    # Whether the viewer may give a stand-in for it.
    gives: bool


@dataclass(frozen=True)
class Fitting:
    """Colleagues who can stand in: the first of them with their homes, and how many there are."""

    people: list[tuple[Person, Membership | None]]
    more: int


def roles_of(absence: Absence, viewer: Person) -> list[StoodInRole]:
    """List the roles in which a colleague can stand in, each with its stand-ins."""
    held = absence.person.memberships.lasting(viewer.today).filter(starts__lte=absence.ends)
    found = acting.of_absence(absence, absence.starts, absence.ends, viewer.today)
    managed = Membership.objects.managed_by(viewer).filter(person=absence.person_id)
    mine = set(managed.values_list("pk", flat=True))
    return [
        StoodInRole(
            member,
            [one for one in found if (one.unit_id, one.role) == (member.unit_id, member.role)],
            gives=member.pk in mine and viewer.pk != absence.person_id,
        )
        for member in held.select_related("unit").order_by("pk")
        if acting.can_be_stood_in_for(member)
    ]


def units_told(person: Person, day: date) -> list[Unit]:
    """List the units with people who read that a person is away: those they answer for."""
    held = person.memberships.on(day).select_related("unit")
    asked = [m for m in held if Role(m.role).answers_for_others]
    found = {pk for member in asked for pk in role_events.units_led(member, day)}
    return list(Unit.objects.filter(pk__in=found).order_by("path"))


def find_fitting(
    member: Membership, absence: Absence, viewer: Person, text: str, chosen: Person | None
) -> Fitting:
    """Find who can stand in, by name where one is looked for; people of the unit come first."""
    near = Membership.objects.on(viewer.today).filter(person=OuterRef("pk"), unit=member.unit_id)
    found = absences.fitting(member, absence, viewer)
    wanted = (found.called(text) if text else found).annotate(near=Exists(near))
    in_order = with_how_many(wanted.order_by("-near", *name_order(), "pk"))
    first = list(in_order[:FOUND_AT_MOST])
    total = first[0].how_many if first else 0
    people = first if chosen is None or chosen in first else [chosen, *first]
    homes = find_homes([one.pk for one in people], viewer.today)
    return Fitting([(one, homes.get(one.pk)) for one in people], total - len(first))

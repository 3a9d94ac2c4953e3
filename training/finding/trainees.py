"""Whom a trainer's pages may show: people in reach, by unit, with their home."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import get_language

from people.models import Membership, Person, Role, Unit, at_or_below


def trainees_of(viewer: Person) -> QuerySet[Person]:
    """The people at or below the units where the viewer is a trainer, by name."""
    first, second = name_order()
    people = Person.objects.visible_to(viewer).in_office_of(viewer, Role.TRAINER)
    return people.order_by(f"full_name_{first}", f"full_name_{second}", "pk")


def name_order() -> tuple[str, str]:
    """Say by which of the two names people are ordered first: the reader's."""
    return ("th", "en") if get_language() == "th" else ("en", "th")


def trainers(viewer: Person, day: date) -> QuerySet[Person]:
    """The trainers among the people in reach."""
    teach = Membership.objects.on(day).filter(role=Role.TRAINER)
    return trainees_of(viewer).filter(pk__in=teach.values("person_id"))


def units_in_reach(viewer: Person) -> QuerySet[Unit]:
    """The units at or below those where the viewer is a trainer."""
    return Unit.objects.visible_to(viewer).within(*viewer.paths(Role.TRAINER))


def within(people: QuerySet[Person], unit: Unit | None, day: date) -> QuerySet[Person]:
    """Keep the people who belong to a unit or one below it on a day; no unit keeps all."""
    if unit is None:
        return people
    members = Membership.objects.on(day).filter(at_or_below("unit__path", [unit.path]))
    return people.filter(pk__in=members.values("person_id"))


def homes(people: Iterable[int], day: date) -> dict[int, Membership]:
    """Find where each of these people belongs: the unit of their hours, or else any."""
    found: dict[int, Membership] = {}
    current = Membership.objects.on(day).filter(person__in=list(people))
    for membership in current.select_related("unit").order_by("pk"):
        known = found.get(membership.person_id)
        if known is None or known.hours is None:
            found[membership.person_id] = membership
    return found

"""The people that a trainer's pages may show: those in reach, by unit."""

from datetime import date

from django.db.models import QuerySet

from people.models import MAY, Membership, Person, Role, Unit, at_or_below, in_office_of
from people.models.persons import PersonQuerySet


def trainees_of(viewer: Person) -> PersonQuerySet:
    """The people at or below the units where the viewer is a trainer, by name."""
    # All of them are visible: trainers see the records of their office. The organisation is named
    # so that the first by name are found in that order.
    here = Person.objects.filter(organisation=viewer.organisation_id)
    return here.filter(in_office_of(viewer, Role.TRAINER)).by_name()


def decides_for(viewer: Person, person: Person) -> bool:
    """Say whether the viewer trains or administers the person; never for themselves."""
    reach = Person.objects.in_office_of(viewer, *MAY.decide_requirements)
    return person != viewer and reach.filter(pk=person.pk).exists()


def trainers(viewer: Person, day: date) -> PersonQuerySet:
    """The trainers among the people in reach."""
    teach = Membership.objects.on(day).filter(role=Role.TRAINER)
    return trainees_of(viewer).filter(pk__in=teach.values("person_id"))


def units_in_reach(viewer: Person) -> QuerySet[Unit]:
    """The units at or below those where the viewer is a trainer."""
    return Unit.objects.visible_to(viewer).within(*viewer.paths(Role.TRAINER))


def within(people: PersonQuerySet, unit: Unit | None, day: date) -> PersonQuerySet:
    """Keep the people who belong to a unit or one below it on a day; no unit keeps all."""
    if unit is None:
        return people
    members = Membership.objects.on(day).filter(at_or_below("unit__path", [unit.path]))
    return people.filter(pk__in=members.values("person_id"))

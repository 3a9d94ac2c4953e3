"""Who answers for a person: the charge of a supervisor, and its people as conditions on rows."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from people.statements import one_of, written_once

from .absences import is_away
from .memberships import Membership, all_people
from .organisations import Unit, lineage
from .roles import Role

if TYPE_CHECKING:
    from .persons import Person


@written_once
def leads_below(path: str, day: date) -> models.QuerySet[Unit, tuple]:
    """Read who leads a unit and each below it."""
    return leads_in(Unit.objects.within(path), day)


def leads_in(units: models.QuerySet[Unit], day: date) -> models.QuerySet[Unit, tuple]:
    """Read who leads units on a day, a row each, and whether they are there; of none None.

    Whether they are there is asked of each lead: there are many more people in an organisation.
    """
    holds = Q(memberships__starts__lte=day)
    holds &= Q(memberships__ends=None) | Q(memberships__ends__gte=day)
    leads = models.FilteredRelation(
        "memberships", condition=Q(memberships__role=Role.SUPERVISOR) & holds
    )
    there = (
        all_people()
        .filter(pk=models.OuterRef("leads__person"))
        .annotate(
            there=models.ExpressionWrapper(
                Q(~Q(is_away(day, "pk")), awaited=False), models.BooleanField()
            )
        )
    )
    found = units.annotate(leads=leads, there=models.Subquery(there.values("there")))
    return found.values_list("pk", "path", "leads__person", "there")


class Charge:
    """The people a supervisor answers for.

    One rule: a person answers to the supervisors of their unit. A supervisor, or a person in a unit
    without one, answers to the supervisors of the nearest unit above that has one. A supervisor who
    is away answers for no person meanwhile, and answers themself to the unit above as before.
    """

    def __init__(
        self,
        members_of: dict[int, int],
        supervisors_of: dict[int, int],
        lower_leads: Iterable[int] = (),
    ):
        # Unit ids, each with how many supervisors share what is in it.
        self.members_of = members_of
        self.supervisors_of = supervisors_of
        # Who leads the units of the second kind. They are known from reading it, so no statement
        # about the people of a head looks up the roles in thousands of units again.
        self.lower_leads = tuple(dict.fromkeys(lower_leads))

    @property
    def units(self) -> set[int]:
        """Every unit with a person the supervisor answers for."""
        return self.members_of.keys() | self.supervisors_of.keys()

    @cached_property
    def posts_held(self) -> frozenset[tuple[int, str]]:
        """Every unit and role for which the supervisor answers; `posts` and `holds` agree.

        It is asked of each person on a board: a head answers for the leads of thousands of units.
        """
        members = ((unit, Role.WORKER.value) for unit in self.members_of)
        supervisors = ((unit, Role.SUPERVISOR.value) for unit in self.supervisors_of)
        return frozenset((*members, *supervisors))

    def holds(self, unit: int, role: str) -> bool:
        """Say whether the supervisor answers for those with a role in a unit."""
        return unit in (self.supervisors_of if role == Role.SUPERVISOR else self.members_of)

    @property
    def posts(self) -> Q:
        """The memberships for which the supervisor answers, as a condition."""
        members = Q(unit_id__in=one_of(self.members_of), role=Role.WORKER)
        return members | Q(unit_id__in=one_of(self.supervisors_of), role=Role.SUPERVISOR)

    def answered(self, day: date) -> Q:
        """The posts for which the supervisor answers on a day, as a condition on memberships.

        With them those in a unit that the person leads too: `Person.posts_answered` agrees.
        """
        if not self.supervisors_of:
            return self.posts
        theirs = Membership.objects.on(day).filter(person=models.OuterRef("person"))
        units = one_of(self.supervisors_of)
        leads = theirs.filter(role=Role.SUPERVISOR, unit_id__in=units, unit=models.OuterRef("unit"))
        return self.posts | Q(models.Exists(leads))

    @classmethod
    def of(cls, viewer: "Person") -> Self:
        """Read the viewer's units and what lies below them: one statement, or none at all."""
        mine = {
            m.unit_id: m.unit.path for m in viewer.current_memberships if m.role == Role.SUPERVISOR
        }
        if not mine or viewer.away_until:
            return cls({}, {})
        return cls.over(mine, viewer.today)

    @classmethod
    def over(cls, mine: dict[int, str], day: date) -> Self:
        """Read the people that the supervisors of these units (each with its path) answer for."""
        paths = list(mine.values())
        if len(paths) == 1:  # as nearly all have
            below: Iterable[tuple] = leads_below(path=paths[0], day=day)
        else:
            below = leads_in(Unit.objects.within(*paths), day)
        paths_of: dict[int, str] = {}
        leads: dict[int, list[int]] = {}
        led_by: dict[int, int] = {}
        for pk, path, lead, there in below:
            paths_of[pk] = path
            if lead is not None:
                leads.setdefault(pk, []).append(lead)
                led_by[pk] = led_by.get(pk, 0) + bool(there)
        members = {pk: led_by.get(pk, 0) for pk in mine}
        supervisors: dict[int, int] = {}
        lower: list[int] = []
        for pk, path in paths_of.items():
            above = reversed(lineage(path)[:-1])
            nearest = next((unit for unit in above if led_by.get(unit)), None)
            if nearest in mine:
                if pk in leads:
                    supervisors[pk] = led_by[nearest]
                    lower += leads[pk]
                if not led_by.get(pk):
                    members[pk] = led_by[nearest]
        return cls(members, supervisors, lower)


def supervised_by(viewer: "Person", field: str = "pk") -> Q:
    """The people a viewer answers for today, as a condition on Person.

    With the name of a field it is one on the rows that have it, for which no people are read.
    """
    return ~Q(**{field: viewer.pk}) & answered_for(viewer.charge, viewer.today, field)


def answered_for(charge: Charge, day: date, field: str = "pk") -> Q:
    """The people in a charge on a day, as a condition on Person; of the leads not who has it."""
    if not charge.members_of:
        return Q(**{f"{field}__in": ()})
    theirs = f"{field}__one_of_few"
    current = Membership.objects.on(day).values("person_id")
    within = current.filter(unit_id__in=one_of(charge.members_of))
    found = Q(**{theirs: within.filter(role=Role.WORKER)})
    # Leads of one unit do not answer to each other, nor one who is away to who stands in.
    found &= ~Q(**{f"{field}__in": within.filter(role=Role.SUPERVISOR)})
    if charge.lower_leads:
        found |= Q(**{theirs: one_of(charge.lower_leads)})
    return found


def answers_wholly(viewer: "Person", field: str = "pk") -> Q:
    """The people with every post under a viewer, as a condition on Person.

    Of a person with posts under two supervisors each sees a part, and neither the whole. Who works
    without hours in a unit, and has their only post elsewhere, is no exception: the cases are of
    that post, and the lead where they help reads the load and not the cases.
    """
    elsewhere = Membership.objects.apart(viewer.charge, viewer.today)
    elsewhere = elsewhere.filter(person=models.OuterRef(field))
    return supervised_by(viewer, field) & ~Q(models.Exists(elsewhere))


def leads_at_home(viewer: "Person") -> Q:
    """The people a viewer answers for at their home, as a condition on Person.

    Of a person with several posts, flags go to the supervisors of the one with most hours.
    """
    return supervised_by(viewer) & at_home_in(viewer.charge, viewer.today)


def at_home_in(charge: Charge, day: date, person: str = "pk") -> Q:
    """The people with no home outside a charge on a day, as a condition on Person.

    With the name of a field it is one on the rows that have it.
    """
    homes = Membership.objects.apart(charge, day).homes(day)
    elsewhere = homes.filter(person=models.OuterRef(person))
    return ~Q(models.Exists(elsewhere))

"""No admin enters an absence by which they would answer for more people themselves.

A team with a lead who is away answers to the nearest lead above. An admin who is that lead would
open the load of the team by what they enter, so another admin does it, where there is one. Where
there is none it is entered: the team reads who entered it, and a stand-in can be chosen.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.handing_over.kinds import held_around
from people.models import CAME_IN, Absence, Membership, Person, Role
from people.weeks import today


def refuse_own_gain(absence: Absence, days: Collection[date], by: Person, now: datetime) -> None:
    """Refuse an admin who would answer for the people of who is away, if another could enter it."""
    roles = absence.person.memberships.lasting(today(now)).select_related("unit", "person")
    led = [m for m in roles if m.role == Role.SUPERVISOR]
    gaining = {one for m in led for day in days for one in leads_instead(m, day)}
    if by.pk in gaining and others_over(list(roles), {*gaining, absence.person_id}, now):
        sentence = _(
            "You would answer for the people of %(name)s yourself then. Please ask another admin "
            "to enter it."
        )
        raise ValidationError(sentence, code="oneself", params={"name": absence.person.short_name})


def leads_instead(member: Membership, day: date) -> set[int]:
    """Find who leads the nearest unit above a role's, if no other leads its own on a day."""
    found = held_around(member, day, Role.SUPERVISOR)
    nearest = {m.person_id for m in found if m.unit_id == found[0].unit_id}
    return nearest if found and found[0].unit_id != member.unit_id else set()


def others_over(roles: list[Membership], but: set[int], now: datetime) -> set[int]:
    """Find the admins who are there today, over all these roles, without some people."""
    lines = [set(m.unit.lineage) for m in roles]
    around = set().union(*lines)
    there = Membership.objects.present_on(today(now)).filter(role=Role.ADMIN, unit__in=around)
    over: dict[int, set[int]] = defaultdict(set)
    for person, unit in there.filter(**CAME_IN).values_list("person", "unit"):
        over[person].add(unit)
    return {one for one, at in over.items() if one not in but and all(at & line for line in lines)}

"""What can rest with a person in a role. Each app registers its own kinds when it loads.

A kind finds its rows by the role that ends and by its last day, so it finds the same on the day
before and on the day after. What is the person's own is no kind: it stays theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.functional import Promise

from people.models import (
    CAME_IN,
    Charge,
    Membership,
    Person,
    Role,
    answered_for,
    at_home_in,
    at_or_below,
    is_away,
)

DAY = timedelta(days=1)
Rows = Callable[[Membership, date], QuerySet]


@dataclass(frozen=True)
class RestingKind:
    """One kind of thing that can rest with a person: how it is found, who can take it, and how.

    `rows` finds what rests with a role on its last day. Without `rows` nothing is to be handed
    over, and the page says in `stays` what becomes of it.
    """

    code: str
    unnumbered: Promise
    about: Promise
    icon: str
    roles: tuple[Role, ...]
    # What the page says where an admin may read that there is any, and how many: a lazy plural that
    # takes `n`. Without it the kind stands there for every role with people, whatever there is: of
    # a number, or of a line that comes and goes, two days are compared, and a person is found.
    sentence: Promise | None = None
    rows: Rows | None = None
    # Who can take it from a day on, the nearest first.
    takers: Callable[[Membership, date], list[Person]] | None = None
    # Gives rows to the first of these who may have each.
    give: Callable[[Membership, QuerySet, list[Person], datetime], None] | None = None
    stays: Promise | None = None
    # What becomes of it where no person could take it; without such words the role cannot end then.
    returns: Promise | None = None
    # It rests with the person and not with one of their roles: until the last of them ends.
    with_last_role: bool = False
    # Where it stands on the page: the most pressing first.
    place: int = 50


RESTING_KINDS: dict[str, RestingKind] = {}


def resting_kind(kind: RestingKind) -> RestingKind:
    """Register a kind of what can rest with a person. A taken code is refused."""
    if kind.code in RESTING_KINDS:
        raise ValueError(f"{kind.code!r} is taken.")
    RESTING_KINDS[kind.code] = kind
    return kind


def held_around(member: Membership, day: date, *roles: Role) -> list[Membership]:
    """Find the other memberships in some roles at or above a role's unit on a day, nearest first.

    A person who is on a long absence then takes nothing. From a stand-in it goes back to the person
    who is away only where there is no other.
    """
    held = Membership.objects.on(day).filter(unit__in=member.unit.lineage, role__in=roles)
    held = held.filter(**CAME_IN).exclude(pk=member.pk)
    held = held.select_related("person__account", "unit").order_by("-unit__path", "pk")
    there = list(held.exclude(is_away(day)))
    return there or list(held.filter(person=member.acting_for_id))


def holders(member: Membership, day: date, *roles: Role) -> list[Person]:
    """List who holds one of these roles at or above a role's unit on a day, the nearest first.

    The person with the role that ends is one of them if they hold another such role then.
    """
    return list(dict.fromkeys(one.person for one in held_around(member, day, *roles)))


def nearest_leads(member: Membership, day: date) -> list[Person]:
    """List who supervises the unit of a role on a day, or else the nearest unit above it."""
    found = held_around(member, day, Role.SUPERVISOR)
    return [one.person for one in found if one.unit_id == found[0].unit_id]


def leads_or_above(member: Membership, day: date) -> list[Person]:
    """List who supervises a role's unit or one above it on a day, the nearest first."""
    return holders(member, day, Role.SUPERVISOR)


def team_of(member: Membership, day: date) -> QuerySet[Person]:
    """Find the people that a role answers or cares for on a day."""
    unit = member.unit
    if member.role == Role.SUPERVISOR:
        found = answered_for(Charge.over({unit.pk: unit.path}, day), day)
        return Person.objects.filter(found).exclude(pk=member.person_id)
    return people_below(member, day).exclude(pk=member.person_id)


def led_at_home(member: Membership, day: date) -> QuerySet[Person]:
    """Find the people that a role answers for at their home on a day: it handles their flags."""
    charge = Charge.over({member.unit_id: member.unit.path}, day)
    return team_of(member, day).filter(at_home_in(charge, day))


def people_below(member: Membership, day: date) -> QuerySet[Person]:
    """Find all people at or below the unit of a role on a day."""
    current = Membership.objects.on(day).filter(at_or_below("unit__path", [member.unit.path]))
    return Person.objects.filter(pk__in=current.values("person_id"))


def is_last_role(member: Membership, day: date) -> bool:
    """Say whether a person has no other role after this day."""
    others = member.person.memberships.lasting(day + DAY).exclude(pk=member.pk)
    return not others.exists()

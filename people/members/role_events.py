"""What follows when a role was given, changed or ended: the audit trail, and who is told."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from people import access_kinds
from people.handing_over.kinds import nearest_leads
from people.messages import notices
from people.models import CAME_IN, AccessEvent, Charge, Membership, Person, Role, Unit
from people.weeks import today
from people.writing import links


class Operator:
    """The operator runs the server and uses a command there; no person of an organisation."""


# Never for a page or the API: `tests/people/members/test_memberships.py` names who may use it.
OPERATOR = Operator()


@dataclass(frozen=True)
class Giver:
    """The person who gives a role, and the role in which they do so."""

    by: Person | Operator
    acting: Role = Role.ADMIN
    # A person who has just come in sees their role and needs no mail about it.
    tells: bool = True

    def event(self, person: Person, what: str, **facts: Any) -> AccessEvent:
        """Write an event about a person; an operator is no person, so it counts as their own."""
        if isinstance(self.by, Operator):
            what = access_kinds.ROLE_BY_HAND if what not in access_kinds.unit_kinds() else what
            facts |= {"viewer": person, "viewer_role": facts.get("role") or Role.ADMIN}
        else:
            facts |= {"viewer": self.by, "viewer_role": self.acting}
        facts |= {"what": access_kinds.registered(what), "person": person}
        return AccessEvent(organisation_id=person.organisation_id, **facts)


def given(member: Membership, giver: Giver, now: datetime) -> None:
    """Note a new role. Tell its person, and the people of its unit where they should know."""
    mine, here = access_kinds.ROLE_GIVEN, access_kinds.HERE_GIVEN
    if member.acting_for_id:
        mine, here = access_kinds.ACTING_GIVEN, access_kinds.HERE_ACTING
    note(member, mine, member.starts, giver, now)
    around(member, here, member.starts, giver, now)


def ended(member: Membership, last_day: date, giver: Giver, now: datetime) -> None:
    """Note that a role has a last day, and tell the same people."""
    note(member, access_kinds.ROLE_ENDED, last_day, giver, now)
    around(member, access_kinds.HERE_ENDED, last_day, giver, now)
    led_from(member, last_day, giver, now)


def changed(old: Membership, new: Membership, day: date, giver: Giver, now: datetime) -> None:
    """Note that a role changes from a day on; a unit is told who comes, and who goes."""
    note(new, access_kinds.ROLE_CHANGED, day, giver, now)
    if is_elsewhere(old, new):
        around(old, access_kinds.HERE_ENDED, old.ends or day, giver, now)
        led_from(old, old.ends or day, giver, now)
        around(new, access_kinds.HERE_GIVEN, day, giver, now)


def is_elsewhere(old: Membership, new: Membership) -> bool:
    """Say whether a role becomes another one, in which others are answered for."""
    return (old.unit_id, old.role) != (new.unit_id, new.role)


def note(member: Membership, what: str, day: date, giver: Giver, now: datetime) -> None:
    """Write it into the person's audit trail, and mail them that there is something to read."""
    facts = {"unit_id": member.unit_id, "role": member.role, "day": day, "at": now}
    giver.event(member.person, what, **facts).save()
    if giver.tells:
        tell_of_role(member.person)


def tell_of_role(person: Person) -> None:
    """Queue the mail that leads a person to what was noted, or says that they cannot read it."""
    if person.awaited:
        return  # they read it when they come in
    from .tasks import tell_closed, tell_role  # tasks mail invitations, and these give roles

    task = tell_role if person.account.is_active else tell_closed
    task.enqueue(person.pk, uuid.uuid4().hex)


def around(member: Membership, what: str, day: date, giver: Giver, now: datetime) -> None:
    """Note for the people of a unit who answers for them; their next mail of the day leads there.

    A row for each unit, whatever its size. Who has not come in yet does not answer so far.
    """
    if not Role(member.role).answers_for_others or member.person.awaited:
        return
    units = units_led(member, max(day, member.starts))
    facts = {"role": member.role, "day": day, "at": now}
    AccessEvent.objects.bulk_create(
        giver.event(member.person, what, unit_id=one, **facts) for one in sorted(units)
    )
    belong = Membership.objects.on(today(now)).filter(unit__in=units, **CAME_IN)
    people = set(belong.values_list("person_id", flat=True)) - {member.person_id}
    if isinstance(giver.by, Person):
        people.discard(giver.by.pk)
    notices.keep_lines(
        people,
        kind="role_here",
        key=uuid.uuid4().hex,
        sentence=notices.NEWS,
        address=links.to("opened"),
    )


def led_from(member: Membership, last_day: date, giver: Giver, now: datetime) -> None:
    """Note for a supervisor's units who answers for them from the day after the last one.

    `around` has told their people that there is something to read.
    """
    if member.role != Role.SUPERVISOR or member.person.awaited:
        return
    units = sorted(units_led(member, max(last_day, member.starts)))
    facts = {"role": member.role, "day": last_day + timedelta(days=1), "at": now}
    AccessEvent.objects.bulk_create(
        giver.event(lead, access_kinds.HERE_LEADS, unit_id=unit, **facts)
        for lead in nearest_leads(member, last_day + timedelta(days=1))
        for unit in units
    )


def units_led(member: Membership, day: date) -> set[int]:
    """Find the units with people that a person in this role answers for."""
    unit = member.unit
    if member.role == Role.SUPERVISOR:
        return {unit.pk} | Charge.over({unit.pk: unit.path}, day).units
    return set(Unit.objects.within(unit.path).values_list("pk", flat=True))

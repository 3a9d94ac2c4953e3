"""Who answers for whom, seen from below. `Charge` is the same rule seen from above."""

from datetime import datetime

from .models import Membership, Person, Role
from .weeks import today


def reachable(person: Person, now: datetime) -> list[tuple[Person, Role]]:
    """List a person's supervisors, then their staff-care contacts; one statement.

    Supervisors are those of the nearest unit, at or above the person's own, that has any; for
    somebody who supervises a unit it begins above that unit. Staff care may sit anywhere at or
    above.
    """
    if (home := person.home) is None:
        return []
    line = [int(part) for part in home.unit.path.split(".")[:-1]]
    found = list(
        Membership.objects.on(today(now))
        .filter(unit__in=line, role__in=[Role.SUPERVISOR, Role.CARE], person__is_active=True)
        .exclude(person=person)
        .select_related("person")
        .order_by("-unit__path", "pk")
    )
    leads = [m for m in found if m.role == Role.SUPERVISOR]
    if Role.SUPERVISOR in {m.role for m in person.current_memberships if m.unit_id == home.unit_id}:
        leads = [m for m in leads if m.unit_id != home.unit_id]
    above = [m.person for m in leads if m.unit_id == leads[0].unit_id]
    care = [m.person for m in found if m.role == Role.CARE and m.person not in above]
    return [(one, Role.SUPERVISOR) for one in above] + [(one, Role.CARE) for one in care]


def supervisors_of(person: Person, now: datetime) -> list[Person]:
    """List who answers for a person today."""
    return [one for one, role in reachable(person, now) if role is Role.SUPERVISOR]

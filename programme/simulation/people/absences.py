"""A supervisor of the shelters is on parental leave from today on; a colleague stands in."""

from datetime import timedelta

from people.models import Absence, Membership, Role
from programme.simulation.world import World, uid

from .staff import SimulatedMember

HOUSE, ADMIN = "Rest house", "sumalee"
LASTS = timedelta(days=119)


def simulate(world: World, members: list[SimulatedMember]) -> None:
    """Enter the absence as the shelters' admin does, and who stands in until its last day."""
    house = [one for one in members if one.unit.name["en"] == HOUSE]
    lead = next(one for one in house if one.membership.role == Role.SUPERVISOR)
    # Not Noi, who is known by name: she reads who is away.
    colleague = next(one for one in house[::-1] if one.membership.role == Role.WORKER)
    admin = next(one.person for one in members if one.person.username == ADMIN)
    first = world.days(0)
    Absence.objects.create(
        public_id=uid(world.chance("absences")),
        person=lead.person,
        kind=Absence.Kind.PARENTAL,
        starts=first,
        ends=first + LASTS,
        entered_by=admin,
        entered_at=world.moment,
    )
    Membership.objects.create(
        person=colleague.person,
        unit=lead.unit,
        role=Role.SUPERVISOR,
        job=colleague.membership.job,
        starts=first,
        ends=first + LASTS,
        acting_for=lead.person,
    )

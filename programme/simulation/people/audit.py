"""Who opened which record: the access log that people can read."""

from datetime import timedelta

from people.models import AccessEvent, Person, Role
from people.weeks import Week
from programme import access_kinds
from programme.simulation.world import World, clock_at
from training import access_kinds as training_kinds
from workload import access_kinds as workload_kinds

from .staff import SimulatedMember


def simulate(world: World, members: list[SimulatedMember]) -> None:
    """Write Wipa's Monday boards, a trainer's and the programme office's looks."""
    people = {member.person.username: member for member in members}
    team = people["wipa"].unit
    events = []
    for week in world.weeks:
        chance = world.chance("looks", str(week))
        monday = week.monday + timedelta(days=7)
        moment = clock_at(monday, 8, chance.randint(2, 20))
        if moment < world.moment:
            events.append(
                look(people["wipa"].person, Role.SUPERVISOR, workload_kinds.BOARD, moment, team)
            )
        if chance.random() < 0.3 and moment + timedelta(days=1) < world.moment:
            later = moment + timedelta(days=1, hours=2)
            events.append(
                look(people["somsak"].person, Role.SUPERVISOR, workload_kinds.BOARD, later, team)
            )
        if week.number % 4 == 0 and moment < world.moment:
            events += monthly(people, team, week)
    AccessEvent.objects.bulk_create(event for event in events if event.at < world.moment)


def monthly(people: dict[str, SimulatedMember], team, week: Week) -> list[AccessEvent]:
    """Look as the offices do, once in four weeks."""
    tuesday = week.monday + timedelta(days=8)
    return [
        look(
            people["siriporn"].person,
            Role.TRAINER,
            training_kinds.CERTIFICATES,
            clock_at(tuesday, 10, 12),
            team,
        ),
        look(
            people["anan"].person,
            Role.PROGRAMME,
            access_kinds.PROGRAMME,
            clock_at(tuesday, 13, 40),
            team,
        ),
    ]


def look(viewer: Person, role: Role, what: str, moment, unit) -> AccessEvent:
    """Write one look at all people in a unit."""
    return AccessEvent(
        organisation_id=viewer.organisation_id,
        viewer=viewer,
        viewer_role=role,
        what=what,
        unit=unit,
        at=moment,
    )

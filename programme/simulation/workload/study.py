"""The time study of the told team: some weeks of hours by phase."""

from decimal import Decimal

from programme.simulation.people.staff import SimulatedMember
from programme.simulation.world import World, clock_at
from workload.models import BesideLog, PhaseChoice, StudyLog

from .weeks import TEAM

WEEKS = 10
# People do not log every week, and a case of theirs takes longer than the default says.
LOGS = 0.85
HOURS = {
    PhaseChoice.ACTIVE: (2.0, (3, 7)),
    PhaseChoice.COURT: (2.3, (1, 2)),
    PhaseChoice.AFTERCARE: (0.7, (2, 4)),
}
# Hours a week beside the cases, and how far they lie apart.
BESIDE = {BesideLog.Kind.RAISING_MONEY: (1.5, 0.8), BesideLog.Kind.REPORTING: (3.5, 1.0)}
TENTH = Decimal("0.1")


def simulate(world: World, members: list[SimulatedMember]) -> None:
    """Let the told team log most of the last weeks; Nok is not among those who do."""
    logs, beside = [], []
    for member in members:
        person = member.person
        if member.unit.name["en"] != TEAM or not member.carries or person.username == "nok":
            continue
        chance = world.chance("study", person.username)
        for week in world.weeks[-WEEKS:]:
            if chance.random() > LOGS:
                continue
            for phase, (mean, between) in HOURS.items():
                cases = chance.randint(*between)
                hours = Decimal(round(cases * chance.gauss(mean, 0.3), 1)).quantize(Decimal("0.1"))
                logs.append(
                    StudyLog(
                        organisation_id=person.organisation_id,
                        person=person,
                        week=week.monday,
                        phase=phase,
                        cases=cases,
                        hours=max(Decimal("0.1"), hours),
                        logged_at=clock_at(week.sunday, 12),
                    )
                )
            # A chance of its own: what was drawn before stays as it was.
            aside = world.chance("beside", person.username, str(week))
            for kind, (mean, apart) in BESIDE.items():
                beside.append(
                    BesideLog(
                        organisation_id=person.organisation_id,
                        person=person,
                        week=week.monday,
                        kind=kind,
                        hours=max(
                            TENTH, Decimal(round(aside.gauss(mean, apart), 1)).quantize(TENTH)
                        ),
                        logged_at=clock_at(week.sunday, 12),
                    )
                )
    StudyLog.objects.bulk_create(logs, batch_size=200)
    BesideLog.objects.bulk_create(beside, batch_size=200)

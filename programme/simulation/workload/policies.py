"""The numbers that the demo's organisations adopted: one long ago, one lately, one to come."""

from dataclasses import dataclass
from datetime import date, timedelta

from people.models import Person, Unit
from people.weeks import Week
from programme.simulation.world import World, clock_at, uid
from workload.models import LoadPolicy
from workload.policies.policy_numbers import policy_of, stored_number
from workload.rules import load as load_rules


@dataclass(frozen=True)
class Adopted:
    """What an admin adopted, for which units, and why."""

    by: str
    unit_kind: str
    numbers: dict[str, str]
    note: str


NIGHTS = Adopted(
    "sumalee",
    Unit.Kind.SHELTER,
    {"night": "1.5"},
    "เวรกลางคืนที่บ้านพักใช้เวลามากกว่าหนึ่งชั่วโมงจริง จากบันทึกเวรสามเดือน",
)
REVIEWING = Adopted(
    "witthaya",
    Unit.Kind.EVIDENCE,
    {"add_ons-material": "0.75"},
    "Since July each case brings more files to look through.",
)
COURT = Adopted(
    "ploy",
    "",
    {"phases-court": "2.5"},
    "Court days take longer since the new hearing rooms. Agreed at the staff meeting.",
)


def simulate(world: World) -> None:
    """Write the versions; weeks are judged by them from their Mondays on."""
    chance = world.chance("numbers")
    begun = ((NIGHTS, world.weeks[-14].monday), (REVIEWING, world.weeks[-9].monday))
    to_come = (Week.of(world.today) + 1).monday
    for adopted, starts in (*begun, (COURT, to_come)):
        made = min(starts - timedelta(days=5), world.days(-1))
        LoadPolicy.objects.create(public_id=uid(chance), **fields(adopted, starts, made))


def fields(adopted: Adopted, starts: date, made: date) -> dict[str, object]:
    """Fill in a version."""
    person = Person.objects.get(account__username=adopted.by)
    usual = load_rules.usual(person.organisation.kind)
    return {
        "organisation_id": person.organisation_id,
        "unit_kind": adopted.unit_kind,
        "starts": starts,
        "numbers": stored_number(policy_of("", adopted.numbers, usual)),
        "made_by": person,
        "made_at": clock_at(made, 14),
        "note": adopted.note,
    }

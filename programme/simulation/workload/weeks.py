"""The weeks people sent, each judged by the rules of workload."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from people.models import Role, Unit
from people.weeks import Week
from programme.simulation.people.staff import SimulatedMember
from programme.simulation.world import WEEKS, World, clock_at, uid
from workload.models import CaseloadLine, DutyDay, WorkWeek
from workload.policies import actions as policies
from workload.rules import load as load_rules
from workload.rules import parts, reasons
from workload.weeks.actions import LOOK_BACK, breakdown, week_figures

from . import nok
from .caseloads import Case, SimulatedCaseload, grouped_cases, references
from .closings import closed_before
from .curves import COURT_SEASON, load_curve

TEAM = "Chiang Mai team"
# These of Wipa's team have not sent the open week yet; people elsewhere have not either.
WAITING = {"nok", "jiraporn", "kriangkrai", "somsak"}
# What is told of a person goes before chance.
NIGHTS = {"supaporn": 5}
HOURS = {"thanakorn": 47, "supaporn": 52, "arthit": 44, "montri": 42, "piyada": 38, "nantana": 39}


@dataclass(frozen=True)
class SimulatedWeek:
    """A week as it was, before it is judged."""

    cases: list[Case]
    nights: int = 0
    leave: Decimal = Decimal()
    sent: bool = True


def weeks_of(
    member: SimulatedMember, world: World, codes: Iterator[str]
) -> list[tuple[WorkWeek, list[CaseloadLine]]]:
    """Simulate one person's weeks with their lines, oldest first, not yet saved."""
    username = member.person.username
    chance = world.chance("weeks", username)
    lives = nok_lives(chance) if username == "nok" else lives_of(member, chance, codes)
    weeks = [*world.weeks]
    if world.open and has_sent(member, world):
        weeks.append(world.open)
    sent = [
        judged(member, place, week, lived, world, chance)
        for place, (week, lived) in enumerate(zip(weeks, lives, strict=False))
        if lived.sent
    ]
    give_reasons(member, [row for row, _ in sent])
    return sent


def give_reasons(member: SimulatedMember, rows: list[WorkWeek]) -> None:
    """Judge the hours, nights and numbers of each week by the rules, as a sending would."""
    for place, row in enumerate(rows):
        row.reasons = reasons.kept(
            reasons.all_of(
                [one.worked for one in rows[max(0, place - LOOK_BACK + 1) : place + 1]],
                [day.rule for day in duty_days(member, row)],
                supervisees=member.supervisees,
                limits=policies.judging(member.unit, row.iso).limits,
            )
        )


def duty_days(member: SimulatedMember, row: WorkWeek) -> list[DutyDay]:
    """Write single days: only Supaporn notes hers, and only of a week with all her nights."""
    if member.person.username not in NIGHTS or row.nights != NIGHTS[member.person.username]:
        return []
    return [
        DutyDay(
            organisation_id=member.person.organisation_id,
            person=member.person,
            day=row.week + timedelta(days=n),
            night=True,
        )
        for n in range(row.nights)
    ]


def has_sent(member: SimulatedMember, world: World) -> bool:
    """Say whether a person has sent the open week: most of Wipa's team, from its second day."""
    return (
        member.unit.name["en"] == TEAM
        and member.person.username not in WAITING
        and world.moment > world.open.opens
    )


def nok_lives(chance: Random) -> list[SimulatedWeek]:
    """Tell Nok's weeks: one she was on leave, one she forgot."""
    lives = [SimulatedWeek(cases, nights) for cases, nights in nok.lived(chance)]
    lives[5] = SimulatedWeek(lives[5].cases, 0, Decimal(5))
    lives[12] = SimulatedWeek(lives[12].cases, sent=False)
    return lives


def lives_of(member: SimulatedMember, chance: Random, codes: Iterator[str]) -> list[SimulatedWeek]:
    """Live through the weeks of a person who is not told case by case."""
    home = member.membership
    caseload = SimulatedCaseload(home.job.key, chance, codes)
    capacity = load_rules.capacity(member.hours)
    lead = home.role == Role.SUPERVISOR
    holiday = chance.randrange(2, WEEKS - 4)
    told = member.unit.name["en"] == TEAM
    lives = []
    for place, percent in enumerate(
        load_curve(member.person.username, member.unit.name["en"], chance)
    ):
        nights = 0 if lead else nights_of(member, place, chance)
        aim = capacity * Decimal(percent) / 100 - nights
        if lead:
            # What supervision leaves; a supervisor keeps a few cases all the same.
            aim = max(capacity * Decimal("0.04"), aim - member.supervisees * 26 / 5)
        cases = caseload.move_on(aim, court=place in COURT_SEASON)
        last_ones = place > WEEKS - (9 if told else 2)
        leave = Decimal()
        if place == holiday:
            leave = Decimal(5)
        elif not last_ones and chance.random() < 0.04:
            leave = Decimal(chance.choice(["0.5", "0.5", "1"]))
        away = leave == 5
        sent = last_ones or chance.random() > 0.05
        lives.append(SimulatedWeek(cases, 0 if away else nights, leave, sent))
    return lives


def nights_of(member: SimulatedMember, place: int, chance: Random) -> int:
    """Draw the on-call nights of a week; reviewers have none."""
    if place >= WEEKS - 1 and member.person.username in NIGHTS:
        return NIGHTS[member.person.username]
    job = member.membership.job.key
    if job == "reviewer":
        return 0
    return chance.choices([0, 1, 2, 3], [30, 30, 25, 15] if job == "shelter" else [62, 22, 12, 4])[
        0
    ]


def judged(
    member: SimulatedMember,
    place: int,
    week: Week,
    lived: SimulatedWeek,
    world: World,
    chance: Random,
) -> tuple[WorkWeek, list[CaseloadLine]]:
    """Judge a week by the rules and write it down as it would have been sent."""
    home, person = member.membership, member.person
    lines = lines_of(member, lived.cases, world)
    policy = policies.judging(home.unit, week)
    of_person = {
        "nights": lived.nights,
        "leave_days": lived.leave,
        "supervisees": member.supervisees,
    }
    rules = [line.rule for line in lines]
    load = load_rules.load(rules, hours=member.hours, policy=policy, **of_person)
    sent_at = sending(week, world, chance)
    row = WorkWeek(
        organisation_id=person.organisation_id,
        person=person,
        unit=home.unit,
        week=week.monday,
        key=uid(chance),
        contracted_hours=member.hours,
        hours=hours(member, place, load, lived, chance),
        nights=lived.nights,
        court_days=court_days(member, place, lived, chance),
        material_minutes=material(member, place, lived, chance),
        leave_days=lived.leave,
        lines=breakdown(lines, policy, with_units=member.second is not None),
        parts=parts_of(member, week, lines, of_person),
        policy=policy.version,
        sent_at=sent_at,
        changed_at=sent_at,
        **week_figures(load, lines, policy),
    )
    return row, lines


def parts_of(
    member: SimulatedMember, week: Week, lines: list[CaseloadLine], of_person: dict[str, Any]
) -> list[dict[str, Any]]:
    """Judge the part of each post, where there are two."""
    if member.second is None:
        return []
    posts = [
        parts.PostOfWeek(
            post.contracted,
            tuple(line.rule for line in lines if line.unit_id == post.unit_id),
            policies.judging(post.unit, week),
        )
        for post in member.posts
    ]
    divided = parts.divided(posts, **of_person)
    of_posts = zip(member.posts, posts, divided, strict=True)
    return [parts.part_of(one.unit_id, post, load, one.role).kept for one, post, load in of_posts]


def unit_of_line(member: SimulatedMember, place: int) -> Unit | None:
    """Give two of five lines to the second post; with one post no line names a unit."""
    if member.second is None:
        return None
    return member.second.unit if place % 5 in {1, 3} else member.unit


def lines_of(member: SimulatedMember, cases: list[Case], world: World) -> list[CaseloadLine]:
    """Write a caseload down in lines, like cases together."""
    first = world.weeks[0]
    return [
        CaseloadLine(
            organisation_id=member.person.organisation_id,
            person=member.person,
            unit=unit_of_line(member, place),
            phase=case.phase.value,
            add_ons=sorted(extra.value for extra in case.add_ons),
            further_victims=case.further,
            part=case.part.value,
            count=count,
            kind=str(case.kind),
            reference=case.reference,
            opened_at=clock_at((first + case.since).monday, 9),
        )
        for place, (case, count) in enumerate(grouped_cases(cases))
    ]


def sending(week: Week, world: World, chance: Random) -> datetime:
    """Draw when a week was sent: from Friday to Monday, or up to yesterday, in waking hours."""
    last = min(week.monday + timedelta(days=7), world.days(-1))
    first = min(week.monday + timedelta(days=4), last)
    day = first + timedelta(days=chance.randint(0, (last - first).days))
    return clock_at(day, chance.randint(8, 21), chance.randint(0, 59))


def hours(
    member: SimulatedMember, place: int, load: load_rules.Load, lived: SimulatedWeek, chance: Random
) -> Decimal:
    """Draw the hours of a week: heavier weeks are longer, leave makes them shorter."""
    username = member.person.username
    if (told := told_of_nok(member, place, nok.HOURS)) is not None:
        return Decimal(told)
    if place >= WEEKS - 1 and username in HOURS:
        return Decimal(HOURS[username])
    present = max(0.0, 1 - float(lived.leave) / 5)
    heavy = max(0.0, float(load.percent or 0) - 80) / 400
    worked = float(member.hours) * present * (1 + heavy + chance.gauss(0, 0.04))
    return Decimal(max(0, round(worked * 2))) / 2


def told_of_nok(member: SimulatedMember, place: int, figures: tuple[int, ...]) -> int | None:
    """Look up what is told of Nok's week, if it is hers and one of those told."""
    told = place - (WEEKS - len(figures))
    return figures[told] if member.person.username == "nok" and told >= 0 else None


def court_days(member: SimulatedMember, place: int, lived: SimulatedWeek, chance: Random) -> int:
    """Draw days in court, only where there are cases in court."""
    if (told := told_of_nok(member, place, nok.COURT_DAYS)) is not None:
        return told
    cases = sum(case.phase == "court" for case in lived.cases)
    return min(4, sum(chance.random() < 0.25 for _ in range(cases))) if lived.leave < 5 else 0


def material(member: SimulatedMember, place: int, lived: SimulatedWeek, chance: Random) -> int:
    """Draw minutes of distressing material: much for reviewers, little for others."""
    if (told := told_of_nok(member, place, nok.MATERIAL)) is not None:
        return told
    if lived.leave == 5:
        return 0
    if member.person.username == "thanakorn" and place >= WEEKS - 2:
        return 1320
    if member.membership.job.key == "reviewer":
        return chance.randrange(480, 1080, 15)
    heavy = any("material" in case.add_ons for case in lived.cases)
    return chance.randrange(15, 120, 15) if heavy else 0


def simulate(world: World, members: list[SimulatedMember]) -> list[WorkWeek]:
    """Write all people's weeks with their caseload, present and past; return the weeks, saved."""
    codes = references(world.chance("references"))
    weeks, caseload, days = [], [], []
    for member in members:
        if member.carries:
            mine = weeks_of(member, world, codes)
            weeks += [week for week, _ in mine]
            days += duty_days(member, mine[-1][0])
            caseload += [*mine[-1][1], *closed_before(mine)]
    chance = world.chance("caseload")
    for line in caseload:
        line.public_id = uid(chance)
    CaseloadLine.objects.bulk_create(caseload, batch_size=500)
    DutyDay.objects.bulk_create(days)
    return WorkWeek.objects.bulk_create(weeks, batch_size=300)

"""What time alone changes about open flags. Safe to repeat at any moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from people.members.supervision import is_answered_alone, supervisors_at_home, supervisors_of
from people.models import MAY, Membership, Person, Role, is_away
from people.weeks import Week, WorkingDays, today
from people.working_days import working_days_of
from workload.models import Flag, FlagStep, WorkWeek
from workload.rules import flag_clock
from workload.rules import flags as flag_rules
from workload.rules.flag_clock import Wait

from . import actions as flags

Kind = FlagStep.Kind
CHECK_AFTER = timedelta(weeks=4)
CHUNK = 500


def sweep(now: datetime) -> list[FlagStep]:
    """Let every open flag follow its weeks and its clock; return the new steps.

    A flag that a person changed meanwhile is left to the next sweep.
    """
    found = []
    for flag in open_flags(now).iterator(chunk_size=CHUNK):
        if not anything_due(flag, now):
            continue
        with transaction.atomic():
            if unchanged(flag):
                found += [*settle(flag, now), *wait(flag, now), *check(flag, now)]
    return found


def open_flags(now: datetime) -> QuerySet[Flag]:
    """Read the open flags with their steps and weeks; the same few statements for any number.

    The flag of a person on a long absence waits as it is until they are back.
    """
    day = today(now)
    held = Membership.objects.on(day).filter(person=OuterRef("person"), role__in=MAY.carry_load)
    since = (Week.of(day) - flag_rules.LOOK_BACK).monday
    weeks = WorkWeek.objects.filter(week__gt=since).order_by("week").defer("lines")
    return (
        Flag.objects.open()
        .exclude(is_away(day))
        .annotate(works=Exists(held))
        .select_related("person", "organisation")
        .prefetch_related("steps", Prefetch("person__work_weeks", weeks))
        .order_by("pk")
    )


def anything_due(flag: Flag, now: datetime) -> bool:
    """Say whether a row of the table, the clock or the look after four weeks asks for a step."""
    if flags.turns(flag.standing, lately(flag), works=works(flag), now=now):
        return True
    steps, day = rules_of(flag), today(now)
    if flag.rests_since or not steps:
        return False
    late = flag_clock.overdue(steps, day, days_of(flag, now))
    return bool(late) or flag_clock.lapses(steps, day) or to_check(flag, now) is not None


def unchanged(flag: Flag) -> bool:
    """Hold a flag, and say whether it and its steps are still what was read.

    Its row is read a moment before its steps: what another sweep writes between shows in the row.
    """
    held = flags.lock(flag)
    same = (held.standing, held.version) == (flag.standing, flag.version)
    return same and held.steps.count() == len(flag.steps.all())


def rules_of(flag: Flag) -> list[flag_clock.FlagStepTaken]:
    """The steps that were read, as the clock sees them."""
    return [step.rule for step in flag.steps.all()]


def lately(flag: Flag) -> list[WorkWeek]:
    """The weeks that were read and not sent alone, oldest first."""
    return [week for week in flag.person.work_weeks.all() if not week.alone]


def works(flag: Flag) -> bool:
    """Say whether supervisors answer for the person's load today, as the query added it."""
    return bool(vars(flag)["works"])


def days_of(flag: Flag, now: datetime) -> WorkingDays:
    """The working days of the person's organisation."""
    return working_days_of(flag.organisation, today(now))


def settle(flag: Flag, now: datetime) -> list[FlagStep]:
    """Apply the state table."""
    person = flag.person
    return flags.settle(flag, person=person, weeks=lately(flag), works=works(flag), now=now)


def wait(flag: Flag, now: datetime) -> Iterator[FlagStep]:
    """Make a flag unseen again after its plan is over, or pass on what waited too long."""
    steps, day = rules_of(flag), today(now)
    if flag.closed_at or flag.rests_since or not steps:
        return
    if flag_clock.lapses(steps, day):
        yield flag.steps.create(kind=Kind.LAPSED, at=now)
    elif late := flag_clock.overdue(steps, day, days_of(flag, now)):
        yield from pass_on(flag, late, now)


def pass_on(flag: Flag, late: Wait, now: datetime) -> Iterator[FlagStep]:
    """Ask one supervisor further up the tree to look: the nearest who was not asked yet."""
    asked = {step.to_id for step in flag.steps.all()[late.asked_after + 1 :] if step.to_id}
    above = next((one for one in ladder(flag.person, now) if one.pk not in asked), None)
    if above:
        yield flag.steps.create(kind=Kind.PASSED_ON, to=above, why=late.why.value, at=now)


def ladder(person: Person, now: datetime) -> Iterator[Person]:
    """List those who answer for a person's supervisors, and for them, nearest first.

    Only those who lead above the person, and of several posts above the home: a supervisor may lead
    elsewhere too, under others.
    """
    held = person.posts[:1] if is_answered_alone(person) else person.current_memberships
    around = {unit for m in held for unit in m.unit.lineage}
    rung = supervisors_at_home(person, now)
    known = {person.pk, *(one.pk for one in rung)}
    while rung:
        above = {one.pk: one for lead in rung for one in supervisors_of(lead, now)}
        rung = [one for pk, one in above.items() if pk not in known and leads(one, around)]
        known |= above.keys()
        yield from rung


def leads(person: Person, units: set[int]) -> bool:
    """Say whether a person supervises one of these units today."""
    held = person.current_memberships
    return any(m.role == Role.SUPERVISOR and m.unit_id in units for m in held)


def to_check(flag: Flag, now: datetime) -> WorkWeek | None:
    """Find the latest week to be noted beside a plan of four weeks ago, if it was not yet."""
    steps = [step for step in flag.steps.all() if step.kind in {Kind.PLANNED, Kind.CHECKED}]
    if not steps or steps[-1].kind == Kind.CHECKED or now < steps[-1].at + CHECK_AFTER:
        return None
    return next(reversed(lately(flag)), None)


def check(flag: Flag, now: datetime) -> Iterator[FlagStep]:
    """Four weeks after a plan, note the load of the latest week beside the load of then."""
    latest = None if flag.closed_at or flag.rests_since else to_check(flag, now)
    if latest:
        yield flag.steps.create(
            kind=Kind.CHECKED, week=latest.week, percent=latest.flag_load, at=now
        )

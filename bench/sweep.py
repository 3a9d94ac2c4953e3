"""The hourly sweep and a policy's preview on many people: `python bench/sweep.py --people 100000`.

Makes an organisation with a year of weeks each and an open flag for one in twelve, then measures in
one run: the sweep of an hour in which nothing is due and of one in which an eighth of the flags is,
each against reading the same people's weeks as tuples; and the preview of other numbers against
reading the last frozen block of a tenth as many. SQLite, in a folder that is thrown away.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parent))

from days import NOW

WEEKS = 52
UNIT_OF = 50
CHANGES = {
    "limits": {"red": Decimal(110)},
    "shares": {"capacity_share": Decimal("0.6")},
    "weights": {"phases-active": Decimal("1.75"), "night": Decimal("1.5")},
}
# A flag for one in twelve; of these one in eight is due in the busy hour.
FLAGGED, DUE = 12, 8


def main() -> None:
    """Make the data, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.make:
        prepare(asked.make)
        make(asked.people)
        make_previewed(asked.people // 10)
        return
    with tempfile.TemporaryDirectory(prefix="kamlangjai-sweep-") as place:
        # In a process of its own: what making takes is no memory of the sweep.
        making = [sys.executable, __file__, "--make", place, "--people", str(asked.people)]
        subprocess.run(making, check=True)
        prepare(Path(place))
        for line in measured(asked.people, asked.rounds):
            print(line, flush=True)


def prepare(place: Path) -> None:
    """Set up the product on a database of its own."""
    import django
    from run import surroundings

    surroundings(place)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def measured(people: int, rounds: int) -> list[str]:
    """Measure everything; the lines to print."""
    from people.models import Organisation
    from workload.flags.sweep import sweep

    some = Organisation.objects.get(name__en="Some")
    before = megabytes()
    read, floor = timed(rounds, tuples)
    memory_of_reading = megabytes()
    _, calm = timed(rounds, lambda: sweep(NOW))
    memory = megabytes()
    _, busy = timed(1, lambda: sweep(NOW + timedelta(days=8)))
    _, reading = timed(rounds, lambda: block_tuples(some))
    seen = []
    for name, change in CHANGES.items():
        _, took = timed(rounds, partial(preview, some, change))
        seen.append(
            f"preview of other {name} over {people // 10} people: {took * 1000:.0f} ms, "
            f"{took / reading:.1f} × reading the block in {reading * 1000:.0f} ms (goal 3)"
        )
    return [
        f"{people} people × {WEEKS} weeks: {read} weeks read as tuples in {floor:.2f} s",
        f"sweep of a calm hour: {calm:.2f} s, {calm / floor:.2f} × reading (goal 2)",
        f"sweep of a busy hour: {busy:.2f} s, {busy / floor:.2f} × reading (goal 2)",
        f"memory: {memory:.0f} MB at most while sweeping (goal 300), "
        f"{before:.0f} before, {memory_of_reading:.0f} after reading",
        *seen,
    ]


def megabytes() -> float:
    """The most memory this process has used so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(rounds: int, act: Callable) -> tuple[object, float]:
    """Do something some times; its last result and the shortest time."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        result = act()
        times.append(time.perf_counter() - begun)
    return result, min(times)


def tuples() -> int:
    """Read every week as a tuple, the floor of the sweep."""
    from workload.models import WorkWeek

    rows = WorkWeek.objects.order_by().values_list("person_id", "week", "percent", "level")
    return sum(1 for _ in rows.iterator(chunk_size=5000))


def block_tuples(some) -> list:
    """Read every week of the block with its lines as a tuple, the floor of the preview."""
    from django.db.models import F, TextField
    from django.db.models.functions import Cast

    from people.weeks import Block
    from workload.models import WorkWeek
    from workload.policies.block_sums import FIGURES, WEIGHED

    block = Block.latest(NOW)
    weeks = (block.first.monday, block.last.monday)
    found = WorkWeek.objects.filter(organisation=some, week__range=weeks).order_by()
    found = found.annotate(off=F("leave_days") + F("rest_days"))
    return list(found.values_list("person_id", *FIGURES, *WEIGHED, Cast("lines", TextField())))


def preview(some, change: dict[str, Decimal]) -> object:
    """Preview a draft as if it were the first of its block: answers that are kept cost nothing."""
    from people.models import Person
    from workload.models import PolicyDraft
    from workload.policies import previews
    from workload.policies.policy_numbers import written_number
    from workload.rules import load as load_rules

    PolicyDraft.objects.filter(organisation=some).delete()
    admin = Person.objects.get(account__username="admin")
    return previews.preview(by=admin, numbers=written_number(load_rules.USUAL) | change, now=NOW)


def make(people: int) -> None:
    """Make units of fifty with a supervisor each, their weeks, and flags of several ages."""
    from data import enrol, found, job_at

    from people.models import Membership, Role, Unit
    from people.weeks import Week

    organisation = found("Many")
    job = job_at(organisation)
    top = Unit.objects.create(organisation=organisation, name={"en": "Office"})
    units = [
        Unit.objects.create(organisation=organisation, name={"en": f"Unit {n}"}, parent=top)
        for n in range(max(1, people // UNIT_OF))
    ]
    [chief] = enrol(organisation, ["chief"])
    leads = enrol(organisation, (f"lead{n}" for n in range(len(units))))
    crowd = enrol(organisation, (f"p{n}" for n in range(people)))
    since = NOW.date() - timedelta(days=800)
    held = [Membership(person=chief, unit=top, role=Role.SUPERVISOR, job=job, starts=since)]
    held += [
        Membership(person=one, unit=unit, role=Role.SUPERVISOR, job=job, starts=since)
        for one, unit in zip(leads, units, strict=True)
    ]
    held += [
        Membership(
            person=one,
            unit=units[n % len(units)],
            role=Role.WORKER,
            job=job,
            starts=since,
            hours=Decimal(40),
        )
        for n, one in enumerate(crowd)
    ]
    Membership.objects.bulk_create(held, batch_size=5000)
    last = Week.latest(NOW)
    for back in range(WEEKS):
        write_weeks(organisation.pk, (last - back).monday)
    make_flags(organisation, crowd[::FLAGGED], leads)


LONG_AGO = date(2000, 1, 3)


def write_weeks(organisation: int, monday: date) -> None:
    """Write one week of all people in one statement: 16 to 31 points of 26, like one of before.

    What is the same for all is read from a row that is made for it and goes again, so that a new
    column needs no word here.
    """
    from django.db import connection

    from workload.models import WorkWeek

    like = model_week(organisation)
    key = "lower(hex(randomblob(16)))" if connection.vendor == "sqlite" else "gen_random_uuid()"
    points = "(16 + m.person_id %% 16)"
    each = {
        "person_id": "m.person_id",
        "unit_id": "m.unit_id",
        "week": "%s",
        "key": key,
        "case_points": points,
        "percent": f"100.0 * {points} / 26",
        "level": f"CASE WHEN {points} > 31 THEN 'red' WHEN {points} > 26 THEN 'amber' "
        f"WHEN {points} > 22 THEN 'watch' ELSE 'green' END",
    }
    columns = [one.column for one in WorkWeek._meta.concrete_fields if not one.primary_key]
    values = ", ".join(each.get(one, f"w.{one}") for one in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO workload_workweek ({', '.join(columns)}) SELECT {values} "
            "FROM people_membership m JOIN people_person p ON p.id = m.person_id "
            "JOIN workload_workweek w ON w.id = %s "
            "WHERE m.hours IS NOT NULL AND p.organisation_id = %s",
            [monday, like.pk, organisation],
        )
    like.delete()


def model_week(organisation: int):
    """Make the row that all weeks are like, long before any of them."""
    from people.models import Membership
    from workload.models import WorkWeek

    post = Membership.objects.filter(unit__organisation=organisation, hours__gt=0).first()
    line = {"phase": "active", "count": 10, "add_ons": [], "further_victims": 0, "part": "primary"}
    line |= {"kind": "", "reference": "", "points": "15"}
    return WorkWeek.objects.create(
        organisation_id=organisation,
        person_id=post.person_id,
        unit_id=post.unit_id,
        week=LONG_AGO,
        key=uuid.uuid4(),
        contracted_hours=40,
        hours=42,
        case_count=10,
        case_points=0,
        night_points=0,
        supervision_points=0,
        capacity=26,
        policy="default-1-ngo",
        lines=[line],
        sent_at=NOW,
        changed_at=NOW,
    )


def make_flags(organisation, flagged: list, leads: list) -> None:
    """Open flags: most are planned ahead, one in eight is unseen or its plan goes by next week."""
    from workload.models import Flag, FlagStep

    opened = NOW - timedelta(days=1)
    flags = Flag.objects.bulk_create(
        (
            Flag(
                organisation=organisation,
                person=one,
                level="amber",
                opened_week=NOW.date() - timedelta(days=4),
                opened_at=opened,
            )
            for one in flagged
        ),
        batch_size=5000,
    )
    steps = []
    for n, flag in enumerate(flags):
        lead = leads[n % len(leads)]
        steps.append(FlagStep(flag=flag, kind="opened", at=opened))
        if n % DUE:
            steps.append(FlagStep(flag=flag, kind="seen", by=lead, at=opened))
            steps.append(
                FlagStep(
                    flag=flag,
                    kind="planned",
                    by=lead,
                    owner=lead,
                    due_on=NOW.date() + timedelta(days=60),
                    at=opened,
                )
            )
    FlagStep.objects.bulk_create(steps, batch_size=5000)


def make_previewed(people: int) -> None:
    """Make another organisation with a block of four weeks each, for the numbers of the preview."""
    from data import enrol, found, job_at

    from people.models import Membership, Role, Unit
    from people.weeks import BLOCK_WEEKS, Block

    some = found("Some")
    job = job_at(some)
    unit = Unit.objects.create(organisation=some, name={"en": "Unit"})
    crowd = enrol(some, (f"s{n}" for n in range(people)))
    since = NOW.date() - timedelta(days=800)
    Membership.objects.bulk_create(
        (
            Membership(
                person=one,
                unit=unit,
                role=Role.WORKER,
                job=job,
                starts=since,
                hours=Decimal(40),
            )
            for one in crowd
        ),
        batch_size=5000,
    )
    [admin] = enrol(some, ["admin"])
    Membership.objects.create(person=admin, unit=unit, role=Role.ADMIN, job=job, starts=since)
    for n in range(BLOCK_WEEKS):
        write_weeks(some.pk, (Block.latest(NOW).first + n).monday)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()

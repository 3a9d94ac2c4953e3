"""Freeze many units beside one GROUP BY of the same answers, readable: `freezing.py UNITS ROUNDS`.

A process and a database of its own. Prints a list of [floor, product] in milliseconds.
"""

import json
import os
import sys
import time
from datetime import date
from pathlib import Path
from random import Random

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

import django

PEOPLE_A_UNIT, UNITS_A_BRANCH = 8, 100
ANSWERED = 0.8


def main(units: int, rounds: int) -> None:
    """Make two blocks of answers, freeze the first, then measure the second over and over."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    answers(units)
    from people.weeks import Block
    from wellbeing.groups import freezing
    from wellbeing.models import BlockResult

    freezing.freeze(Block(0), now=Block(0).freezes)
    found = []
    for _ in range(rounds):
        BlockResult.objects.filter(block=1).delete()
        found.append(
            [took(group_by), took(lambda: freezing.freeze(Block(1), now=Block(1).freezes))]
        )
    print(json.dumps(found))


def took(act) -> float:
    """Milliseconds of one act."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


READABLE = ("person", "unit", "week", "strain", "worn", "far", "back", "rest", "team")


def group_by() -> list[tuple]:
    """Read each person's own means of a block from readable rows: the least that adds up."""
    from django.db import connection

    from people.weeks import Block

    means = ", ".join(f"AVG({one})" for one in READABLE[3:])
    asked = " ".join(
        [f"SELECT person, unit, {means} FROM readable", "WHERE week BETWEEN %s AND %s"]
    )
    with connection.cursor() as cursor:
        weeks = [Block(1).first.monday.isoformat(), Block(1).last.monday.isoformat()]
        cursor.execute(f"{asked} GROUP BY person, unit", weeks)
        return cursor.fetchall()


def write_readable(rows: list[tuple]) -> None:
    """Write the same answers down readable, as the product never does: in their own table."""
    from django.db import connection

    with connection.cursor() as cursor:
        columns = ", ".join(READABLE)
        cursor.execute(f"CREATE TABLE IF NOT EXISTS readable ({columns}, UNIQUE (person, week))")
        marks = ", ".join(["%s"] * len(READABLE))
        cursor.executemany(" ".join(["INSERT INTO readable VALUES", f"({marks})"]), rows)


def answers(units: int) -> None:
    """Make units with eight people each, and two blocks of answers, each near the person's own."""
    from data import found
    from django.db import transaction

    from people.models import Unit
    from people.weeks import Block
    from wellbeing.models import CheckIn
    from wellbeing.rules.pulse import PulseAnswers, strain

    chance, five = Random(2569), range(5)
    with transaction.atomic():
        office = Unit.objects.create(
            organisation=found("Saphan Foundation"),
            name={"en": "Head office"},
        )
        people = [one for unit in tree(office, units) for one in crew(unit)]
        usual = [chance.randint(0, 3) for _ in people]
        for block in (Block(0), Block(1)):
            said = [
                (
                    person,
                    unit,
                    week,
                    PulseAnswers(*(max(0, own + chance.randint(-1, 1)) for _ in five)),
                )
                for own, (person, unit) in zip(usual, people, strict=True)
                for week in (block.first + n for n in range(4))
                if chance.random() < ANSWERED
            ]
            CheckIn.objects.bulk_create(
                (
                    CheckIn.of(answers, person_id=person, unit_id=unit, week=week.monday)
                    for person, unit, week, answers in said
                ),
                batch_size=5000,
            )
            write_readable(
                [
                    (person, unit, week.monday.isoformat(), float(strain(one)), *one.values)
                    for person, unit, week, one in said
                ]
            )


def tree(office, units: int) -> list:
    """Make branches with a hundred teams each; give the teams."""
    from people.models import Unit

    same = {"organisation": office.organisation}
    branches = [
        Unit.objects.create(parent=office, name={"en": f"Branch {n}"}, **same)
        for n in range(max(1, units // UNITS_A_BRANCH))
    ]
    teams = Unit.objects.bulk_create(
        Unit(parent=branches[n % len(branches)], name={"en": f"Team {n}"}, **same)
        for n in range(units - len(branches) - 1)
    )
    for team in teams:
        team.path = f"{team.parent.path}{team.pk}."
    Unit.objects.bulk_update(teams, ["path"], batch_size=500)
    return teams


def crew(unit) -> list[tuple[int, int]]:
    """Employ a supervisor and seven workers in a unit; give each person's id and the unit's."""
    from data import enrol, job_at

    from people.models import Membership, Role

    names = (f"t{unit.pk}-{n}" for n in range(PEOPLE_A_UNIT))
    people, job = enrol(unit.organisation, names), job_at(unit.organisation)
    Membership.objects.bulk_create(
        Membership(
            person=one,
            unit=unit,
            job=job,
            role=Role.WORKER if n else Role.SUPERVISOR,
            starts=date(2024, 1, 1),
        )
        for n, one in enumerate(people)
    )
    return [(one.pk, unit.pk) for one in people]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main(*map(int, sys.argv[1:]))

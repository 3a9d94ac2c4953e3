"""The drill at length: `make drill` fills a place, backs it up, loses it, restores it and measures.

Prints the table of docs/operating.md. On PostgreSQL where DATABASE_URL, WEB_ROLE and BACKUP_ROLE
name one, else on SQLite.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import django

PEOPLE_LOOK = """
from datetime import timedelta
from people.audit import chain
from people.models import AccessEvent, Person, Role
from workload import access_kinds

people = list(Person.objects.order_by("pk"))
first = timezone.now() - timedelta(days=360)
for begin in range(0, {looks}, 5000):
    AccessEvent.objects.bulk_create(
        AccessEvent(
            organisation_id=person.organisation_id,
            viewer=person,
            viewer_role=Role.SUPERVISOR,
            what=access_kinds.BOARD,
            person=person,
            at=first + timedelta(seconds=number),
        )
        for number in range(begin, min(begin + 5000, {looks}))
        for person in [people[number % len(people)]]
    )
    chain.seal()
"""
LOOKS = int(os.environ.get("LOOKS", "20000"))
HEAD = (
    "| Database | Rows | Backup | Its file | Restored and verified | Load average |\n"
    "| --- | --- | --- | --- | --- | --- |"
)


def main() -> None:
    """Drill once, and print a row of the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from .machine import on_this_database

    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        machine = on_this_database(Path(folder))
        try:
            print(HEAD, drill(machine), sep="\n")
        finally:
            machine.leave()


def drill(machine) -> str:
    """Fill, back up, lose, restore; every step as an operator types it."""
    machine.migrate()
    machine.make_key()
    machine.do("load_demo", DEMO="1")
    machine.run(PEOPLE_LOOK.format(looks=LOOKS))
    began = time.monotonic()
    file = machine.back_up()
    backed_up = time.monotonic()
    machine.lose()
    lost = time.monotonic()
    said = machine.do(*machine.restoring(file), **machine.as_owner)
    restored = time.monotonic()
    rows = next(int(line.split()[0]) for line in said.splitlines() if "rows of" in line)
    return (
        f"| {'PostgreSQL' if machine.as_backup else 'SQLite'} | {rows:,}"
        f" | {backed_up - began:.0f} s | {file.stat().st_size / 1e6:.1f} MB"
        f" | {restored - lost:.0f} s | {os.getloadavg()[0]:.1f}"
        f" on {os.cpu_count()} cores |"
    )


if __name__ == "__main__":
    sys.exit(main())

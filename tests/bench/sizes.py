"""How large a database grows: `python -m tests.bench.sizes`, for the table of docs/operating.md.

People with a year behind them, each week sent by the product's own verb, read by their supervisor
every week, with a flag looked at and a reminder every fourth. What an empty database has is taken
off; the rest is told for 1,000 people and a year. PEOPLE says how many there are (200). On
PostgreSQL where the three roles are, else on SQLite.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import django

PEOPLE, WEEKS = int(os.environ.get("PEOPLE", "200")), 52
YEAR = """
import json, sys, time
sys.path.insert(0, "bench")
from datetime import timedelta
from decimal import Decimal
from django.db import connection, transaction
import data
from days import NOW
from people.audit import chain
from people.models import AccessEvent, Membership, Role, SentOnce, Unit
from people.weeks import Week
from workload import access_kinds

def size():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return cursor.fetchone()[0]

def largest():
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " ORDER BY 2 DESC LIMIT 8"
        )
        return cursor.fetchall()

empty = size()
home = data.found("A ministry")
people = data.crowd(home, {people}, "of-year")
data.certify(people, 3, lambda n: NOW.date() + timedelta(days=n % 700))
Membership.objects.filter(person__in=people).update(hours=Decimal(40))
began, looks, sent = time.monotonic(), [], []
for n, person in enumerate(people):
    with transaction.atomic():
        data.live(person, n, {weeks})
took = time.monotonic() - began
boss = data.employ("boss", Unit.objects.get(organisation=home, parent=None), Role.SUPERVISOR)
for back in range({weeks}):
    at = (Week.of(NOW.date()) - back).opens + timedelta(days=4)
    about = dict(organisation=home, viewer=boss, viewer_role=Role.SUPERVISOR, at=at)
    looks += [AccessEvent(what=access_kinds.BOARD, person=one, **about) for one in people]
    if back % 4 == 0:
        looks += [AccessEvent(what=access_kinds.FLAG, person=one, **about) for one in people]
        sent += [SentOnce(recipient=one, kind="week", key=str(back), at=at) for one in people]
AccessEvent.objects.bulk_create(looks, batch_size=5000)
while chain.seal():
    pass
SentOnce.objects.bulk_create(sent, batch_size=5000)
print(json.dumps([empty, size(), took, largest()]))
"""


def main() -> None:
    """Fill once, and print what it came to."""
    import json

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.drills.machine import on_this_database

    with tempfile.TemporaryDirectory(prefix="sizes-") as folder:
        machine = on_this_database(Path(folder))
        try:
            machine.migrate()
            machine.make_key()
            said = machine.do("shell", "--no-imports", "-c", year_of(PEOPLE))
            empty, full, took, largest = json.loads(said.splitlines()[-1])
            began = time.monotonic()
            file = machine.back_up()
            thousands = PEOPLE / 1000
            print(f"empty {empty / 1e6:.0f} MB, with {PEOPLE} people's year {full / 1e6:.0f} MB")
            print(f"1,000 people and a year: {(full - empty) / 1e6 / thousands:.0f} MB")
            print(f"{PEOPLE * WEEKS / took:.0f} weeks a second in one process")
            print(f"backup {time.monotonic() - began:.0f} s, {file.stat().st_size / 1e6:.1f} MB")
            for table, octets in largest:
                print(f"  {table}: {octets / 1e6 / thousands:.1f} MB for 1,000 people")
        finally:
            machine.leave()


def year_of(people: int) -> str:
    """Write the code that fills a database with a year."""
    return YEAR.replace("{people}", str(people)).replace("{weeks}", str(WEEKS))


if __name__ == "__main__":
    sys.exit(main())

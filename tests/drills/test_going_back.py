"""Every migration goes back, on both databases and with rows in its tables, and comes again."""

import json

import pytest

from .machine import OPEN, on_this_database

pytestmark = [pytest.mark.process, pytest.mark.database]

# Newest first; after each step it counts the rows of each table of ours that is there.
BACK_AND_AGAIN = """
import json
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OURS = ("people", "wellbeing", "training", "workload", "programme")

def counted():
    counts = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name.startswith(tuple(f"{app}_" for app in OURS)):
                cursor.execute(f'SELECT count(*) FROM "{name}"')
                counts[name] = cursor.fetchone()[0]
    return counts

executor = MigrationExecutor(connection)
plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
ours = [(one.app_label, one.name) for one, _back in reversed(plan) if one.app_label in OURS]
found = [counted()]
for place, (app, _name) in enumerate(ours, 1):
    before = [name for other, name in ours[place:] if other == app]
    call_command("migrate", app, *(before[:1] or ["zero"]), verbosity=0)
    found.append(counted())
call_command("migrate", verbosity=0)
print(json.dumps([*found, counted()]))
"""


@pytest.fixture
def machine(tmp_path):
    found = on_this_database(tmp_path)
    found.migrate()
    found.run(OPEN)
    yield found
    found.leave()


def test_every_migration_goes_back_with_rows_in_its_tables_and_comes_again(machine):
    said = machine.do("shell", "--no-imports", "-c", BACK_AND_AGAIN, **machine.as_owner)
    before, *steps, again = json.loads(said.splitlines()[-1])
    assert len(steps) >= 4
    for left in steps:
        assert left == {table: before[table] for table in left}
    assert steps[-1] == {}
    assert again.keys() == before.keys()
    # The pages have their rights and walls again.
    machine.run(OPEN)

"""The tables as a fresh installation makes them, and what becomes of a database of a trial."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations import operations
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel

from tests.quick.made_once import put_tables

pytestmark = pytest.mark.process

APPS = ("people", "wellbeing", "training", "workload", "programme")


def manage(folder, *command: str) -> subprocess.CompletedProcess:
    """Run a command on a SQLite file of its own."""
    ours = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ours |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=ours,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def rows(file) -> dict[str, int]:
    """Count the rows of every table."""
    count = "SELECT count(*) FROM {}"
    with closing(sqlite3.connect(file)) as base:
        names = base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: base.execute(count.format(name)).fetchone()[0] for (name,) in names}


def test_a_fresh_place_makes_its_tables_in_few_migrations():
    """One a version at most: each costs every fresh place and every test some processor."""
    versions = {"0001_initial", "0002_version_0_10", "0002_version_0_11", "0003_version_0_11"}
    versions |= {f"000{place}_version_0_12" for place in (2, 3, 4)}
    versions |= {f"000{place}_version_0_13" for place in (2, 3, 4, 5)}
    versions |= {"0006_version_0_17", "0004_version_0_18"}
    folders = [settings.BASE_DIR / app / "migrations" for app in APPS]

    assert {file.stem for folder in folders for file in folder.glob("0*.py")} <= versions


# What code of the version before could not work over; what nothing reads any more goes later. A
# changed column (other choices, a longer text) is for its author to judge.
TAKEN_AWAY = (
    operations.RemoveField,
    operations.RenameField,
    operations.DeleteModel,
    operations.RenameModel,
    operations.AlterModelTable,
)


def leaves_old_code_working(one: operations.base.Operation) -> bool:
    """Say whether the code before a migration reads and writes over what it makes."""
    if isinstance(one, AddField):
        return one.field.null or one.field.many_to_many or one.field.has_db_default()
    return not isinstance(one, TAKEN_AWAY)


def test_code_of_before_works_over_each_migration():
    """So people go on working while an upgrade is under way (docs/operating.md, Upgrading).

    Where a table must shrink, its migration says in CONTRACTS since which version nothing reads it.
    """
    later = [
        import_module(f"{app}.migrations.{file.stem}").Migration
        for app in APPS
        for file in (settings.BASE_DIR / app / "migrations").glob("0*.py")
        if not file.stem.startswith("0001")
    ]
    steps = [one for m in later if not hasattr(m, "CONTRACTS") for one in m.operations]
    # What is added to a table that comes with it was never read without.
    new = {one.name.lower() for one in steps if isinstance(one, CreateModel)}
    steps = [one for one in steps if getattr(one, "model_name", "").lower() not in new]
    assert [one.describe() for one in steps if not leaves_old_code_working(one)] == []


@pytest.mark.parametrize(
    ("step", "works"),
    [
        (AddField("person", "shoe", models.IntegerField(null=True)), True),
        (AddField("person", "shoe", models.IntegerField(db_default=42)), True),
        (AddField("person", "shoe", models.IntegerField(default=42)), False),
        (operations.RemoveField("person", "shoe"), False),
        (operations.RenameField("person", "shoe", "boot"), False),
        (operations.DeleteModel("shoe"), False),
        (CreateModel("shoe", []), True),
    ],
)
def test_what_old_code_cannot_fill_or_find_is_noticed(step, works):
    assert leaves_old_code_working(step) == works


@pytest.mark.parametrize("app", APPS)
def test_tables_are_made_at_once_with_what_holds_of_them(app):
    """As `makemigrations` writes them here; Django's own way takes nine seconds of processor."""
    written = import_module(f"{app}.migrations.0001_initial").Migration.operations
    circles = {
        one.model_name: place for place, one in enumerate(written) if isinstance(one, AddField)
    }
    assert not [one for one in written if isinstance(one, CreateModel)]
    assert [
        one.model_name
        for one in written
        if isinstance(one, AddIndex | AddConstraint) and one.model_name not in circles
    ] == []


def test_a_fresh_database_has_every_table_and_is_made_twice_without_harm(tmp_path):
    first = manage(tmp_path, "migrate", "-v0")
    assert first.returncode == 0, first.stderr
    file = next(tmp_path.glob("*.sqlite3"))
    before = rows(file)
    wanted = {
        model._meta.db_table for app in APPS for model in apps.get_app_config(app).get_models()
    }
    assert wanted <= before.keys()
    again = manage(tmp_path, "migrate", "-v0", "--check")
    assert (again.returncode, rows(file)) == (0, before), again.stderr


@pytest.mark.parametrize(
    ("before", "sign"),
    [
        (
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('people', '0027_lines_that_wait', '2026-11-28')",
            "people.0027_lines_that_wait",
        ),
        (
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('programme', '0099_later', '2027-01-01')",
            "programme.0099_later",
        ),
        ("ALTER TABLE people_job RENAME TO people_before", "no people_job"),
    ],
)
def test_a_database_of_a_trial_is_met_by_a_clear_sentence_and_left_alone(tmp_path, before, sign):
    put_tables(tmp_path)
    file = next(tmp_path.glob("*.sqlite3"))
    with closing(sqlite3.connect(file)) as base, base:
        base.execute(before)
    before = rows(file)
    refused = manage(tmp_path, "migrate", "-v0")
    assert refused.returncode == 1
    assert "a trial version before 0.9" in refused.stderr
    assert sign in refused.stderr
    assert "Traceback" not in refused.stderr
    assert rows(file) == before

"""What goes wrong around a backup is said in a sentence, and nothing is lost or half done."""

import os
import resource
import shutil
import sqlite3
from contextlib import closing

import pytest

from .machine import OnSqlite

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """A machine with its tables and one backup; tests leave both as they were."""
    found = OnSqlite(tmp_path_factory.mktemp("machine"))
    found.migrate()
    found.make_key()
    found.file = found.back_up()
    return found


@pytest.fixture
def elsewhere(machine, tmp_path):
    """An empty place to restore into."""
    return {"DATA_DIR": str(tmp_path / "elsewhere")}


def is_empty(elsewhere) -> bool:
    return os.listdir(elsewhere["DATA_DIR"]) == []


def test_a_wrong_key_changes_nothing(machine, elsewhere, tmp_path):
    machine.do("backup", "--make-key", str(tmp_path / "other"))
    said = machine.refused(
        "restore", str(machine.file), f"--identity={tmp_path / 'other'}", **elsewhere
    )
    assert "This key does not open" in said
    assert "Nothing was changed." in said
    assert is_empty(elsewhere)


def test_a_torn_backup_changes_nothing(machine, elsewhere, tmp_path):
    torn = tmp_path / machine.file.name
    torn.write_bytes(machine.file.read_bytes()[:-100])
    said = machine.refused(*machine.restoring(torn), **elsewhere)
    assert "is torn" in said
    assert is_empty(elsewhere)


def test_a_place_that_holds_a_database_stays_as_it_is(machine):
    before = (machine.data / "kamlangjai.sqlite3").read_bytes()
    said = machine.refused(*machine.restoring(machine.file))
    assert "There is a database at" in said
    assert (machine.data / "kamlangjai.sqlite3").read_bytes() == before


def test_a_backup_of_newer_code_is_refused_before_anything_is_written(machine, elsewhere, tmp_path):
    newer = OnSqlite(tmp_path)
    newer.env |= {"BACKUP_RECIPIENTS": machine.env["BACKUP_RECIPIENTS"]}
    shutil.copytree(machine.data, newer.data)
    with closing(sqlite3.connect(newer.data / "kamlangjai.sqlite3")) as there, there:
        there.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('workload', '0099_later', '2027-01-01')"
        )
    said = machine.refused(*machine.restoring(newer.back_up()), **elsewhere)
    assert "newer than this code, which does not have workload.0099_later" in said
    assert is_empty(elsewhere)


def small_files() -> None:
    """Let this program's files grow no longer than 100 kB: a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_full_disk_leaves_the_older_backups_and_nothing_open(machine):
    full = "import django, sys; django.setup();"
    full += "from tests.drills.test_bad_backups import small_files; small_files();"
    full += "from people.tenancy import context; context.rest_everywhere();"
    full += "from django.core.management import execute_from_command_line as do; do(sys.argv)"
    done = machine.python("-c", full, "backup")
    assert done.returncode == 1
    assert "could not be" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(one.name for one in machine.backups.iterdir()) == [".lock", machine.file.name]


def test_a_damaged_database_is_not_kept_as_a_backup(machine, tmp_path):
    damaged = OnSqlite(tmp_path)
    damaged.env |= {"BACKUP_RECIPIENTS": machine.env["BACKUP_RECIPIENTS"]}
    shutil.copytree(machine.data, damaged.data)
    with (damaged.data / "kamlangjai.sqlite3").open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096 * 40)
    said = damaged.refused("backup")
    assert "damaged" in said or "could not be copied" in said or "cannot be read" in said
    assert list(damaged.backups.glob("*.age")) == []


TALK = """
from tests.makers import *
from workload.time import talks
unit = make_unit(make_organisation())
nok, wipa = make_worker(unit, "nok"), make_person("wipa", unit.organisation)
make_membership(wipa, unit, Role.SUPERVISOR)
talks.write(
    supervisor=wipa, person=nok, by=wipa, day=NOW.date(), minutes=30, words="talked", now=NOW
)
"""


def test_a_text_that_no_key_opens_is_said_though_texts_name_no_key(machine, elsewhere, tmp_path):
    other = OnSqlite(tmp_path)
    other.env |= {"BACKUP_RECIPIENTS": machine.env["BACKUP_RECIPIENTS"]}
    other.migrate()
    other.do("shell", "--no-imports", "-c", TALK, KEY_RING="another-" + "k" * 50)
    said = other.refused(*machine.restoring(other.back_up()), **elsewhere)
    assert "Restored, but not whole:" in said
    assert "sealed texts: KEY_RING lacks a key: 1 of workload.SupervisionTalk.words do not" in said


def test_a_database_that_is_not_there_is_said(machine, elsewhere):
    said = machine.refused("backup", **elsewhere)
    assert "There is no database at" in said

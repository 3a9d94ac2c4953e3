"""What would go wrong is said in a sentence when pages and jobs start, and by `doctor`."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from .machine import OPEN, OnSqlite

pytestmark = pytest.mark.process

WSGI = ("-c", "import config.wsgi; print('started')")
# Where nothing listens.
AWAY = "127.0.0.1", "1"


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """A machine with the weeks and answers of two people."""
    found = OnSqlite(tmp_path_factory.mktemp("machine"))
    found.migrate()
    found.run(OPEN)
    return found


def starts(machine, **changes):
    done = machine.python(*WSGI, **changes)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "started\n"
    return done.stderr


def test_where_nothing_is_wrong_the_pages_start_without_a_word(machine):
    assert starts(machine) == ""


def test_a_missing_key_is_named_before_anybody_meets_it(machine):
    other = {"KEY_RING": "another-" + "k" * 50}
    assert "KEY_RING lacks a key that sealed wellbeing.CheckIn.answers" in starts(machine, **other)
    done = machine.ask("doctor", **other)
    assert done.returncode == 1
    assert "KEY_RING lacks a key that sealed wellbeing.CheckIn.answers" in done.stdout
    assert "The access log does not hold at place 1" in done.stdout


def test_servers_that_are_not_there_are_named(machine):
    host, port = AWAY
    away = {"MAIL_HOST": host, "MAIL_PORT": port, "REDIS_URL": f"redis://{host}:{port}/0"}
    done = machine.ask("doctor", **away)
    assert done.returncode == 1
    assert "The mail server 127.0.0.1:1 does not take our mail" in done.stdout
    assert "REDIS_URL: no Redis answers" in done.stdout
    assert "Traceback" not in done.stderr
    assert "REDIS_URL: no Redis answers" in machine.refused("qcluster", **away)
    assert "REDIS_URL: no Redis answers" in starts(machine, **away)


def test_a_database_newer_than_the_code_is_left_alone(machine, tmp_path):
    newer = OnSqlite(tmp_path)
    shutil.copytree(machine.data, newer.data)
    with closing(sqlite3.connect(newer.data / "kamlangjai.sqlite3")) as there, there:
        there.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('workload', '0099_later', '2027-01-01')"
        )
    sentence = "newer than this code, which does not have workload.0099_later"
    done = newer.python(*WSGI)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert sentence in newer.refused("qcluster")
    assert sentence in newer.ask("doctor").stdout
    assert "workload.0099_later" in newer.refused("migrate", "-v0")


def test_a_place_without_tables_is_said(tmp_path):
    done = OnSqlite(tmp_path).python(*WSGI)
    assert done.returncode == 1
    assert "run `migrate`" in done.stderr


READY = """
import django; django.setup()
from django.test import Client
answer = Client(headers={"host": "localhost"}).get("/readyz")
print(answer.status_code, *answer.text.splitlines(), sep="; ", end="")
"""


def test_a_monitor_hears_what_keeps_the_pages_from_working(machine, tmp_path):
    def ready(**changes):
        return machine.python("-c", READY, **changes).stdout

    assert ready(DEBUG="0") == "503; static files: not collected"
    machine.do("collectstatic", "--no-input", DEBUG="0")
    assert ready(DEBUG="0") == "200; ok"
    assert (
        ready(DATABASE_URL="postgresql://kamlangjai:secret@127.0.0.1:1/x") == "503; database: away"
    )
    assert "; migrations: not applied" in ready(DATA_DIR=str(tmp_path))

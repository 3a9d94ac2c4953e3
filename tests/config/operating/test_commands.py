"""Commands on what an operator can mend: one line, another exit code than 0, no trace of code."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError, connection

from config.operating.commands import run_command, told
from people.keys.ring import WrongOwnerError

READING = ["verify_trail", "rotate_keys", "jobs", "replay_tombstones", "lost_phone nok"]
READING += ["give_role nok worker", "open_organisation Baan --admin-email one@example.org"]


@pytest.fixture(autouse=True)
def known_database(db):
    """What SQLite can do is asked once a process: it is not to be asked while it is away."""
    assert connection.features.supports_json_field


def ended_with(command):
    """Run it as from a shell, and give the line with which it ended."""
    with pytest.raises(SystemExit) as ended:
        run_command(["manage.py", *command.split()])
    said = str(ended.value)
    assert said
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    "wrong",
    [
        OperationalError("connection failed: Connection refused\n\tIs the server running?"),
        ProgrammingError('relation "people_person" does not exist\nLINE 1: …'),
    ],
)
@pytest.mark.parametrize("command", READING)
def test_without_a_database_or_its_tables(db, command, wrong):
    def away(execute, sql, params, many, context):
        raise wrong

    with connection.execute_wrapper(away):
        said = ended_with(command)
    assert said == f"The database: {str(wrong).splitlines()[0]}. `manage.py doctor` says more."


def test_who_asks_for_it_sees_where_it_was(db):
    def away(execute, sql, params, many, context):
        raise OperationalError("away")

    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        run_command(["manage.py", "verify_trail", "--traceback"])


def test_a_folder_in_place_of_a_file(db, tmp_path, capsys):
    with pytest.raises(SystemExit):
        run_command(["manage.py", "replay_tombstones", str(tmp_path)])
    assert capsys.readouterr().err == f"CommandError: There is no file {tmp_path}.\n"


def test_without_a_key_ring(nok, settings):
    settings.KEY_RING = []
    assert "KEY_RING" in ended_with("rotate_keys --skip-checks")


@pytest.mark.parametrize("typed", ["abc", "NaN", "Infinity"])
def test_hours_that_are_no_number(nok, capsys, typed):
    with pytest.raises(SystemExit) as ended:
        run_command(["manage.py", "give_role", "nok", "worker", "--hours", typed])
    assert ended.value.code == 2
    assert f"argument --hours: {typed!r} is no number" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [ImproperlyConfigured, WrongOwnerError])
def test_what_has_a_sentence_is_told_by_it(wrong):
    assert told(wrong("DATABASE_URL is none")).startswith("DATABASE_URL is none")

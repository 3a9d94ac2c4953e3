"""The drill of docs/operating.md: back up, lose the machine, restore, and see what came back.

Every step in a process of its own, as an operator would type it, on a database of its own.
"""

import json
import re
import sqlite3
import subprocess
import tarfile
import time
from contextlib import closing

import pyrage
import pytest
from pyrage.x25519 import Identity

from .machine import OPEN, on_this_database

pytestmark = [pytest.mark.process, pytest.mark.database]

RESTORED_WITHIN = 15 * 60  # seconds; docs/operating.md promises it

COUNT = """
import json
from django.apps import apps
print(json.dumps({one._meta.label: one._base_manager.count() for one in apps.get_models()}))
"""
HEAD = """
from people.audit import anchors
print(anchors.head(timezone.now()))
"""
LATER = """
from people.models import Person
from wellbeing.own_data import erasing
erasing.erase(person=Person.objects.get(account__username="nok"), before=None, now=timezone.now())
"""
LOOK = """
import json
from django.test import Client
from people.models import Person
from tests.makers import PASSWORD
from wellbeing.models import CheckIn

there = Client(headers={"host": "localhost"})
welcome = there.post("/sign-in/", {"login": "nok", "password": PASSWORD})
notes = {one.person.username: one.note for one in CheckIn.objects.undeleted()}
print(json.dumps([welcome.status_code, there.get("/my-trend/").status_code, notes]))
"""


@pytest.fixture
def machine(tmp_path):
    found = on_this_database(tmp_path)
    found.migrate()
    found.make_key()
    yield found
    found.leave()


def read_backup(machine, file) -> str:
    """Read as text what the holder of the backup's key, and of no key of the ring, can read."""
    opened = machine.folder / "opened.tar.gz"
    pyrage.decrypt_file(str(file), str(opened), [Identity.from_str(private_key(machine))])
    with tarfile.open(opened) as tar:
        tar.extractall(machine.folder / "opened", filter="data")
    dump = machine.folder / "opened" / "dump"
    if dump.read_bytes().startswith(b"SQLite"):
        with closing(sqlite3.connect(dump)) as copy:
            return "\n".join(copy.iterdump())
    command = ("pg_restore", "--no-owner", "--file=-", str(dump))
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def private_key(machine) -> str:
    return machine.key.read_text().splitlines()[-1]


def tells_no_answer(backup: str) -> None:
    """Hold that whoever has a backup and no key cannot tell a light week from a heavy one.

    Nok and Mali sent the same week, the one as light as can be and the other as heavy.
    """
    words = ("a long night", '"worn":', '"strain":', '"note":')
    assert [word for word in words if word in backup] == []
    rows = re.findall(r"^.*(?:X'|\\\\x)01[0-9A-Fa-f]{200,}.*$", backup, re.MULTILINE)
    assert len(rows) == 2
    sealed = re.compile(r"(?:X'|\\\\x)[0-9A-Fa-f]{60,}")
    assert len({tuple(map(len, sealed.findall(row))) for row in rows}) == 1
    assert len({re.sub(r"[0-9]+", "#", sealed.sub("sealed", row)) for row in rows}) == 1


def test_what_a_backup_brings_back_and_what_it_must_not(machine):
    before, head = machine.run(OPEN + COUNT + HEAD).splitlines()
    file = machine.back_up()
    tells_no_answer(read_backup(machine, file))
    machine.run(LATER)
    # The next one keeps beside it what was deleted; the older is the one that is restored.
    machine.back_up()
    machine.lose()

    began = time.monotonic()
    said = machine.do(*machine.restoring(file), **machine.as_owner)

    assert time.monotonic() - began < RESTORED_WITHIN
    assert "1 tombstones replayed, 1 rows deleted." in said
    assert "The trail holds, 2 links." in said
    assert said.endswith("Restored, and whole.\n")
    assert (machine.data / "static" / "app.css").exists()
    rows, counted = json.loads(before), json.loads(machine.run(COUNT))
    changed = {name: counted[name] - rows[name] for name in rows if counted[name] != rows[name]}
    # Of a week that groups may still count the row stays, and holds nothing.
    assert changed == {"wellbeing.Tombstone": 1}
    machine.do("verify_trail", head)
    assert json.loads(machine.run(LOOK)) == [302, 200, {"mali": "a long night"}]
    other = machine.refused("verify_trail", KEY_RING="another-" + "k" * 50)
    assert "The trail breaks at place 1" in other

    full = machine.refused(*machine.restoring(file), **machine.as_owner)
    assert "Nothing was changed." in full


def test_a_part_of_the_data_is_no_backup(machine):
    """Neither the pages nor the owner read past the walls, so neither can make one."""
    if not machine.as_backup:
        pytest.skip("SQLite has no row-level security.")
    for role in ({}, machine.as_owner):
        said = machine.refused("backup", **role)
        assert "This role does not read every row" in said
    assert list(machine.backups.glob("*")) == [machine.backups / ".lock"]

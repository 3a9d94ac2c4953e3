"""The drill of docs/operating.md: back up, lose the machine, restore, and see what came back.

Every step in a process of its own, as an operator would type it, on a database of its own.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings as real
from django.db import connection

from people.tenancy import context as tenancy

pytestmark = [pytest.mark.process, pytest.mark.database]

OPEN = """
from django.utils import timezone
from people.audit import actions as audit, chain
from people.models import Role
from workload import access_kinds
from tests.makers import *
from wellbeing.checkins import actions as checkins

unit = make_unit(make_organisation())
nok, mali = make_worker(unit, "nok"), make_worker(unit, "mali")
wipa = make_person("wipa", unit.organisation)
make_membership(wipa, unit, Role.SUPERVISOR)
low, high = PulseAnswers(0, 0, 0, 4, 4), PulseAnswers(4, 4, 4, 0, 0)
for person, answers in ((nok, low), (mali, high)):
    make_line(person)
    make_week(person)
    checkins.record(person=person, unit=unit, week=WEEK, answers=answers, note="a long night")
board = {"role": Role.SUPERVISOR, "what": access_kinds.BOARD, "at": timezone.now()}
for person in (nok, mali):
    audit.note_access(viewer=wipa, person=person, **board)
chain.seal()
"""
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
notes = {one.person.username: one.note for one in CheckIn.objects.select_related("person")}
print(json.dumps([welcome.status_code, there.get("/my-trend/").status_code, notes]))
"""


class Machine:
    """A folder with data and a database; what an operator types runs beside it."""

    def __init__(self, folder):
        self.folder = folder
        self.data = folder / "data"
        self.env = os.environ | {
            "DATA_DIR": str(self.data),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEBUG": "1",
        }

    def ask(self, *words, **changes):
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=real.BASE_DIR,
            env=self.env | changes,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def do(self, *words, **changes) -> str:
        done = self.ask(*words, **changes)
        assert done.returncode == 0, (words, done.stdout[-500:], done.stderr[-2000:])
        return done.stdout

    def migrate(self):
        self.do("migrate", "-v0")

    def run(self, code: str) -> str:
        return self.do("shell", "--no-imports", "-c", f"from django.utils import timezone\n{code}")


class OnSqlite(Machine):
    def __init__(self, folder):
        super().__init__(folder)
        self.env.pop("DATABASE_URL", None)
        self.file = self.data / "kamlangjai.sqlite3"
        self.copy = folder / "kamlangjai.copy"

    def back_up(self):
        live = sqlite3.connect(self.file)
        live.execute(f"VACUUM INTO '{self.copy}'")
        live.close()

    def read_backup(self) -> str:
        copy = sqlite3.connect(self.copy)
        found = "\n".join(copy.iterdump())
        copy.close()
        return found

    def lose(self):
        for file in self.data.glob("kamlangjai.sqlite3*"):
            file.unlink()

    def restore(self):
        shutil.copy(self.copy, self.file)

    def leave(self):
        pass


class OnPostgres(Machine):
    """A database beside the suite's own, made and dropped by the owner of both.

    Where the suite has the three roles, the owner migrates, the backup dumps, and all else is done
    as the web. Each signs in as itself, and all have the password of the first.
    """

    def __init__(self, folder):
        super().__init__(folder)
        self.name = f"drill_{os.getpid()}"
        self.owner, self.web, self.backup = map(
            self.url_of, (None, real.WEB_ROLE, real.BACKUP_ROLE)
        )
        self.env["DATABASE_URL"] = self.web
        self.dump = str(folder / "kamlangjai.dump")
        self.sql(f"DROP DATABASE IF EXISTS {self.name}")
        self.sql(f"CREATE DATABASE {self.name}")

    def url_of(self, role: str | None) -> str:
        parts = urlsplit(os.environ["DATABASE_URL"])
        _, _, host = parts.netloc.rpartition("@")
        place = f"{role}:{parts.password}@{host}" if role else parts.netloc
        return parts._replace(netloc=place, path=f"/{self.name}").geturl()

    def migrate(self):
        self.do("migrate", "-v0", DATABASE_URL=self.owner)

    def sql(self, statement):
        self.tool("psql", os.environ["DATABASE_URL"], "-qc", statement)

    def tool(self, *words, **changes):
        env = self.env | changes
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def back_up(self):
        dump = ("pg_dump", "--format=custom", f"--file={self.dump}")
        if real.BACKUP_ROLE:
            self.tool(*dump, self.backup)
        else:  # the walls between organisations leave the owner's dump empty otherwise
            door = f"-c {tenancy.SETTING}={tenancy.EVERYWHERE}"
            self.tool(*dump, "--enable-row-security", self.owner, PGOPTIONS=door)

    def read_backup(self) -> str:
        return self.tool("pg_restore", "--no-owner", "--file=-", self.dump)

    def lose(self):
        self.sql(f"DROP DATABASE {self.name}")
        self.sql(f"CREATE DATABASE {self.name}")

    def restore(self):
        self.tool("pg_restore", "--no-owner", f"--dbname={self.owner}", self.dump)

    def leave(self):
        self.sql(f"DROP DATABASE {self.name}")


@pytest.fixture
def machine(tmp_path):
    if connection.vendor == "postgresql":
        if not all(map(shutil.which, ("psql", "pg_dump", "pg_restore"))):
            pytest.skip("PostgreSQL's own tools are not on this machine.")
        found = OnPostgres(tmp_path)
    else:
        found = OnSqlite(tmp_path)
    yield found
    found.leave()


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
    machine.migrate()
    before, head = machine.run(OPEN + COUNT + HEAD).splitlines()
    machine.back_up()
    tells_no_answer(machine.read_backup())
    machine.run(LATER)
    machine.lose()
    machine.restore()
    machine.migrate()
    assert json.loads(machine.run(COUNT)) == json.loads(before)

    assert machine.do("replay_tombstones") == "1 tombstones replayed, 1 rows deleted.\n"
    assert "The trail holds, 2 links." in machine.do("verify_trail", head)
    assert json.loads(machine.run(LOOK)) == [302, 200, {"mali": "a long night"}]

    other = machine.ask("verify_trail", KEY_RING="another-" + "k" * 50)
    assert other.returncode == 1
    assert "The trail breaks at place 1" in other.stderr

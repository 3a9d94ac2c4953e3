"""A machine of its own: a folder and a database, where a drill types what an operator types."""

import os
import shutil
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings as real
from django.db import connection

from tests.quick.made_once import put_tables

MAY_NOT_CHECK = "SELECT 1 FROM pg_roles WHERE rolname = '{}' AND NOT rolcreatedb"
# A worker with a light week and one with a heavy, and a supervisor who looked at both.
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


class Machine:
    """A folder with data and a database; what an operator types runs beside it."""

    def __init__(self, folder):
        self.folder = folder
        self.data = folder / "data"
        self.backups = folder / "backups"
        self.key = folder / "key"
        self.env = os.environ | {
            "DATA_DIR": str(self.data),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEBUG": "1",
            "BACKUP_DIR": str(self.backups),
        }

    def ask(self, *words, **changes):
        return self.python("manage.py", *words, **changes)

    def python(self, *words, **changes):
        env = self.env | changes
        return subprocess.run(
            [sys.executable, *words],
            cwd=real.BASE_DIR,
            env=env,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def do(self, *words, **changes) -> str:
        done = self.ask(*words, **changes)
        assert done.returncode == 0, (words, done.stdout[-500:], done.stderr[-2000:])
        return done.stdout

    def refused(self, *words, **changes) -> str:
        """Type what is refused, and read why."""
        done = self.ask(*words, **changes)
        assert done.returncode == 1, (words, done.stdout[-500:], done.stderr[-2000:])
        return done.stderr

    def run(self, code: str) -> str:
        return self.do("shell", "--no-imports", "-c", f"from django.utils import timezone\n{code}")

    def migrate(self):
        self.do("migrate", "-v0", **self.as_owner)

    def make_key(self):
        """Make a pair of keys; from now on backups are sealed for it."""
        said = self.do("backup", "--make-key", str(self.key))
        self.env["BACKUP_RECIPIENTS"] = said.splitlines()[0].partition("=")[2]

    def back_up(self):
        """Make a backup and return its file."""
        before = set(self.backups.glob("*.age"))
        self.do("backup", **self.as_backup)
        (made,) = set(self.backups.glob("*.age")) - before
        return made

    def restoring(self, file):
        """The words that restore a file here."""
        return "restore", str(file), f"--identity={self.key}"


class OnSqlite(Machine):
    as_owner: dict = {}
    as_backup: dict = {}

    def set_clock(self, seconds):
        """It has no clock of its own."""

    def __init__(self, folder):
        super().__init__(folder)
        self.env.pop("DATABASE_URL", None)

    def migrate(self):
        put_tables(self.data)

    def lose(self):
        """Lose the machine's disk; the backups are elsewhere."""
        shutil.rmtree(self.data)

    def leave(self):
        pass


# Looked for before PostgreSQL's own; what is made goes to the public schema, as ever.
AHEAD = """
CREATE SCHEMA ahead;
GRANT USAGE ON SCHEMA ahead TO PUBLIC;
CREATE FUNCTION ahead.clock_timestamp() RETURNS timestamptz LANGUAGE sql
  AS 'SELECT pg_catalog.clock_timestamp() + make_interval(secs => {seconds})';
ALTER DATABASE {name} SET search_path = public, ahead, pg_catalog;
"""


class OnPostgres(Machine):
    """A database beside the suite's own, made and dropped by the owner of both.

    Where the suite has the three roles, the owner migrates and restores, the backup dumps, and all
    else is done as the web. Each signs in as itself, and all have the password of the first.
    """

    def __init__(self, folder):
        super().__init__(folder)
        self.name = f"drill_{os.getpid()}"
        roles = (None, real.WEB_ROLE, real.BACKUP_ROLE)
        self.owner, self.web, self.backup = map(self.url_of, roles)
        self.env["DATABASE_URL"] = self.web
        self.as_owner = {"DATABASE_URL": self.owner}
        self.as_backup = {"DATABASE_URL": self.backup}
        if self.sql(MAY_NOT_CHECK.format(real.BACKUP_ROLE)).strip():
            self.as_backup["BACKUP_CHECK_URL"] = self.owner
        self.sql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self.sql(f"CREATE DATABASE {self.name}")

    def set_clock(self, seconds):
        """Let its clock, by which hosts judge theirs, be ahead by so many seconds."""
        words = ("psql", self.owner, "-qAtc", AHEAD.format(name=self.name, seconds=seconds))
        subprocess.run(words, capture_output=True, check=True)

    def url_of(self, role: str | None) -> str:
        parts = urlsplit(os.environ["DATABASE_URL"])
        _, _, host = parts.netloc.rpartition("@")
        place = f"{role}:{parts.password}@{host}" if role else parts.netloc
        return parts._replace(netloc=place, path=f"/{self.name}").geturl()

    def sql(self, statement):
        words = ("psql", os.environ["DATABASE_URL"], "-qAtc", statement)
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def lose(self):
        """Lose the machine's disk; the backups are elsewhere."""
        shutil.rmtree(self.data)
        self.sql(f"DROP DATABASE {self.name} WITH (FORCE)")
        self.sql(f"CREATE DATABASE {self.name}")

    def leave(self):
        self.sql(f"DROP DATABASE {self.name} WITH (FORCE)")


def on_this_database(folder) -> Machine:
    """Make a machine on the database of this run; skip where its tools or roles are missing."""
    if connection.vendor != "postgresql":
        return OnSqlite(folder)
    if not all(map(shutil.which, ("psql", "pg_dump", "pg_restore"))):
        pytest.skip("PostgreSQL's own tools are not on this machine.")
    if not real.BACKUP_ROLE:
        pytest.skip("There is no role here that reads every row.")
    return OnPostgres(folder)

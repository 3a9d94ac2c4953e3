"""A backup of PostgreSQL by its own tools, and the way back."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from people.tenancy import context as tenancy

from .archive import BackupError
from .contents import TABLES, Contents, contents_of

ENGINE = "postgresql"
LONGEST_NAME = 63
# A superuser has it too. The owner of the tables does not: row-level security is forced on owners.
READS_ALL = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
MAKES_DATABASES = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
# Rows of all organisations, for a role that row-level security holds.
EVERYWHERE = f"-c {tenancy.SETTING}={tenancy.EVERYWHERE}"


def access(config: dict[str, Any], name: str = "") -> tuple[str, dict[str, str]]:
    """Write how to reach a database for PostgreSQL's tools; the password is not in the command."""
    words = {key: value for key, value in config["OPTIONS"].items() if isinstance(value, str)}
    words |= {"host": config["HOST"], "port": config["PORT"], "user": config["USER"]}
    words |= {"dbname": name or config["NAME"], "options": EVERYWHERE}
    reached = make_conninfo(**{key: str(value) for key, value in words.items() if value})
    # Settings from outside must not reach a dump.
    env = {key: value for key, value in os.environ.items() if key != "PGOPTIONS"}
    password = {"PGPASSWORD": config["PASSWORD"]} if config["PASSWORD"] else {}
    return reached, env | password


@contextmanager
def connected(config: dict[str, Any], name: str = "", **options: Any) -> Iterator[Any]:
    """Connect for a few statements."""
    reached, env = access(config, name)
    password = env.get("PGPASSWORD")
    try:
        with psycopg.connect(reached, password=password, connect_timeout=10, **options) as opened:
            yield opened
    except psycopg.Error as wrong:
        raise BackupError(f"PostgreSQL refuses: {first_line(str(wrong))}.") from wrong


def first_line(text: str) -> str:
    """Give the first sentence of an error."""
    return next(iter(text.strip().splitlines()), "it says nothing").rstrip(".")


def tool(name: str, *words: str, config: dict[str, Any], database: str = "") -> None:
    """Run one of PostgreSQL's tools; its last words say what is wrong."""
    if not (program := shutil.which(name)):
        raise BackupError(f"{name} is not on this machine: apt-get install postgresql-client.")
    reached, env = access(config, database)
    command = [program, f"--dbname={reached}", "--no-password", *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{name} failed: {first_line(done.stderr)}.")


def one(opened: Any, query: str) -> Any:
    """Ask for one value."""
    return opened.execute(query).fetchone()[0]


def contents_at(opened: Any) -> Contents:
    """Read what a database holds."""
    return contents_of(lambda query: opened.execute(query).fetchall(), ENGINE)


def dump(into: Path) -> Contents:
    """Dump the database of the settings; refused to a role that would not read every row.

    What is counted and what is dumped are of one moment: a snapshot that both use.
    """
    config = connection.settings_dict
    with connected(config) as opened:
        if not one(opened, READS_ALL):
            raise BackupError(
                "This role does not read every row: row-level security holds it, so the backup"
                " would be a part. Run it with the role of BACKUP_ROLE, which has BYPASSRLS."
            )
        opened.rollback()
        opened.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        opened.read_only = True
        # An error in place of fewer rows, should a policy hold this role after all.
        opened.execute("SET LOCAL row_security = off")
        snapshot = one(opened, "SELECT pg_export_snapshot()")
        found = contents_at(opened)
        words = ("--format=custom", f"--snapshot={snapshot}", f"--file={into}")
        tool("pg_dump", *words, config=config)
    return found


def load_into(dumped: Path, config: dict[str, Any], database: str = "") -> None:
    """Restore a dump into an empty database, all of it or nothing."""
    words = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    tool("pg_restore", *words, str(dumped), config=config, database=database)


def checking() -> dict[str, Any]:
    """Say where the check makes its database: beside the real one, or on a server of its own."""
    return settings.BACKUP_CHECK_DATABASE or connection.settings_dict


def restored_for_a_check(dumped: Path) -> Contents:
    """Restore a dump into a database that is made for it, read what is there, and drop it."""
    config = checking()
    own = f"{config['NAME'][: LONGEST_NAME - 13]}_backup_check"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(own))
    with connected(config, autocommit=True) as opened:
        if not one(opened, MAKES_DATABASES):
            raise BackupError(
                "The backup could not be checked: its role may make no database. Give it"
                " CREATEDB, or name another server in BACKUP_CHECK_URL."
            )
        opened.execute(drop)
        opened.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(own)))
        try:
            load_into(dumped, config, own)
            with connected(config, own) as there:
                return contents_at(there)
        finally:
            opened.execute(drop)


def refuse_if_there() -> None:
    """Refuse a database that holds a table already."""
    with connected(connection.settings_dict) as opened:
        if found := opened.execute(TABLES[ENGINE]).fetchone():
            raise BackupError(
                f"The database {connection.settings_dict['NAME']} is not empty: it has the table"
                f" {found[0]}. Make a new one for the restore."
            )


def load(dumped: Path) -> Contents:
    """Restore a dump into the database of the settings, and read what came."""
    config = connection.settings_dict
    load_into(dumped, config)
    with connected(config) as opened:
        return contents_at(opened)

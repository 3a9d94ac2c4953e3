"""The tables and the static files of the product, for programs that tests start: made once, copied.

`migrate` takes four seconds of processor, `collectstatic` two, and both give each of them the same.
What `migrate` makes of nothing is judged by tests/test_migrations.py. The demo, for pages in a
browser, takes five.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from programme import demo

TABLES, FILES = "kamlangjai.sqlite3", "static"
# Gone when the run ends: the first of its processes makes the folder, and the others find it there.
FOLDER = "KAMLANGJAI_MADE_ONCE"
if FOLDER not in os.environ:
    KEPT = tempfile.TemporaryDirectory(prefix="kamlangjai-made-")
    os.environ[FOLDER] = KEPT.name


@cache
def made(command: str, what: str) -> Path:
    """Make something as an operator does, on a machine without a server for the database.

    One process makes it, while others who need it wait.
    """
    folder = Path(os.environ[FOLDER])
    ours = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ours |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "0"}
    done = folder / f"{what}.done"
    with (folder / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            subprocess.run(
                [sys.executable, "manage.py", *command.split()],
                cwd=settings.BASE_DIR,
                env=ours,
                check=True,
                timeout=600,
            )
            done.touch()
    return folder / what


def put_tables(folder: Path) -> None:
    """Put a database with its tables, and nobody in it, among the data of a program."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made("migrate -v0", TABLES), folder / TABLES)


def put_static(folder: Path) -> None:
    """Put the static files there, as pages name them."""
    shutil.copytree(made("collectstatic --no-input -v0", FILES), folder / FILES)


def put_demo(now: datetime) -> None:
    """Load the demo as of a moment, or put it back as a process of this run loaded it before.

    Only for tests that commit: SQLite puts back the whole database. Another loads it each time.
    """
    kept = Path(os.environ[FOLDER]) / f"demo-{now:%Y%m%d%H%M}.sqlite3"
    connection.ensure_connection()
    if kept.exists():
        with closing(sqlite3.connect(kept)) as before:
            before.backup(connection.connection)
        return
    demo.load(now=now)
    if connection.vendor == "sqlite":
        ours = kept.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(ours)) as copy:
            connection.connection.backup(copy)
        ours.replace(kept)

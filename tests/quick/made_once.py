"""The tables and the static files of the product, for programs that tests start: made once, copied.

`migrate` takes four seconds of processor, `collectstatic` two, and both give each of them the same.
What `migrate` makes of nothing is judged by tests/test_migrations.py.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings

TABLES, FILES = "kamlangjai.sqlite3", "static"
# Gone when the process of the tests ends.
KEPT = tempfile.TemporaryDirectory(prefix="kamlangjai-made-")


@cache
def made(command: str, what: str) -> Path:
    """Make something as an operator does, on a machine without a server for the database."""
    ours = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ours |= {"DATA_DIR": KEPT.name, "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "0"}
    subprocess.run(
        [sys.executable, "manage.py", *command.split()],
        cwd=settings.BASE_DIR,
        env=ours,
        check=True,
        timeout=600,
    )
    return Path(KEPT.name) / what


def put_tables(folder: Path) -> None:
    """Put a database with its tables, and nobody in it, among the data of a program."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made("migrate -v0", TABLES), folder / TABLES)


def put_static(folder: Path) -> None:
    """Put the static files there, as pages name them."""
    shutil.copytree(made("collectstatic --no-input -v0", FILES), folder / FILES)

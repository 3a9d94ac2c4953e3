"""A backup of SQLite: its own online copy while people work, and the way back."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from .archive import BackupError
from .contents import Ask, Contents, contents_of

ENGINE = "sqlite"


def place() -> Path:
    """Say which file the database is."""
    return Path(connection.settings_dict["NAME"])


@contextmanager
def asked(file: Path) -> Iterator[Ask]:
    """Ask a database file that stays as it is."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
        yield lambda query: opened.execute(query).fetchall()


def dump(into: Path) -> Contents:
    """Copy the live database into a file; the copy is of one moment, while people write."""
    if not place().exists():
        raise BackupError(f"There is no database at {place()}.")
    try:
        with closing(sqlite3.connect(place())) as live, closing(sqlite3.connect(into)) as copy:
            live.backup(copy)
            # One file, without the journal beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        return contents_in(into)
    except sqlite3.Error as wrong:
        raise BackupError(f"The database could not be copied: {wrong}.") from wrong


def contents_in(file: Path) -> Contents:
    """Read what a copy holds; a damaged one is refused."""
    try:
        with asked(file) as ask:
            (said,), *_more = ask("PRAGMA integrity_check")
            if said != "ok":
                raise BackupError(f"The database is damaged: {said}.")
            if broken := ask("PRAGMA foreign_key_check"):
                raise BackupError(f"A row of {broken[0][0]} points at one that is not there.")
            return contents_of(ask, ENGINE)
    except sqlite3.Error as wrong:
        raise BackupError(f"The copy of the database cannot be read: {wrong}.") from wrong


def restored_for_a_check(dumped: Path) -> Contents:
    """Open a copy as a database of its own."""
    return contents_in(dumped)


def refuse_if_there() -> None:
    """Refuse a place that already holds a database, also an empty one."""
    if place().exists():
        raise BackupError(
            f"There is a database at {place()} already. Move it away, with its -wal and -shm."
        )


def load(dumped: Path) -> Contents:
    """Put a copy into its place, whole or not at all."""
    found = contents_in(dumped)
    dumped.chmod(0o600)
    with dumped.open("rb") as written:
        os.fsync(written.fileno())
    dumped.rename(place())
    return found

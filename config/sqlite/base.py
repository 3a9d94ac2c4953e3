"""Django's SQLite: writers wait for one another in short steps, and statements are planned once."""

import sqlite3
import time
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

STEP = 0.001
# What Python's sqlite3 waits where the settings name no "timeout".
USUAL_TIMEOUT = 5.0


@lru_cache(maxsize=256)
def as_sqlite_writes(query: str) -> str:
    """Write a statement with the marks that SQLite knows; the pages ask with the same ones."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(base.SQLiteCursorWrapper):
    """Turns each statement into what SQLite reads once, not each time it is asked."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """Write a statement as SQLite does."""
        if param_names is None:
            return as_sqlite_writes(query)
        return super().convert_query(query, param_names=param_names)


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks for the write lock every millisecond, and keeps the plan of a statement.

    SQLite itself waits 1, 2, 5, 10, 15 … 100 ms between two tries: of two processes that write all
    the time, one sleeps while none writes, and together they do no more than one alone.

    And it plans a statement anew each time that it is given other values, wherever one of them
    might suit an index of some rows only. For the long statements of the pages opened most that
    took six times what running them takes. So a plan does not look at values
    (https://sqlite.org/queryplanner-ng.html#qpsg).
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a connection with plans that are the same for all values."""
        opened = super().get_new_connection(conn_params)
        opened.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_QPSG, True)
        return opened

    def create_cursor(self, name: str | None = None) -> Any:
        """Open a cursor that does so."""
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self):
        timeout = self.settings_dict["OPTIONS"].get("timeout", USUAL_TIMEOUT)
        until = time.monotonic() + timeout
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while not self.begun(last=time.monotonic() >= until):
                time.sleep(STEP)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {timeout * 1000:.0f}")

    def begun(self, *, last: bool) -> bool:
        """Try to begin a transaction; the last try says why it failed."""
        try:
            super()._start_transaction_under_autocommit()
        except OperationalError as refused:
            if last or "locked" not in str(refused):
                raise
            return False
        return True

"""What a page costs: processor time of this process and the database's, statements, rows."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET", "SELECT set_config")


@dataclass
class Cost:
    """What was asked of the database, and how long a processor was at it, in milliseconds."""

    statements: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    rows: int = 0
    milliseconds: float = 0

    @property
    def dearest(self) -> str:
        """The statement that took longest, with its share of the time."""
        if not self.took:
            return ""
        most = max(self.took)
        return f"{most:.0f} ms: {self.statements[self.took.index(most)]}"


class CountingCursor(CursorWrapper):
    """A cursor that counts the rows that are fetched."""

    cost: Cost

    def timed(self, fetch: Any) -> Any:
        """Fetch, and add the time to the statement's: SQLite works while it is read."""
        begun = processor()
        found = fetch()
        if self.cost.took:
            self.cost.took[-1] += 1000 * (processor() - begun)
        return found

    def fetchone(self) -> Any:
        """Fetch a row."""
        row = self.timed(lambda: self.cursor.fetchone())
        self.cost.rows += row is not None
        return row

    def fetchmany(self, *size: int) -> Any:
        """Fetch some rows."""
        rows = self.timed(lambda: self.cursor.fetchmany(*size))
        self.cost.rows += len(rows)
        return rows

    def fetchall(self) -> Any:
        """Fetch all rows."""
        rows = self.timed(lambda: self.cursor.fetchall())
        self.cost.rows += len(rows)
        return rows

    def __iter__(self) -> Iterator:
        """Fetch row by row."""
        for row in super().__iter__():
            self.cost.rows += 1
            yield row


@contextmanager
def counted() -> Iterator[Cost]:
    """Count what is asked of the database meanwhile, and the processor's time."""
    cost = Cost()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = processor()
        try:
            return execute(sql, params, many, context)
        finally:
            if not sql.startswith(NOT_COUNTED):
                cost.statements.append(sql)
                cost.took.append(1000 * (processor() - begun))

    def make_cursor(cursor: Any) -> CountingCursor:
        made = CountingCursor(cursor, connection)
        made.cost = cost
        return made

    connection.make_cursor = make_cursor
    begun = processor()
    try:
        with connection.execute_wrapper(note):
            yield cost
    finally:
        cost.milliseconds = 1000 * (processor() - begun)
        del connection.make_cursor


def processor() -> float:
    """Seconds that a processor was at it: here, and at PostgreSQL's process for this connection."""
    return time.process_time() + database_seconds()


def database_seconds() -> float:
    """Seconds of PostgreSQL's process, as Linux counts them; SQLite has none of its own."""
    if connection.vendor != "postgresql":
        return 0
    place = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(place.read_text().split()[0]) / 1e9

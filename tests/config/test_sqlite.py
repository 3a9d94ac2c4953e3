"""Of two who write, the second waits until the first is done, and is told when that takes long.

And no plan of a statement depends on the values that it is asked with.
"""

import sqlite3
import time
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, transaction

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'"),
]


@pytest.fixture
def somebody_writes():
    """Another connection that holds the write lock; it has let go once this was called."""
    holds, let_go = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            holds.set()
            let_go.wait(60)
        connection.close()

    writer = Thread(target=write)
    writer.start()
    holds.wait(60)

    def ends() -> None:
        let_go.set()
        writer.join()

    yield ends
    ends()


def timeout() -> int:
    """What SQLite waits for a lock outside of a transaction, in milliseconds."""
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA busy_timeout").fetchone()[0]


def test_who_waits_begins_once_the_other_is_done(somebody_writes):
    told = []

    def wait() -> None:
        with transaction.atomic():
            told.append("begun")
        connection.close()

    waiting = Thread(target=wait)
    waiting.start()
    waiting.join(0.05)
    assert told == []
    somebody_writes()
    waiting.join(60)
    assert told == ["begun"]


def test_who_waited_long_enough_is_told_and_loses_nothing_else(somebody_writes, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.02)
    began = time.monotonic()
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass
    assert time.monotonic() - began >= 0.02
    assert timeout() == 20
    somebody_writes()
    with transaction.atomic():
        assert connection.in_atomic_block


def test_a_transaction_leaves_the_patience_of_single_statements_as_it_was():
    with transaction.atomic():
        assert timeout() == 20_000
    assert timeout() == 20_000


def test_a_plan_is_kept_for_all_values():
    """Else SQLite plans each long statement anew whenever it is asked with other values."""
    connection.ensure_connection()
    assert connection.connection.getconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_QPSG)


def test_values_stand_where_a_statement_has_their_marks():
    """The same text is asked again with other values, by place or by name, and with a percent."""
    by_place = "SELECT %s || %s, '100%%'"
    by_name = "SELECT %(first)s || %(first)s || %(second)s"
    with connection.cursor() as cursor:
        for first, second in (("a", "b"), ("%s", "?")):
            assert cursor.execute(by_place, [first, second]).fetchone() == (first + second, "100%")
            named = cursor.execute(by_name, {"first": first, "second": second})
            assert named.fetchone() == (first + first + second,)
        assert cursor.execute("SELECT '100%'").fetchone() == ("100%",)


def test_what_a_large_board_reads_stays_in_memory_until_it_is_opened_again():
    """Of SQLite's usual 2 MB a board of 100 people pushes out what it reads first."""
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA cache_size").fetchone() == (-8000,)

"""After a test that commits, the database is as migrations left it, for a tenth of the processor.

Django deletes each row, and has all that follows a migration write its rows again: kinds of
content, permissions, the timetable, keys. Here these are remembered when the tables are made.
SQLite puts back the whole of it; PostgreSQL takes the rows again.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase

from people.tenancy import context as tenancy


@contextmanager
def remembered() -> Iterator[None]:
    """Remember what the tables hold now, and put it back after each test that commits."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        with tenancy.everywhere():
            rows = rows_by_table()
        TransactionTestCase._fixture_teardown = lambda _test: put_rows_back(rows)
        yield
        return
    with closing(sqlite3.connect(":memory:")) as kept:
        connection.connection.backup(kept)
        TransactionTestCase._fixture_teardown = lambda _test: put_all_back(kept)
        yield


def put_all_back(kept: sqlite3.Connection) -> None:
    """Copy the pages of a database of SQLite over those of the test's."""
    connection.ensure_connection()
    kept.backup(connection.connection)


def rows_by_table() -> dict[str, str]:
    """Read the rows of each table that has any."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    found = {}
    with connection.cursor() as cursor:
        for name in map(connection.ops.quote_name, tables):
            cursor.execute(f"SELECT json_agg(one)::text FROM {name} one")  # noqa: S608 - our tables
            found[name] = cursor.fetchone()[0]
    return {name: rows for name, rows in found.items() if rows}


def put_rows_back(rows: dict[str, str]) -> None:
    """Delete every row and write again what was there before the first test."""
    call_command(
        "flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True
    )
    with tenancy.everywhere(), transaction.atomic(), connection.cursor() as cursor:
        for name, text in rows.items():
            rows_of = f"json_populate_recordset(NULL::{name}, %s)"
            # The names are those of our tables.
            cursor.execute(f"INSERT INTO {name} SELECT * FROM {rows_of}", [text])  # noqa: S608

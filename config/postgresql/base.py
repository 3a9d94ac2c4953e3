"""Django's PostgreSQL, where a policy goes before the column that decides on its rows.

And it keeps the plans of statements that are asked again and again.

PostgreSQL refuses to drop or change such a column, so a migration could not go back. Row-level
security stays on without its policy: until `migrate` has built it again, at its end, pages see no
row of that table (`people/tenancy/row_security.py`).
"""

import re
from functools import lru_cache
from itertools import count
from typing import Any

from django.db.backends.postgresql import base, schema
from django.db.models import Field, Model
from psycopg import RawCursor
from psycopg.errors import FeatureNotSupported
from psycopg.pq import TransactionStatus

RESTING_ON = """
SELECT quote_ident(p.polname), p.polrelid::regclass::text
FROM pg_policy p
JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass(%s) AND a.attname = %s
"""
MARK = re.compile("%s|%%")


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Takes policies away that would hold a column."""

    def remove_field(self, model: type[Model], field: Field) -> None:
        """Remove a column and what rests on it."""
        self.let_go(model, field)
        super().remove_field(model, field)

    def alter_field(
        self, model: type[Model], old_field: Field, new_field: Field, strict: bool = False
    ) -> None:
        """Change a column; of another type it cannot hold a policy."""
        if old_field.db_type(self.connection) != new_field.db_type(self.connection):
            self.let_go(model, old_field)
        super().alter_field(model, old_field, new_field, strict)

    def let_go(self, model: type[Model], field: Field) -> None:
        """Drop the policies that rest on a column, of whichever table."""
        with self.connection.cursor() as cursor:
            cursor.execute(RESTING_ON, [self.quote_name(model._meta.db_table), field.column])
            found = cursor.fetchall()
        for policy, table in found:
            self.execute(f"DROP POLICY {policy} ON {table}")


@lru_cache(maxsize=256)
def as_postgresql_writes(query: str) -> str:
    """Write a statement with the marks that PostgreSQL knows; the pages ask with the same ones."""
    number = count(1)
    return MARK.sub(lambda mark: "%" if mark[0] == "%%" else f"${next(number)}", query)


class KeepingCursor(RawCursor):
    """A cursor that keeps the plans of its statements as long as the tables stay as they are.

    And how it writes them: psycopg reads a long statement anew each time, for a third of a
    millisecond.
    """

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Run a statement; it is planned anew where a column changed meanwhile.

        A table changes while pages are opened where `migrate` runs on another host. Within a
        transaction that statement fails, once: who rolls back forgets all plans.
        """
        if params is not None:
            query = as_postgresql_writes(query)
        try:
            return super().execute(query, params, **options)
        except FeatureNotSupported:
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            # Nothing is rolled back here. psycopg forgets what is prepared when it hears of one.
            self.connection.execute("ROLLBACK")
            return super().execute(query, params, **options)


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL with such an editor, and with plans that are kept."""

    SchemaEditorClass: Any = DatabaseSchemaEditor

    def keeping_cursor(self) -> Any:
        """Open a cursor that keeps the plans of its statements, by connection.

        To plan the long statements of the pages opened most takes several times what running them
        takes. PostgreSQL plans one five times for its values, and then once for all values, unless
        that costs more. Of thousands of numbers it cannot judge that: such a statement belongs into
        the usual cursor.
        """
        self.ensure_connection()
        usual = self.connection.cursor_factory
        self.connection.cursor_factory = KeepingCursor
        try:
            return self.cursor()
        finally:
            self.connection.cursor_factory = usual

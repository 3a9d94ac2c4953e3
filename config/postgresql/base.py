"""Django's PostgreSQL, where a policy goes before the column that decides on its rows.

PostgreSQL refuses to drop or change such a column, so a migration could not go back. Row-level
security stays on without its policy: until `migrate` has built it again, at its end, pages see no
row of that table (`people/tenancy/row_security.py`).
"""

from typing import Any

from django.db.backends.postgresql import base, schema
from django.db.models import Field, Model

RESTING_ON = """
SELECT quote_ident(p.polname), p.polrelid::regclass::text
FROM pg_policy p
JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass(%s) AND a.attname = %s
"""


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


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL with such an editor."""

    SchemaEditorClass: Any = DatabaseSchemaEditor

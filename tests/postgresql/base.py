"""Deletes rows where Django truncates: that makes every file of every table and index anew."""

from django.db.backends.postgresql import operations

from config.postgresql import base


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        from people.tenancy.context import EVERYWHERE, SETTING  # needs a connection, as this does

        if reset_sequences or allow_cascade:
            return super().sql_flush(
                style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
            )
        # The owner, too, sees only what its reach is. Keys are checked when all is deleted.
        deleting = style.SQL_KEYWORD("DELETE FROM")
        return [
            f"SELECT set_config('{SETTING}', '{EVERYWHERE}', true)",
            *(f"{deleting} {self.quote_name(table)}" for table in tables),
        ]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

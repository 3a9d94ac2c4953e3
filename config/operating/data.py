"""Where the data is: PostgreSQL, or SQLite in DATA_DIR."""

from types import ModuleType

from django.db import connection


def data() -> ModuleType:
    """Give the module that dumps, checks and loads the database of the settings."""
    # Each loads its database's own library: a process that has the other needs none of it.
    if connection.vendor == "postgresql":
        from . import postgres_data

        return postgres_data
    from . import sqlite_data

    return sqlite_data

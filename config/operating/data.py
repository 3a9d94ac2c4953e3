"""Where the data is: PostgreSQL, or SQLite in DATA_DIR."""

from types import ModuleType

from django.db import connection

from . import postgres_data, sqlite_data


def data() -> ModuleType:
    """Give the module that dumps, checks and loads the database of the settings."""
    return postgres_data if connection.vendor == "postgresql" else sqlite_data

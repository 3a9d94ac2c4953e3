"""Which migrations the code has: their names alone, read from its folders.

Django's own loader runs each of them, three times over at a start, and the process keeps what they
hold.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

type Step = tuple[str, str]


def written_steps() -> set[Step]:
    """Name the migrations of every app."""
    return {(app.label, name) for app in apps.get_app_configs() for name in steps_in(app.label)}


def steps_in(app: str) -> Iterator[str]:
    """Name the migrations in the folder of an app."""
    folder, _chosen = MigrationLoader.migrations_module(app)
    if folder and find_spec(folder):
        found = import_module(folder)
        yield from (name for _at, name, package in iter_modules(found.__path__) if not package)


def applied_steps() -> set[Step]:
    """Name the migrations that the database had."""
    return set(MigrationRecorder(connection).applied_migrations())

"""Refuse a database that was made before the tables were written anew."""

from django.apps import AppConfig
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader

APPS = {"people", "wellbeing", "training", "workload"}


def refuse_older(sender: AppConfig, using: str, **_: object) -> None:
    """Stop `migrate` before it touches tables that it does not know: version 0.1 was a trial.

    From version 0.9 on migrations only grow, and no database is ever refused.
    """
    if sender.label != "people":
        return
    loader = MigrationLoader(connections[using])
    known = set(loader.disk_migrations)
    if unknown := {one for one in loader.applied_migrations if one[0] in APPS} - known:
        app, name = min(unknown)
        raise CommandError(
            "This database was made by a trial version before 0.2, whose tables are others "
            f"({app}.{name}). Nothing was changed. Please move it away and make a new one; "
            "`make demo RESET=1` does so for the demo."
        )

"""Refuse a database of other code: one before the tables were written anew, or a newer one."""

from django.apps import AppConfig
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader

APPS = {"people", "wellbeing", "training", "workload", "programme"}
FIRST, JOBS = ("people", "0001_initial"), "people_job"


def refuse_older(sender: AppConfig, using: str, **_: object) -> None:
    """Stop `migrate` before it touches tables that it does not know: earlier versions were trials.

    From version 0.9 on migrations only grow, and no database is ever refused.
    """
    if sender.label != "people":
        return
    loader = MigrationLoader(connections[using])
    known = set(loader.disk_migrations)
    applied = {one for one in loader.applied_migrations if one[0] in APPS}
    if unknown := applied - known:
        raise refusal(".".join(min(unknown)), "a newer version of this code, or ")
    # Jobs were a fixed list once, in tables that were written as 0001 too.
    if FIRST in applied and JOBS not in connections[using].introspection.table_names():
        raise refusal(f"no {JOBS}")


def refusal(sign: str, newer: str = "") -> CommandError:
    """Say what is wrong with such a database, by what it shows, and what to do."""
    return CommandError(
        f"This database was made by {newer}a trial version before 0.9, whose tables are others "
        f"({sign}). Nothing was changed. Please take {'the newer code, or ' if newer else ''}"
        "another place for a new database; `make demo RESET=1` makes one for the demo."
    )

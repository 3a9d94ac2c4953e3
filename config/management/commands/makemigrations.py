"""Writes a migration that makes all its tables at once, each with its keys and constraints.

Django adds constraints and indexes after the tables, and builds all related models anew for each
table, constraint and index: nine seconds of processor for each person who tries or tests it.
"""

from django.core.management.commands import makemigrations
from django.db.migrations.operations import AddConstraint, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.optimizer import MigrationOptimizer

from people.create_models import CreateModels


def table_of(operation: Operation) -> str:
    """Name the model that an operation is about."""
    name = operation.name if isinstance(operation, CreateModel) else operation.model_name
    return name.lower()


def with_constraints(operations: list[Operation], app_label: str) -> list[Operation]:
    """Move constraints and indexes beside their tables, so that Django makes one of the two."""
    moved: list[Operation] = []
    for one in operations:
        place = len(moved)
        if isinstance(one, AddConstraint | AddIndex):
            of_table = [n for n, other in enumerate(moved, 1) if table_of(other) == table_of(one)]
            place = max(of_table, default=place)
        moved.insert(place, one)
    return MigrationOptimizer().optimize(moved, app_label)


def at_once(operations: list[Operation]) -> list[Operation]:
    """Make one operation of tables that follow one another."""
    gathered: list[Operation] = []
    for one in operations:
        if not isinstance(one, CreateModel):
            gathered.append(one)
        elif gathered and isinstance(gathered[-1], CreateModels):
            gathered[-1].models.append(one)
        else:
            gathered.append(CreateModels(models=[one]))
    return gathered


def new_first(operations: list[Operation]) -> list[Operation]:
    """Move what is about new tables to the front: nothing in between keeps it apart."""
    new = {table_of(one) for one in operations if isinstance(one, CreateModel)}
    return sorted(operations, key=lambda one: table_of(one) not in new)


class Command(makemigrations.Command):
    def write_migration_files(self, changes, *args, **options) -> None:
        for one in (one for of_app in changes.values() for one in of_app):
            one.operations = new_first(one.operations)
            one.operations = at_once(with_constraints(one.operations, one.app_label))
        super().write_migration_files(changes, *args, **options)

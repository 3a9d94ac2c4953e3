"""What a database holds, in numbers and names: to compare a copy with what was copied."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.db.models import Field

from people.keys import rotation, sealing

from .archive import BackupError
from .steps import written_steps

type Ask = Callable[[str], Sequence[tuple]]

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
DONE = "django_migrations"


@dataclass(frozen=True)
class Contents:
    """The migrations that were applied, rows by table, and names of the needed keys by purpose."""

    migrations: list[str]
    counts: dict[str, int]
    keys: dict[str, list[str]]


def contents_of(ask: Ask, engine: str) -> Contents:
    """Count every row of a database and name the keys that its sealed values need."""
    tables = sorted(name for (name,) in ask(TABLES[engine]))
    if DONE not in tables:
        raise BackupError("This database has no tables of this product: run `migrate` first.")
    return Contents(
        migrations=sorted(f"{app}.{name}" for app, name in ask(f"SELECT app, name FROM {DONE}")),
        counts={name: ask(f'SELECT count(*) FROM "{name}"')[0][0] for name in tables},
        keys=needed_keys(ask, set(tables)),
    )


def needed_keys(ask: Ask, tables: set[str]) -> dict[str, list[str]]:
    """Read from sealed values the names of their keys: one statement a field, no value is opened.

    A sealed mapping begins with the name of its key. Sealed texts name none.
    """
    found = {}
    for model, name, purpose in rotation.sealed_fields():
        table, column = model._meta.db_table, cast(Field, model._meta.get_field(name)).column
        if table in tables and rotation.empty(model, name) == b"":
            names = ask(
                f'SELECT DISTINCT substr("{column}", 1, {sealing.NAMED}) FROM "{table}"'
                f' WHERE length("{column}") > 0'
            )
            found[purpose] = sorted(bytes(one).hex() for (one,) in names)
    return {purpose: names for purpose, names in found.items() if names}


def missing_keys(needed: dict[str, list[str]]) -> dict[str, list[str]]:
    """Name what is needed and not in KEY_RING, by purpose."""
    lacking = {}
    for purpose, names in needed.items():
        held = sealing.keys_of(purpose).by_name if settings.KEY_RING else {}
        if absent := set(names) - {name.hex() for name in held}:
            lacking[purpose] = sorted(absent)
    return lacking


def unknown_migrations(applied: Sequence[str]) -> list[str]:
    """Name applied migrations of this product that this code does not have: it is too old.

    Migrations of libraries may have been squashed since.
    """
    known = {f"{app}.{name}" for app, name in written_steps()}
    return sorted(one for one in applied if one.split(".")[0] in ours() and one not in known)


def ours() -> set[str]:
    """Name the apps of this product."""
    return {"people", "wellbeing", "training", "workload", "programme"}


def version() -> str:
    """Say which version of the code this is."""
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["project"]["version"]

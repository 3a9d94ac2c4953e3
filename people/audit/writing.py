"""Write looks into the trail: many at once cost little more than one."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import batched
from typing import Any

from django.db import connection, models, transaction

from people.models import AccessEvent

# A person, or else all people in a unit.
type Target = tuple[int | None, int | None]

# So many rows a statement: the values of more are too many for some databases.
AT_ONCE = 500


def write(look: Mapping[str, Any], targets: Sequence[Target]) -> None:
    """Write a look at each target; the columns of `look` are the same for all of them.

    As `bulk_create` writes them, one statement: to make an instance of each and a statement of them
    anew cost ten times what it costs to write them.
    """
    if len(targets) > AT_ONCE:
        with transaction.atomic():
            for some in batched(targets, AT_ONCE):
                insert(look, some)
    elif targets:
        insert(look, targets)


def insert(look: Mapping[str, Any], targets: Sequence[Target]) -> None:
    """Write them with one statement, in their order."""
    shared = [
        one.get_db_prep_save(
            look[one.attname] if one.attname in look else one.get_default(), connection
        )
        for one in trail_columns()
    ]
    person, unit = (place_in_row(name) for name in ("person", "unit"))

    def values() -> Iterator[Any]:
        """Give the values of all rows, one after another."""
        for shared[person], shared[unit] in targets:
            yield from shared

    row = f"({', '.join(['%s'] * len(shared))})"
    with connection.cursor() as cursor:
        cursor.execute(f"{insert_begins()} {', '.join([row] * len(targets))}", [*values()])


@cache
def trail_columns() -> tuple[models.Field, ...]:
    """List the columns that are written: all but the key."""
    return tuple(one for one in AccessEvent._meta.concrete_fields if not one.primary_key)


@cache
def place_in_row(name: str) -> int:
    """Find the place of a column."""
    return [one.name for one in trail_columns()].index(name)


@cache
def insert_begins() -> str:
    """Write how the statement begins."""
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(one.db_column or one.attname) for one in trail_columns())
    return f"INSERT INTO {quoted(AccessEvent._meta.db_table)} ({names}) VALUES"

"""Write rows with statements that are written once a process; only their values are new each time.

They do to the database what `save`, `update` and `bulk_create` do with the same rows: to write such
a statement costs Django several times what it costs to run it. They run through Django's cursor as
all statements do, in the caller's transaction, and as with `bulk_create` no signal is sent.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import connection, models
from django.db.models.constants import OnConflict
from django.db.models.expressions import DatabaseDefault

type Fields = list[models.Field]
type Names = tuple[str, ...]


def insert_row(row: models.Model, *, unique: Names = (), replaced: Names = ()) -> None:
    """Insert a row and give it its key; what else the database fills in is read when asked for.

    With `unique` the row that has the same there is kept, and replaced in the fields `replaced`.
    """
    left = left_to_database(row)
    sql, fields = insertion(type(row), left, 1, unique, replaced)
    inserted(row, left, sql, values_of(row, fields))


def insert_row_while(
    row: models.Model, *, empty: str, of: str, unique: Names, replaced: Names
) -> bool:
    """Insert a row as `insert_row` does, while a field of the row that it points at is `empty`.

    Say whether it was so: `empty` is a field of what `of` points at. That row is locked, as if it
    were updated: what is written there at the same moment is seen, or waits.
    """
    model, left = type(row), left_to_database(row)
    sql, fields = insertion(model, left, 1, unique, replaced, while_empty(model, of, empty))
    return inserted(row, left, sql, [*values_of(row, fields), getattr(row, f"{of}_id")])


def inserted(row: models.Model, left: Names, sql: str, values: list[Any]) -> bool:
    """Run the INSERT of one row, and say whether it is there now."""
    model = type(row)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} RETURNING {column(model, 'pk')}", values)
        if (made := cursor.fetchone()) is None:
            return False
    row.pk = made[0]
    for name in left:
        if name != model._meta.pk.attname:
            del row.__dict__[name]
    row._state.adding, row._state.db = False, connection.alias
    return True


def replace_rows(rows: Sequence[models.Model], *, replaced: Names) -> None:
    """Replace stored rows of one model in some fields; one statement.

    It is an insert that meets its own rows: an update would have a CASE for every field.
    """
    if rows:
        sql, fields = insertion(type(rows[0]), (), len(rows), ("pk",), replaced)
        values = chain.from_iterable(values_of(row, fields) for row in rows)
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values])


def replace_row(row: models.Model, **held: Any) -> bool:
    """Write a row in the place of the one with its key, while that one still has what is `held`.

    Say whether it was so.
    """
    model, conditions = type(row), {"pk": row.pk} | held
    sql, fields = replacement(model, left_to_database(row), tuple(conditions))
    asked = [
        field_of(model, name).get_db_prep_value(value, connection)
        for name, value in conditions.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values_of(row, fields) + asked)
        return cursor.rowcount == 1


def left_to_database(row: models.Model) -> Names:
    """Name the columns that a row leaves to the database: a key, and defaults."""
    key, held = row._meta.pk.attname, row.__dict__
    return tuple(
        field.attname
        for field in row._meta.concrete_fields
        if isinstance(value := held[field.attname], DatabaseDefault)
        or (value is None and field.attname == key)
    )


def values_of(row: models.Model, fields: Fields) -> list[Any]:
    """Give the values of a row as the database takes them."""
    new = row._state.adding
    return [one.get_db_prep_save(one.pre_save(row, new), connection) for one in fields]


@lru_cache(maxsize=128)
def insertion(
    model: type[models.Model],
    left: Names,
    rows: int,
    unique: Names,
    replaced: Names,
    source: str = "",
) -> tuple[str, Fields]:
    """Write the INSERT of some rows; give it with the fields of its values.

    With a `source` it is of one row, for each row that is found there.
    """
    fields = [one for one in model._meta.concrete_fields if one.attname not in left]
    places = ", ".join(["%s"] * len(fields))
    every = ", ".join([f"({places})"] * rows)
    into = f"{quoted(model._meta.db_table)} ({quoted_columns(fields)})"
    given = ["SELECT", places, "FROM", source] if source else ["VALUES", every]
    sql = " ".join(["INSERT INTO", into, *given])
    if not unique:
        return sql, fields
    names = [[field_of(model, one).column for one in some] for some in (replaced, unique)]
    met = connection.ops.on_conflict_suffix_sql(fields, OnConflict.UPDATE, *names)
    return f"{sql} {met}", fields


def while_empty(model: type[models.Model], pointer: str, name: str) -> str:
    """Write the source of an INSERT: the locked row that a key points at, while a field is empty.

    SQLite locks no rows: there one transaction writes at a time.
    """
    owner: Any = field_of(model, pointer).related_model
    asked, key = column(owner, name), column(owner, "pk")
    locks = connection.features.has_select_for_update
    lock = connection.ops.for_update_sql(no_key=True) if locks else ""
    found = ["SELECT", asked, "FROM", quoted(owner._meta.db_table), f"WHERE {key} = %s", lock]
    return f"({' '.join(found).strip()}) AS held WHERE held.{asked} IS NULL"


@lru_cache(maxsize=128)
def replacement(model: type[models.Model], left: Names, conditions: Names) -> tuple[str, Fields]:
    """Write the UPDATE of a row; give it with the fields of its values."""
    fields: list[Any] = [
        one
        for one in model._meta.concrete_fields
        if not one.primary_key and one.attname not in left
    ]
    places = ", ".join(f"{quoted(one.column)} = %s" for one in fields)
    where = " AND ".join(f"{column(model, one)} = %s" for one in conditions)
    sql = " ".join(["UPDATE", quoted(model._meta.db_table), "SET", places, "WHERE", where])
    return sql, fields


def field_of(model: type[models.Model], name: str) -> Any:
    """Find a field by its name; `pk` is the key."""
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def column(model: type[models.Model], name: str) -> str:
    """Write the column of a field."""
    return quoted(field_of(model, name).column)


def quoted_columns(fields: Iterable[Any]) -> str:
    """Write the columns of some fields."""
    return ", ".join(quoted(one.column) for one in fields)


def quoted(name: str) -> str:
    """Quote a name as this database does."""
    return connection.ops.quote_name(name)

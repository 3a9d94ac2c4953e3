"""PostgreSQL's row-level security, which separates the organisations ("the wall").

It is built after every migration from the models themselves, so that no new table is forgotten. A
row belongs to the organisation that it names, or to the organisation of the row it leads to: a week
belongs to that of its person, a line to that of its transfer. The table above has a policy of its
own, so each rule looks one step only. What belongs to several organisations says so in BELONGS_BY:
an account is wherever one of its people is, a programme wherever one of its members is. A row that
outlives its person has their public id in place of a key, and says where in NAMES_PERSON_IN.
`people/tenancy/context.py` says which organisation a connection may reach.
"""

from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from people.models import Organisation, Person

from .context import EVERYWHERE, SETTING

# A row that waits for the jobs belongs to no organisation: it may name any person, so no page reads
# it. Code adds such rows under `everywhere`.
FOR_JOBS, NOBODYS = "django_q", "false"
DOOR, WALL = "everywhere", "organisation"
# Read once a statement, not once a row. If it was never told, it is NULL, and nothing equals that.
TOLD = f"(SELECT current_setting('{SETTING}', true))"
OPEN = f"{TOLD} = '{EVERYWHERE}'"
HERE = f"(SELECT nullif(nullif(current_setting('{SETTING}', true), ''), '{EVERYWHERE}')::bigint)"


def leads(model: type[models.Model]) -> list[models.Field]:
    """Find the key from a row to its organisation: directly, by a person, or by another row.

    If every such key may be empty, take the keys that delete this row with theirs: one is filled.
    """
    keys = [
        field
        for field in model._meta.concrete_fields
        if (field.many_to_one or field.one_to_one) and field.related_model is not model
    ]
    firm = [field for field in keys if not field.null and is_walled(field.related_model)]
    named = [field for name in ("organisation", "person") for field in firm if field.name == name]
    if firm:
        return [*named, *firm][:1]
    owners = [field for field in keys if field.remote_field.on_delete is models.CASCADE]
    return [field for field in owners if is_walled(field.related_model)]


def shared_by(model: type[models.Model]) -> Any:
    """Find the key by which rows of organisations share a row of this model; None for most."""
    name = getattr(model, "BELONGS_BY", None)
    return name and model._meta.get_field(name).remote_field


def public_id_in(model: type[models.Model]) -> Any:
    """Find the field with the public id of the person of a row; None for most."""
    name = getattr(model, "NAMES_PERSON_IN", None)
    return name and model._meta.get_field(name)


def is_walled(model: type[models.Model]) -> bool:
    """Say whether a model holds rows of an organisation."""
    return model is Organisation or bool(shared_by(model) or public_id_in(model) or leads(model))


def step(field: models.Field) -> str:
    """Write that the row to which a key leads is within reach."""
    above, table = field.related_model, field.model._meta.db_table
    if above is Organisation:
        return f"{field.column} = {HERE}"
    return (
        f"EXISTS (SELECT FROM {above._meta.db_table} above"
        f" WHERE above.{above._meta.pk.column} = {table}.{field.column})"
    )


def rule(model: type[models.Model]) -> tuple[set[str], str] | None:
    """Say which columns decide on a row and how, or None if no organisation owns it."""
    if model._meta.app_label == FOR_JOBS:
        return {"id"}, NOBODYS
    if model is Organisation:
        return {"id"}, f"id = {HERE}"
    if key := shared_by(model):  # each organisation sees those with a row of its own below
        below, table = key.model._meta.db_table, model._meta.db_table
        return {"id"}, f"EXISTS (SELECT FROM {below} below WHERE below.{key.column} = {table}.id)"
    if one := public_id_in(model):  # when the person is gone, only `everywhere` finds it
        person, table = Person._meta.db_table, model._meta.db_table
        same = f"above.public_id = {table}.{one.column}"
        return {one.column}, f"EXISTS (SELECT FROM {person} above WHERE {same})"
    if not (found := leads(model)):
        return None
    return {field.column for field in found}, " OR ".join(map(step, found))


def rules() -> dict[str, tuple[set[str], str]]:
    """Collect the rule of every table that holds rows of an organisation, or for the jobs."""
    every = apps.get_models(include_auto_created=True)
    return {one._meta.db_table: found for one in every if (found := rule(one))}


def standing() -> dict[str, str]:
    """Read which tables have row-level security now, each with its rule as it was built."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, obj_description(p.oid, 'pg_policy')"
            " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
            " WHERE p.polname = %s AND c.relrowsecurity AND c.relforcerowsecurity",
            [WALL],
        )
        return dict(cursor.fetchall())


def columns() -> set[tuple[str, str]]:
    """Read the tables and their columns: a migration may have gone back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema()"
        )
        return set(cursor.fetchall())


def build() -> list[str]:
    """Build every policy that is missing or has another rule, and name the tables. Repeatable."""
    if connection.vendor != "postgresql":
        return []
    now = standing()
    lacking = {table: one for table, one in rules().items() if now.get(table) != one[1]}
    there = columns() if lacking else set()
    found = {
        table: condition
        for table, (needed, condition) in lacking.items()
        if {(table, column) for column in needed} <= there
    }
    for table, condition in found.items():
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements(table, condition):
                cursor.execute(statement)
    return list(found)


def statements(table: str, condition: str) -> list[str]:
    """Write the policies of one table: for the owner too, and with one for `everywhere`."""
    noted = condition.replace("'", "''")
    return [
        f"DROP POLICY IF EXISTS {DOOR} ON {table}",
        f"CREATE POLICY {DOOR} ON {table} USING ({OPEN})",
        f"DROP POLICY IF EXISTS {WALL} ON {table}",
        f"CREATE POLICY {WALL} ON {table} USING ({condition})",
        f"COMMENT ON POLICY {WALL} ON {table} IS '{noted}'",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    ]

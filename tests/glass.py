"""A wall of glass for SQLite, which has none: a request reads what PostgreSQL would show it.

A server's walls are PostgreSQL's (people/tenancy/row_security.py); most people test on SQLite. So
there each table that a request reads stands for the rows of its organisation, and a page that
crosses the wall without a door (`people.tenancy.context.everywhere`) fails too. What is written
only PostgreSQL refuses.
"""

import re
from functools import cache, lru_cache

from django.apps import apps
from django.db import models

from people.models import Organisation, Person
from people.tenancy import context as tenancy
from people.tenancy import row_security

# As Django writes what it reads: a quoted table, and the name that it has in this statement.
READ = re.compile(r'(?<!DELETE )\b(FROM|JOIN) "(\w+)"( "\w+"| [A-Z]+\d+\b)?')


def whose(model: type[models.Model]) -> str:
    """Write which rows of a table belong to an organisation, with a gap for its key."""
    if model._meta.app_label == row_security.FOR_JOBS:
        return row_security.NOBODYS
    if model is Organisation:
        return "id = {}"
    if key := row_security.shared_by(model):
        below = key.model
        return f"id IN (SELECT {key.column} FROM {below._meta.db_table} WHERE {whose(below)})"  # noqa: S608 - our tables
    if one := row_security.public_id_in(model):
        people = f"SELECT public_id FROM {Person._meta.db_table} WHERE {whose(Person)}"  # noqa: S608 - our tables
        return f"{one.column} IN ({people})"
    return " OR ".join(
        f"{one.column} IN ({rows(one.related_model)})" for one in row_security.leads(model)
    )


def rows(model: type[models.Model]) -> str:
    """Write the keys of those rows."""
    about = model._meta
    return f"SELECT {about.pk.column} FROM {about.db_table} WHERE {whose(model)}"  # noqa: S608


@cache
def panes() -> dict[str, str]:
    """Write, for every table that has a wall, whose rows are seen."""
    return {
        one._meta.db_table: f'SELECT * FROM "{one._meta.db_table}" WHERE {whose(one)}'  # noqa: S608
        for one in apps.get_models(include_auto_created=True)
        if row_security.rule(one)
    }


@lru_cache(maxsize=10_000)  # the same few thousand statements again and again, of few organisations
def behind_panes(sql: str, own: str) -> str:
    """Put a pane wherever a statement names a table of an organisation."""

    def seen(found: re.Match) -> str:
        verb, table, alias = found.groups()
        if table not in panes():
            return found[0]
        return f"{verb} ({panes()[table].replace('{}', own)}){alias or f' "{table}"'}"

    return READ.sub(seen, sql)


def through_glass(execute, sql, params, many, context):
    """Run a statement (`connection.execute_wrapper`) on one organisation's rows."""
    if tenancy.current() != tenancy.EVERYWHERE:
        sql = behind_panes(sql, tenancy.current() or "NULL")
    return execute(sql, params, many, context)

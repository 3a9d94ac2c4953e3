"""Tests work as the web's role, where PostgreSQL has the three (people/tenancy/grants.py).

The suite signs in as the owner, who makes its database and empties it after tests that commit.
Each test becomes the web with SET ROLE: it has the web's rights then, and the walls stop it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created


def there() -> bool:
    """Say whether PostgreSQL has a role for the web, apart from the owner's."""
    return bool(settings.WEB_ROLE) and connection.vendor == "postgresql"


def become(connection, **_) -> None:
    """Make one connection the web's. Past Django's cursor: no test counts it."""
    connection.ensure_connection()
    connection.connection.execute(f"SET ROLE {connection.ops.quote_name(settings.WEB_ROLE)}")


@contextmanager
def as_the_web() -> Iterator[None]:
    """Be the web in this thread's connection and in all that a test opens, such as a server's."""
    connection_created.connect(become, dispatch_uid="tests-become")
    become(connection)
    try:
        yield
    finally:
        connection_created.disconnect(dispatch_uid="tests-become")
        # A test within a transaction is rolled back, and its role with it; it may have failed.
        if not connection.in_atomic_block:
            back()


def back() -> None:
    """Be the owner again."""
    connection.ensure_connection()
    connection.connection.execute("RESET ROLE")


@contextmanager
def as_the_owner() -> Iterator[None]:
    """Do what the web may not: bend the trail or the tables, as whoever has the machine can."""
    if not there():
        yield
        return
    back()
    yield
    become(connection)

"""How far statements reach: the rows of one organisation, of none, or of all.

PostgreSQL enforces this with row-level security (people/tenancy/row_security.py); here the
connection is told which organisation it may reach. A request begins with the organisation of its
session and reaches no other, whatever a page forgot to ask. Code that must read all organisations
opens `everywhere` by name. SQLite has no row-level security, and nothing is sent; tests imitate it
there (tests/glass.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import OperationalError, connection

ORGANISATION = "organisation"
SETTING = "kamlangjai.organisation"
EVERYWHERE, NOWHERE = "all", ""

_reach: ContextVar[str | None] = ContextVar("reach", default=None)
# The organisation of the request's session, whatever doors are open meanwhile.
_own: ContextVar[int | None] = ContextVar("own", default=None)
# Outside a request: no organisation, except in a process that an operator started.
_resting = NOWHERE


def rest_everywhere() -> None:
    """Let this process reach all organisations outside of requests: commands, tests."""
    global _resting  # noqa: PLW0603 - it is the process that rests
    _resting = EVERYWHERE


def current() -> str:
    """Say how far statements reach now."""
    reach = _reach.get()
    return _resting if reach is None else reach


def own() -> int | None:
    """Name the organisation of the request's session, also while a door is open; None without."""
    return _own.get()


def enter(organisation_id: int) -> None:
    """Reach one organisation for the rest of the request, after a program's key has named it."""
    _own.set(organisation_id)
    _reach.set(str(organisation_id))
    tell()


@contextmanager
def of_request(organisation_id: int | None) -> Iterator[None]:
    """Reach one organisation's rows during a request, or none before a sign-in.

    The connection is not told when it ends: the next request tells it before it reads anything.
    """
    mine = _own.set(organisation_id)
    before = _reach.set(NOWHERE if organisation_id is None else str(organisation_id))
    tell()
    try:
        yield
    finally:
        _reach.reset(before)
        _own.reset(mine)
        if current() != NOWHERE:
            tell()


@contextmanager
def everywhere() -> Iterator[None]:
    """Reach all organisations for a few lines, or as a decorator for a view."""
    before = _reach.set(EVERYWHERE)
    tell()
    try:
        yield
    finally:
        _reach.reset(before)
        tell()


def tell(to: Any = connection) -> None:
    """Tell the connection how far it reaches: one short statement, outside Django's own log.

    Contexts and transactions close in the order in which they opened. So a transaction that is
    rolled back returns the setting to its value at the start, and a failed one is told nothing.
    """
    if to.vendor != "postgresql":
        return
    import psycopg
    from psycopg.pq import TransactionStatus

    try:
        to.close_if_health_check_failed()
        to.ensure_connection()
        if to.connection.info.transaction_status != TransactionStatus.INERROR:
            to.connection.execute("SELECT set_config(%s, %s, false)", [SETTING, current()])
    except (OperationalError, psycopg.OperationalError):
        # The connection is closed: the next statement opens a new one, which is told first of all.
        to.close()


def begin(connection: Any, **_: object) -> None:
    """Tell a connection, before it reads anything.

    A new one that is untold reaches nothing; one of a pool still reaches what it did before.
    """
    tell(connection)

"""One source of time for several hosts: the clock of their database.

Weeks close, sign-ins end and letters leave by the clock of the host that looks. So a host with a
clock that is off gets no connection, rather than an answer by another time than the others'.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, OperationalError, connection
from django.db.backends.signals import connection_created
from django.utils import timezone

# A clock may go this wrong before codes of apps stop to fit.
DRIFT = timedelta(seconds=60)
APART = "The clocks here and of the database are {} s apart"


class ClocksApartError(OperationalError):
    """This host's clock is off, by the database's."""


def difference(to: Any, now: datetime) -> timedelta:
    """Say how far apart the clocks are; not at all on SQLite, which has none of its own."""
    if to.vendor != "postgresql":
        return timedelta()
    with to.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return abs(cursor.fetchone()[0] - now)


def apart(now: datetime) -> str:
    """Say it in a sentence when they are too far apart."""
    try:
        found = difference(connection, now)
    except ClocksApartError as wrong:
        return f"{wrong}."
    return f"{APART.format(int(found.total_seconds()))}." if found > DRIFT else ""


def hold_pages(now: datetime) -> bool:
    """Say whether the clocks are what keeps this host from the database."""
    try:
        return bool(apart(now))
    except DatabaseError:
        return False


def keep_watch() -> None:
    """Let this process, which serves pages or jobs, open no connection while the clocks are apart.

    It tries anew each time, so it goes on by itself when the clock is right.
    """
    connection_created.connect(refuse, dispatch_uid="kamlangjai-clocks")


def refuse(connection: Any, **_: object) -> None:
    """Close a new connection again where the clocks are apart."""
    found = difference(connection, timezone.now())
    if found > DRIFT:
        connection.close()
        raise ClocksApartError(APART.format(int(found.total_seconds())))

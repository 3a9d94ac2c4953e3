"""Two verbs at once, on two connections: the second begins once the first has made some statements.

Only where more than one transaction writes at a time: in SQLite one does.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection

from tests.quick.processes import HANGS, until

needs_two_connections = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="in SQLite one transaction writes at a time"
)


def said_by(verb: Callable[[], Any]) -> str:
    """Call a verb; say that it is done, why it was refused, or what the database broke off."""
    try:
        verb()
    except ValidationError as refused:
        return getattr(refused, "code", None) or "refused"
    except PermissionDenied:
        return "denied"
    except DatabaseError as broken:
        return f"broken off: {str(broken).partition('\n')[0]}"
    return "done"


def is_waited_for() -> bool:
    """Say whether another connection waits for what this one has locked.

    Past Django's cursor: no test counts it.
    """
    [others] = connection.connection.execute(
        "SELECT count(*) FROM pg_locks"
        " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    ).fetchone()
    return others > 0


def meanwhile(first: Callable[[], Any], second: Callable[[], Any], *, after: int) -> list[str]:
    """Call the second once the first has made so many statements; return what each says.

    The first goes on when the second is done, or waits for what the first has locked. Where the
    first makes fewer statements, the second is not called and says nothing.
    """
    said, made, threads = ["", ""], 0, []

    def elsewhere() -> None:
        try:
            said[1] = said_by(second)
        finally:
            connection.close()

    def watch(execute: Callable[..., Any], *asked: Any) -> Any:
        nonlocal made
        found = execute(*asked)
        made += 1
        if made == after:
            threads.append(threading.Thread(target=elsewhere))
            threads[0].start()
            until(lambda: not threads[0].is_alive() or is_waited_for())
        return found

    with connection.execute_wrapper(watch):
        said[0] = said_by(first)
    for one in threads:
        one.join(HANGS)
    return said

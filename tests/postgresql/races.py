"""Two verbs at once, on two connections: the second begins once the first has made some statements.

Only where more than one transaction writes at a time: in SQLite one does.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection

needs_two_connections = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="in SQLite one transaction writes at a time"
)
# So long the first waits for the second, which may itself wait for what the first has locked.
WAITS, ENDS = 0.2, 30


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


def meanwhile(first: Callable[[], Any], second: Callable[[], Any], *, after: int) -> list[str]:
    """Call the second once the first has made so many statements; return what each says.

    Where the first makes fewer, the second is not called and says nothing.
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
            threads[0].join(WAITS)
        return found

    with connection.execute_wrapper(watch):
        said[0] = said_by(first)
    for one in threads:
        one.join(ENDS)
    return said

"""A port that a program of a test is told to listen on, before it does.

One that the system hands out may be handed to somebody else before the program takes it: to a
browser, or to another process of the run. So it is one that the system never hands out of itself,
and each process begins elsewhere and gives none twice.
"""

import os
import socket
from collections.abc import Iterator

FIRST, END, EACH = 20_000, 32_000, 100


def never_handed_out() -> Iterator[int]:
    """Go round all of them, from a place that processes begun together do not share."""
    place = os.getpid() * EACH
    while True:
        yield FIRST + place % (END - FIRST)
        place += 1


numbers = never_handed_out()


def free_port() -> int:
    """Give a port on which nobody listens."""
    for port in numbers:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("There is always one more.")

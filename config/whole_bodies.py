"""Receive each request completely before the application begins on it.

A browser that sends half a form and stops would hold the application's thread as long as it likes,
and a few of them the whole site. Here many threads receive, which costs almost nothing, and one
runs the application: only this one has a connection to the database.

Where more come than it can answer, it only tells those who have waited long to come again. That
takes a moment each, so who comes next is answered soon.
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

# As large as the largest file that any page takes; a body announced as larger is not received.
LARGEST = 6 * 1024 * 1024
CUT_SHORT = b"The request ended before it was whole."
# Seconds that a request may wait for its turn; later, nothing of it is done any more.
PATIENCE = 5
# A browser asks once for what a page is made of: a picture that is refused stays missing. So these
# may wait longer, as while the first picture of a process loads what draws it.
PATIENCE_WITH_PARTS = 20
PARTS = frozenset({"image", "style", "script", "font"})
# In the environment of a request with a turn that came too late (`middleware.LateMiddleware`).
LATE = "kamlangjai.late"

Headers = list[tuple[str, str]]
Application = Callable[[dict, Callable], Iterable[bytes]]


class WholeBodies:
    """A WSGI application that runs another one, a whole request at a time."""

    def __init__(
        self,
        application: Application,
        patience: float = PATIENCE,
        patience_with_parts: float = PATIENCE_WITH_PARTS,
    ):
        self.application = application
        self.patience, self.patience_with_parts = patience, patience_with_parts
        self.running = ThreadPoolExecutor(1, "application")

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Receive the body, let the application answer, and return the answer."""
        body = received(environ)
        if body is None:
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [CUT_SHORT]
        whole = environ | {"wsgi.input": BytesIO(body)}
        whole.pop("wsgi.file_wrapper", None)
        turn = self.running.submit(self.answer, whole, time.monotonic())
        (status, headers), answer = turn.result()
        start_response(status, headers)
        return [answer]

    def answer(self, environ: dict, came: float) -> tuple[tuple[str, Headers], bytes]:
        """Run the application to the end, in its own thread; it is told who comes too late."""
        is_part = environ.get("HTTP_SEC_FETCH_DEST") in PARTS
        patience = self.patience_with_parts if is_part else self.patience
        if time.monotonic() - came > patience:
            environ[LATE] = True
        begun: list[tuple[str, Headers]] = []

        def begin(status: str, headers: Headers, _broken: object = None) -> None:
            begun.append((status, headers))

        answer = self.application(environ, begin)
        try:
            return begun[-1], b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()


def received(environ: dict) -> bytes | None:
    """Receive a body of the announced length; None if it ended before.

    A body announced as too large, or without a number, is not read: the application refuses it by
    its announcement.
    """
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit() or not 0 < int(length) <= LARGEST:
        return b""
    try:
        body = environ["wsgi.input"].read(int(length))
    except OSError:
        return None
    return body if len(body) == int(length) else None

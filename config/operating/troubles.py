"""Pages for what only an operator can repair: a key that is missing, a disk that is full."""

import errno
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from config.logs import request_number
from people.keys.ring import WrongOwnerError

log = logging.getLogger(__name__)
FULL = {errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EFBIG}
# What SQLite says, and the codes of PostgreSQL: disk_full, read_only_sql_transaction.
FULL_SQLITE = ("database or disk is full", "readonly database", "disk I/O error")
FULL_POSTGRES = {"53100", "25006"}
# What was logged already: such a fault meets every request, and one line says it.
_told: set[str] = set()


def plain_page(template: str) -> str:
    """Render a page that needs only its words."""
    return render_to_string(template, {"helpline": settings.HELPLINE, "number": request_number()})


def page_for(trouble: BaseException | None) -> HttpResponse | None:
    """Answer what only an operator can repair; None for everything else."""
    if isinstance(trouble, WrongOwnerError):
        return said_once("sealed.html", str(trouble))
    if takes_nothing(trouble):
        return said_once("not_saved.html", f"Nothing can be written: {trouble}")
    return None


def takes_nothing(trouble: BaseException | None) -> bool:
    """Say whether a disk or a database takes nothing new."""
    if isinstance(trouble, DatabaseError):
        code = getattr(trouble.__cause__, "sqlstate", None)
        return code in FULL_POSTGRES or any(sign in str(trouble) for sign in FULL_SQLITE)
    return isinstance(trouble, OSError) and trouble.errno in FULL


def said_once(template: str, sentence: str) -> HttpResponse:
    """Answer that it works later, and write one line into this process's log."""
    if sentence not in _told:
        _told.add(sentence)
        log.error("%s", sentence)
    response = HttpResponse(plain_page(template), status=503)
    # Otherwise Django writes a line for each request.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


class TroublesMiddleware:
    """Answer with such a page where a view has failed; its transaction has written nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Judge what a view has raised."""
        return page_for(exception)

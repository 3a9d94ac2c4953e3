"""Read everything as UTF-8, as every page is written; what a request says of itself may be odd.

By the name that a sender gives, Django would read with any of Python's codecs: some give signs that
no database keeps, and some are for no text at all.
"""

import codecs
from collections.abc import Callable

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse

UTF_8 = "utf-8"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
# What Django raises of such a head, before a page could answer it.
UNREADABLE = (BadRequest, SuspiciousOperation, LookupError, ValueError)


def is_utf_8(charset: str) -> bool:
    """Say whether a charset is ours, by any of its names; one that is not known is not."""
    try:
        return codecs.lookup(charset).name == UTF_8
    except LookupError:
        return False


class TakenRequest(WSGIRequest):
    """A request that is taken too when its content type cannot be read: then it names none."""

    def __init__(self, environ: dict) -> None:
        try:
            super().__init__(environ)
        except UNREADABLE:
            vars(self).clear()  # the charset that could not be read with may be kept already
            super().__init__(environ | {"CONTENT_TYPE": ""})


class Application(WSGIHandler):
    """Django's application, which answers such a request as any other."""

    request_class = TakenRequest


class CharsetMiddleware:
    """Read addresses as UTF-8 whatever a sender names, and refuse a form in anything else.

    JSON is UTF-8 by its standard; many programs name something else beside it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", UTF_8)
        if request.content_type in FORMS and not is_utf_8(charset):
            raise BadRequest("A form in another charset than UTF-8.")
        if request.encoding is not None:
            request.encoding = UTF_8
        return self.get_response(request)

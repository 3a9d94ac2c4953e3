"""Answers that any cache may keep and any site may read, the same for every reader."""

import hashlib
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from training.passport.outside_views import open_to_all

# A release can be withdrawn: after a day it is in no cache any more.
FILES_FOR, PAGES_FOR = timedelta(days=1), timedelta(hours=1)


def kept_answer(
    request: HttpRequest,
    content: bytes | str,
    media: str,
    *,
    languages: str,
    changed: datetime | None = None,
    lasts: timedelta = PAGES_FOR,
) -> HttpResponseBase:
    """Answer with what may be kept, or that what the reader has is still so.

    Only what never changes is kept for long. After a mark that cannot be read the whole answer
    follows.
    """
    response = HttpResponse(content, content_type=media)
    never_changes = ", immutable" if lasts is FILES_FOR else ""
    response.headers["Cache-Control"] = f"public, max-age={int(lasts.total_seconds())}" + (
        never_changes
    )
    response.headers["ETag"] = etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["Content-Language"] = languages
    moment = None
    if changed:
        moment = int(changed.timestamp())
        response.headers["Last-Modified"] = http_date(moment)
    found = get_conditional_response(request, etag, moment, response) or response
    found.headers["Content-Language"] = languages
    # Of all pages only these are meant to be found.
    found.headers["X-Robots-Tag"] = "all"
    return open_to_all(found)

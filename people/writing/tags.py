"""Tags of what a program has read (ETag), by which it asks whether it is still so."""

import hashlib
import json
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.http import parse_etags
from ninja import Header, Status

LETTERS = 32

IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=1000)]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match", max_length=1000)]


def tag_of(what: Any) -> str:
    """Make the tag of something that can be written as JSON."""
    text = json.dumps(what, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:LETTERS]


def tags_in(header: str | None) -> frozenset[str] | None:
    """Read the tags of a header; None where none is asked for, or any will do.

    Who packs answers on the way marks their tags as weak (W/), which changes nothing here. What is
    no tag matches nothing.
    """
    if header is None or header.strip() == "*":
        return None
    return frozenset(one.removeprefix("W/").strip('"') for one in parse_etags(header))


def unless_known(what: Any, tag: str, header: str | None, response: HttpResponse) -> Any:
    """Answer with something and its tag, or with 304 and the tag alone where it is known."""
    response.headers["ETag"] = f'"{tag}"'
    known = header is not None and ((tags := tags_in(header)) is None or tag in tags)
    return Status(304, None) if known else Status(200, what)

"""Lists that a program reads page by page: on from the row it had last, never by counting.

Rows may come and go meanwhile: each row that is there all the time is given once.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from .program_keys import ProgramRequest

USUAL_LIMIT, LARGEST_LIMIT, CURSOR_LETTERS = 50, 200, 2000
NO_CURSOR = _("This cursor is not one of this list. Please begin again without one.")


class AskedPage(Schema):
    """How many items a page may have, and from where it goes on."""

    limit: Annotated[
        int, Field(ge=1, le=LARGEST_LIMIT, description="So many items at most, 1 to 200.")
    ] = USUAL_LIMIT
    cursor: Annotated[
        str | None,
        Field(max_length=CURSOR_LETTERS, description="`next` of the page before; else the first."),
    ] = None


class PageOut(Schema):
    """A page of a list. `next` is the cursor of the page after it; null on the last one."""

    next: str | None


@dataclass(frozen=True)
class CutPage[T]:
    """The rows of one page, and the cursor of the next."""

    rows: list[T]
    next: str | None


def cut[M: Model](
    request: ProgramRequest,
    response: HttpResponse,
    rows: QuerySet[M],
    asked: AskedPage,
    *,
    by: str = "public_id",
) -> CutPage[M]:
    """Cut a page out of rows in the order of one field; "-field" begins with the largest.

    Rows with the same value stand in the order of their public id. Only a field that never changes
    and is never empty will do, and none that names a person: a cursor stands in addresses.
    """
    down, field = by.startswith("-"), by.removeprefix("-")
    names = tuple(dict.fromkeys((field, "public_id")))
    if position := position_in(request, asked, by):
        rows = rows.filter(beyond(dict(zip(names, position, strict=True)), down=down))
    ordered = rows.order_by(*(f"-{name}" if down else name for name in names))
    found = list(ordered[: asked.limit + 1])
    return bound(request, response, found, asked, by, lambda row: [at(row, one) for one in names])


def cut_list[T](
    request: ProgramRequest,
    response: HttpResponse,
    items: Iterable[T],
    asked: AskedPage,
    *,
    key: Callable[[T], str],
) -> CutPage[T]:
    """Cut a page out of what was computed, in the order of a text that each item has for itself."""
    position = position_in(request, asked, "key")
    left = [item for item in items if not position or key(item) > position[0]]
    found = sorted(left, key=key)[: asked.limit + 1]
    return bound(request, response, found, asked, "key", lambda item: [key(item)])


def beyond(position: dict[str, str], *, down: bool) -> Q:
    """Choose the rows behind a position: those with a larger value, and the rest of the same."""
    behind, same = Q(), Q()
    for name, value in position.items():
        behind |= same & Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        same &= Q(**{name: value})
    return behind


def at(row: Model, name: str) -> str:
    """Write a row's value of a field, or of one of a row that it leads to."""
    value: Any = row
    for part in name.split("__"):
        value = getattr(value, part)
    return str(value)


def position_in(request: ProgramRequest, asked: AskedPage, by: str) -> Sequence[str]:
    """Read where a cursor goes on; what is no cursor of this list, as it is asked for, is refused.

    It holds for the organisation, the list, its order and whatever else was asked of it.
    """
    if asked.cursor is None:
        return ()
    try:
        position: list[str] = signing.loads(asked.cursor, salt=salt_of(request, by))
    except signing.BadSignature:
        raise ValidationError({"cursor": ValidationError(NO_CURSOR, code="cursor")}) from None
    return position


def bound[T](
    request: ProgramRequest,
    response: HttpResponse,
    found: Sequence[T],
    asked: AskedPage,
    by: str,
    position_of: Callable[[T], list[str]],
) -> CutPage[T]:
    """Leave out the row that only says that there are more, and lead to the page after this one."""
    rows = list(found[: asked.limit])
    if len(found) == len(rows):
        return CutPage(rows, None)
    cursor = signing.dumps(position_of(rows[-1]), salt=salt_of(request, by))
    query = urlencode([*filters(request), ("limit", asked.limit), ("cursor", cursor)])
    response.headers["Link"] = f'<{settings.SITE_URL}{request.path}?{query}>; rel="next"'
    return CutPage(rows, cursor)


def filters(request: ProgramRequest) -> list[tuple[str, str]]:
    """List what else was asked of a list, in one order."""
    return sorted(
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name not in AskedPage.model_fields
    )


def salt_of(request: ProgramRequest, by: str) -> str:
    """Name what a cursor holds for."""
    about = [request.auth.organisation_id, request.path, by, *filters(request)]
    return json.dumps(["people.api_pages", *about])

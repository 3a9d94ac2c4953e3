"""What was said before a moment does not open while a request is of a closed account.

After a lost sign-in others have helped the owner in. Until the owner says that it was them, nothing
opens here that was sealed before: neither their own answers nor what people told them. The pages
are shut already (config/middleware.py); this is the same rule at the seal, for a page that is not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db.models import QuerySet

_before: ContextVar[datetime | None] = ContextVar("closed_before", default=None)


class ClosedAnswersError(Exception):
    """An answer of before was asked for, and is closed to this account for now."""


@contextmanager
def of_request() -> Iterator[None]:
    """Close nothing at first; what a request closes ends with it."""
    token = _before.set(None)
    try:
        yield
    finally:
        _before.reset(token)


def close(before: datetime) -> None:
    """Close what was said before a moment, for the rest of the request."""
    _before.set(before)


def before() -> datetime | None:
    """Name the moment before which all is closed to this request; None if nothing is."""
    return _before.get()


def since[Rows: QuerySet](rows: Rows, field: str) -> Rows:
    """Leave out the rows of before on a page that stays open, by the field of their moment."""
    moment = before()
    return rows.filter(**{f"{field}__gte": moment}) if moment else rows


def refuse(said_at: object) -> None:
    """Refuse to open what was said before; a row that has no moment yet is just being written."""
    moment = before()
    if moment and isinstance(said_at, datetime) and said_at < moment:
        raise ClosedAnswersError

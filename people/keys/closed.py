"""What was said before a moment does not open while a request is of a closed account.

There are two closings, and a request may have both.

- All is closed: after a lost sign-in others have helped the owner in. Until the owner says that it
  was them, nothing opens here that was sealed before: neither their own answers nor what people
  told them. The pages are shut already (config/middleware.py); this is the same rule at the seal,
  for a page that is not.
- What one person said is closed: a new password was mailed, and another who reads the mailbox may
  have chosen it. What others said to this person opens as always.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet


@dataclass(frozen=True)
class Closing:
    """What is closed to a request: all of before a moment, and one person's own of before one."""

    all_before: datetime | None = None
    own_before: datetime | None = None
    person: int | None = None

    def before(self, said_by: object) -> datetime | None:
        """Name the moment before which what a person said is closed; None if nothing of it is."""
        own = self.own_before if said_by == self.person else None
        return max(filter(None, (self.all_before, own)), default=None)


_closing: ContextVar[Closing | None] = ContextVar("closing", default=None)


class ClosedAnswersError(Exception):
    """An answer of before was asked for, and is closed to this account for now."""


@contextmanager
def of_request() -> Iterator[None]:
    """Close nothing at first; what a request closes ends with it."""
    token = _closing.set(None)
    try:
        yield
    finally:
        _closing.reset(token)


def close(before: datetime) -> None:
    """Close all that was said before a moment, for the rest of the request."""
    _closing.set(replace(_closing.get() or Closing(), all_before=before))


def close_own(person: int, before: datetime) -> None:
    """Close what one person said themselves before a moment, for the rest of the request."""
    _closing.set(replace(_closing.get() or Closing(), own_before=before, person=person))


def before(said_by: object) -> datetime | None:
    """Name the moment before which what a person said is closed to this request; None if open."""
    closing = _closing.get()
    return closing.before(said_by) if closing else None


def since[Rows: QuerySet](rows: Rows, field: str, *, said_by: str = "person") -> Rows:
    """Leave out the rows of before on a page that stays open, by the field of their moment.

    `said_by` names the field of the person who said what is in a row.
    """
    if (closing := _closing.get()) is None:
        return rows
    if closing.all_before:
        rows = rows.filter(**{f"{field}__gte": closing.all_before})
    if closing.own_before:
        rows = rows.exclude(**{said_by: closing.person, f"{field}__lt": closing.own_before})
    return rows


def refuse(said_at: object, said_by: object) -> None:
    """Refuse to open what was said before; a row that has no moment yet is just being written."""
    moment = before(said_by)
    if moment and isinstance(said_at, datetime) and said_at < moment:
        raise ClosedAnswersError

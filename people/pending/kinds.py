"""What can wait for a person's decision. Each app registers its own kinds when it loads.

A kind counts what its page offers, no more: its rows are those that the page lists and its verb
takes. It never shows an answer, a name or a text, and it counts no other organisation's rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateField, Min, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from people.models import Person, Role
from people.weeks import BANGKOK

EVERY_ROLE = tuple(Role)
# The words on the buttons: one each.
READ, LOOK = pgettext_lazy("act", "Read"), pgettext_lazy("act", "View")
ANSWER, DECIDE = pgettext_lazy("act", "Answer"), pgettext_lazy("act", "Decide")
CHECK, CHOOSE = pgettext_lazy("act", "Check"), pgettext_lazy("act", "Choose")


@dataclass(frozen=True)
class PendingKind:
    """One kind of thing that can wait: how it is counted, what is said of it, where it is done.

    `rows` finds what waits for a person; `since` is the day of the oldest, an aggregate over them.
    """

    code: str
    rows: Callable[[Person, datetime], QuerySet]
    since: Combinable
    # A lazy plural that takes `n`, or one sentence where one at most can wait; and one sentence on
    # what the act means.
    sentence: Promise
    about: Promise
    # The word on the button.
    act: Promise
    icon: str
    # The page of the menu with the dot.
    page: str
    # Where all of them are done, with the part of the page.
    url: str = ""
    part: str = ""
    # What is chosen on that page.
    query: str = ""
    # Where a single one is done: its address, and the field with its public id.
    one: str = ""
    one_by: str = "public_id"
    roles: tuple[Role, ...] = EVERY_ROLE
    # It waits so long before its day.
    lead: timedelta = timedelta()
    # Pages that list each of them at their top: a sheet there would say it twice.
    listed_on: tuple[str, ...] = ()

    def address(self, count: int, target: str) -> str:
        """Give the page where it is done: that of the only one, or of all."""
        if self.one and (count == 1 or not self.url):
            return reverse(self.one, args=[UUID(target)])
        query = f"?{self.query}" if self.query else ""
        return reverse(self.url) + query + (f"#{self.part}" if self.part else "")


PENDING_KINDS: dict[str, PendingKind] = {}


def pending_kind(kind: PendingKind) -> PendingKind:
    """Register a kind of what can wait. A taken code is refused."""
    if kind.code in PENDING_KINDS:
        raise ValueError(f"{kind.code!r} is taken.")
    PENDING_KINDS[kind.code] = kind
    return kind


def first_day(field: str | Combinable, **chosen: Any) -> TruncDate:
    """Give the day of the first of some moments, in Bangkok."""
    return TruncDate(Min(field, **chosen), tzinfo=BANGKOK)


# Of what has no day: it counts from today.
NO_DAY = Cast(Value(None), DateField())

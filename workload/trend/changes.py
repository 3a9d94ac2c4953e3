"""What else changed while answers drifted: the last weeks beside the weeks of the usual."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.weeks import Week
from people.writing.formats import in_quarters

from .history import Past

WEEKS = 4
# Fewer weeks than these say too little for a comparison.
LATELY_AT_LEAST, BEFORE_AT_LEAST = 2, 4
WHOLE_FROM = 20


@dataclass(frozen=True)
class WeekFigure:
    """One figure of a week: from which difference of the means on it is told [P], and how."""

    name: str
    from_difference: Decimal
    label: str | Promise
    write: Callable[[Decimal], str]


@dataclass(frozen=True)
class MovedFigure:
    """One figure that moved, a week on average: now, and in the weeks behind the usual."""

    label: str
    now: str
    usual: str


def in_words(value: Decimal) -> str:
    """Write a mean to the quarter; from 20 on to the whole number, and nothing as a word."""
    return in_quarters(value if value < WHOLE_FROM else round(value)) if value else _("none")


def in_hours(minutes: Decimal) -> str:
    """Write a mean of minutes as hours."""
    return _("%(n)s h") % {"n": in_words(minutes / 60)} if minutes else _("none")


KEPT = (
    WeekFigure("hours", Decimal(4), gettext_lazy("Hours worked"), in_words),
    WeekFigure("nights", Decimal("0.5"), gettext_lazy("On-call nights"), in_words),
    WeekFigure("court_days", Decimal("0.5"), gettext_lazy("Court days"), in_words),
    WeekFigure("material_minutes", Decimal(60), gettext_lazy("Distressing material"), in_hours),
)


def changed(
    sent: dict[date, Past], last: Week, usual: Collection[date | None]
) -> list[MovedFigure] | None:
    """List what differs between the last four weeks and those behind a usual; None if unknown.

    Means of the weeks that were sent. Weeks that made the usual are not also counted as late.
    """
    lately = [(last - back).monday for back in range(WEEKS)]
    now = [sent[day] for day in lately if day in sent and day not in usual]
    before = [sent[day] for day in usual if day in sent]
    if len(now) < LATELY_AT_LEAST or len(before) < BEFORE_AT_LEAST:
        return None
    return [moved for kept in KEPT if (moved := compared(kept, now, before))]


def compared(kept: WeekFigure, now: list[Past], before: list[Past]) -> MovedFigure | None:
    """Write one figure that moved; nothing of one that did not."""
    lately, then = (mean(getattr(one, kept.name) for one in weeks) for weeks in (now, before))
    if abs(lately - then) < kept.from_difference:
        return None
    return MovedFigure(str(kept.label), kept.write(lately), kept.write(then))


def mean(values: Iterable[Decimal | int]) -> Decimal:
    """The mean of at least one value."""
    found = [Decimal(value) for value in values]
    return sum(found, Decimal()) / len(found)

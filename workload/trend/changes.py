"""What else changed while answers drifted: the last weeks beside the weeks of the usual."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.weeks import Week
from people.writing.formats import plain_number

from .history import Past

WEEKS = 4
# Fewer weeks than these say too little for a comparison.
LATELY_AT_LEAST, BEFORE_AT_LEAST = 2, 4
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class WeekFigure:
    """One figure of a week: from which difference of the means on it is told [P], and how."""

    name: str
    from_difference: Decimal
    more: str | Promise
    less: str | Promise


KEPT = (
    WeekFigure(
        "hours",
        Decimal(4),
        _("You worked more: %(now)s h a week, and %(before)s h then."),
        _("You worked less: %(now)s h a week, and %(before)s h then."),
    ),
    WeekFigure(
        "nights",
        Decimal("0.5"),
        _("More nights on call: %(now)s a week, and %(before)s then."),
        _("Fewer nights on call: %(now)s a week, and %(before)s then."),
    ),
    WeekFigure(
        "court_days",
        Decimal("0.5"),
        _("More days in court: %(now)s a week, and %(before)s then."),
        _("Fewer days in court: %(now)s a week, and %(before)s then."),
    ),
    WeekFigure(
        "material_minutes",
        Decimal(60),
        _("More time with distressing material: %(now)s minutes a week, and %(before)s then."),
        _("Less time with distressing material: %(now)s minutes a week, and %(before)s then."),
    ),
)


def changed(sent: dict[date, Past], last: Week, usual: Collection[date | None]) -> list[str] | None:
    """Say what differs between the last four weeks and those behind a usual; None if unknown.

    Means of the weeks that were sent. Weeks that made the usual are not also counted as late.
    """
    lately = [(last - back).monday for back in range(WEEKS)]
    now = [sent[day] for day in lately if day in sent and day not in usual]
    before = [sent[day] for day in usual if day in sent]
    if len(now) < LATELY_AT_LEAST or len(before) < BEFORE_AT_LEAST:
        return None
    return [said for kept in KEPT if (said := say(kept, now, before))]


def say(kept: WeekFigure, now: list[Past], before: list[Past]) -> str:
    """Say one figure that moved; nothing of one that did not."""
    lately, then = (mean(getattr(one, kept.name) for one in weeks) for weeks in (now, before))
    if abs(lately - then) < kept.from_difference:
        return ""
    sentence = kept.more if lately > then else kept.less
    return str(sentence) % {"now": rounded(lately), "before": rounded(then)}


def mean(values: Iterable[Decimal | int]) -> Decimal:
    """The mean of at least one value."""
    found = [Decimal(value) for value in values]
    return sum(found, Decimal()) / len(found)


def rounded(value: Decimal) -> str:
    """Write a mean with one decimal where it needs it; from 20 on with none."""
    step = TENTH if value < 20 else Decimal(1)
    return plain_number(value.quantize(step, ROUND_HALF_UP))

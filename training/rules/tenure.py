"""Years of service: since when a person is here without a break. No Django, no clock."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from .certificates import add_months

# Domain practice: 1, 3, 5 and 10 years.
MILESTONES = (1, 3, 5, 10)
# A job that did not run for a while still finds these; older ones are no news.
NEWS_FOR = timedelta(days=31)

Span = tuple[date, date | None]


def since(spans: Iterable[Span], day: date) -> date | None:
    """Find since when a person is here without a break on a day; None if they are not here.

    A span is its first and its last day, None while it lasts. One that begins on the day after
    another ended goes on with it; a single day between them is a break.
    """
    begin: date | None = None
    until = date.min
    for first, last in sorted(spans, key=lambda one: one[0]):
        if first > day:
            break
        if until < first - timedelta(days=1):
            begin = first
            until = last or date.max
        else:
            until = max(until, last or date.max)
    return begin if until >= day else None


def anniversary(begin: date, years: int) -> date:
    """Find the day of so many years; a start on 29 February has it on the 28th in other years."""
    return add_months(begin, 12 * years)


def whole_years(begin: date, day: date) -> int:
    """Count the full years from a beginning up to a day."""
    years = day.year - begin.year
    return years if anniversary(begin, years) <= day else years - 1


def whole_months(begin: date, day: date) -> int:
    """Count the full months from a beginning up to a day."""
    months = (day.year - begin.year) * 12 + day.month - begin.month
    return months if add_months(begin, months) <= day else months - 1


def hours_worked(spans: Iterable[tuple[date, date | None, Decimal]], day: date) -> int:
    """Add up contracted hours from these spans to a day, both counted; in whole hours.

    A span is its first day, its last one or None while it lasts, and the hours of a week. Leave and
    overtime are not seen, so that it is about right and no more.
    """
    weeks = (
        (((min(last, day) if last else day) - first).days + 1, hours)
        for first, last, hours in spans
        if first <= day
    )
    return int(sum((days * hours for days, hours in weeks), Decimal(0)) / 7)


def reached(begin: date, day: date) -> int | None:
    """Say which milestone was reached in the last days, or None."""
    for years in MILESTONES:
        if timedelta() <= day - anniversary(begin, years) < NEWS_FOR:
            return years
    return None

"""Hours of supervision in a group: how they count, and what a meeting can be. No Django, no clock.

No source read for this project says how hours in a group count beside those alone, so each number
here is a project default.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

# Of each hour so much counts for each participant [P]; an organisation sets its own for each kind.
USUAL_SHARE = Decimal(1)
# A working day [P]: one meeting, and all of a person's on a day.
LEAST_HOURS, MOST_HOURS = Decimal("0.5"), Decimal(8)
# Besides who leads [P]: with one person it is a talk of two, with more than thirty a lecture.
FEWEST, MOST = 2, 30
# Further back it is no longer remembered who was there [P]; as for talks of two.
LONGEST_AGO = timedelta(days=366)
CENT = Decimal("0.01")


def hours_counted(hours: Decimal, share: Decimal) -> Decimal:
    """Give the hours that count for each participant, to a hundredth of an hour."""
    return (hours * share).quantize(CENT, ROUND_HALF_UP)


def add_up(meetings: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Add up what counts of meetings, each as its hours and its share."""
    return sum((hours_counted(hours, share) for hours, share in meetings), Decimal(0))


def year_before(day: date) -> date:
    """Give the first day of which a meeting is written down on a day, and counted as recent."""
    return day - LONGEST_AGO

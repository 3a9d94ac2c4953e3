"""Frames of weeks. The slow library is imported where it is needed only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from workload.rules.forecast import Flow

if TYPE_CHECKING:
    from pandas import DataFrame


def frame(
    rows: Sequence[tuple[int, date, date | None, int]],
    begun: Mapping[int, date],
    first: date,
    weeks: int,
) -> "DataFrame":
    """Count by week who was watched, and cases open at its start, opened and closed in it.

    Rows: person, Monday of opening, Monday of closing or None, count. `begun` has the Monday of
    each person's first line; they are watched from the week after it: what they began with is not
    new.
    """
    from pandas import DataFrame

    # Lines that are alike by their weeks count together: there are few weeks and many lines. So
    # few are left that to compare them in a frame would cost more than to go through them.
    alike: Counter[tuple[date, date, date | None]] = Counter()
    for person, opened, closed, count in rows:
        alike[begun[person], opened, closed] += count
    firsts = Counter(begun.values())
    found = {}
    for monday in (first + timedelta(weeks=n) for n in range(weeks)):
        counts = {"people": sum(n for one, n in firsts.items() if one < monday)}
        counts |= {"open": 0, "opened": 0, "closed": 0}
        for (began, opened, closed), count in alike.items():
            if began + timedelta(weeks=1) > monday:
                continue
            if opened < monday and (closed is None or closed >= monday):
                counts["open"] += count
            if opened == monday:
                counts["opened"] += count
            if closed == monday:
                counts["closed"] += count
        found[monday] = counts
    return DataFrame.from_dict(
        found, orient="index", columns=["people", "open", "opened", "closed"]
    )


def flow(weekly: "DataFrame") -> Flow:
    """Add a frame of weeks up to what a forecast needs."""
    sums = weekly.sum()
    return Flow(
        opened=int(sums["opened"]),
        closed=int(sums["closed"]),
        person_weeks=int(sums["people"]),
        case_weeks=int(sums["open"]),
        weeks=int((weekly["people"] > 0).sum()),
    )

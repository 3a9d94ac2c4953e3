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
    from pandas import DataFrame, Series, to_datetime

    # Lines that are alike by their weeks count together: there are few weeks and many lines.
    alike: Counter[tuple[date, date, date | None]] = Counter()
    for person, opened, closed, count in rows:
        alike[begun[person], opened, closed] += count
    lines = DataFrame(
        [(*weeks_of, count) for weeks_of, count in alike.items()],
        columns=["begun", "opened", "closed", "count"],
    )
    for name in ("begun", "opened", "closed"):
        lines[name] = to_datetime(lines[name])
    watched_from = lines["begun"] + timedelta(weeks=1)
    firsts = Counter(begun.values())
    found = {}
    for monday in to_datetime([first + timedelta(weeks=n) for n in range(weeks)]):
        watched = watched_from <= monday
        here = watched & (lines["opened"] < monday) & ~(lines["closed"] < monday)
        masks = {
            "open": here,
            "opened": watched & (lines["opened"] == monday),
            "closed": watched & (lines["closed"] == monday),
        }
        counts = {name: int(lines.loc[mask, "count"].sum()) for name, mask in masks.items()}
        day = monday.date()
        people = sum(n for one, n in firsts.items() if one < day)
        found[day] = Series({"people": people, **counts})
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

"""Frames of weeks. The slow library is imported where it is needed only."""

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

    lines = DataFrame(list(rows), columns=["person", "opened", "closed", "count"])
    lines["opened"], lines["closed"] = to_datetime(lines["opened"]), to_datetime(lines["closed"])
    since = Series(dict(begun), dtype="datetime64[s]") + timedelta(weeks=1)
    watched_from = to_datetime([since[person] for person in lines["person"]])
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
        found[monday.date()] = Series({"people": int((since <= monday).sum()), **counts})
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

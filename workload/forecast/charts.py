"""Frames and pictures of weeks. The slow libraries are imported where they are needed only."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from people.writing import charts
from people.writing.charts import ChartStyle
from workload.rules.forecast import Flow, ForecastBand

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

# Percent of capacity, left free at both ends; and to which the ends are rounded.
ROOM, STEP = 5, 5
MARGINS = (0.9, 0.65, 0.15, 0.15)


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


def picture(
    loads: Sequence[ForecastBand | None],
    numbers: Sequence[int],
    *,
    theme: str,
    narrow: bool = False,
) -> bytes:
    """Draw the load of the weeks to come as a band, as SVG. Where no font writes Thai, no words."""
    size = charts.NARROW if narrow else charts.WIDE
    return charts.picture(
        partial(draw, loads=loads, numbers=numbers), size=size, margins=MARGINS, theme=theme
    )


def ends_of(loads: Sequence[ForecastBand | None]) -> tuple[float, float]:
    """Let the axis follow the numbers: the band and the line at 100 %, with a little room."""
    known = [one for one in loads if one]
    low = min([100, *(one.low for one in known)])
    high = max([100, *(one.high for one in known)])
    return max(0, (low - ROOM) // STEP * STEP), -(-(high + ROOM) // STEP) * STEP


def draw(
    axes: "Axes", look: ChartStyle, *, loads: Sequence[ForecastBand | None], numbers: Sequence[int]
) -> None:
    """Draw the band, its middle and the line at 100 %; a week with all people away is a gap."""
    nothing = float("nan")
    low, middle, high = (
        [getattr(one, name) if one else nothing for one in loads]
        for name in ("low", "middle", "high")
    )
    places = range(len(loads))
    axes.fill_between(places, low, high, color=look.band, linewidth=0)
    axes.plot(places, middle, color=look.line, linewidth=2.5, marker="o", markersize=5)
    axes.axhline(100, color=look.limit, linewidth=1.5, linestyle=(0, (4, 3)))
    axes.set_xticks(list(places), [str(number) for number in numbers])
    axes.set_ylim(*ends_of(loads))
    axes.yaxis.set_major_formatter("{x:.0f}%")
    axes.grid(axis="y", color=look.rule, linewidth=0.8)
    if look.words:
        axes.set_xlabel(_("Week"), **look.writing)
        axes.set_ylabel(_("Load"), **look.writing)

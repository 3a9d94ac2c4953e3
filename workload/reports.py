"""Frames and pictures of weeks. The slow libraries are imported where they are needed only."""

import os
import threading
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .forecast import Band, Flow

if TYPE_CHECKING:
    from pandas import DataFrame

# The product's own colours, by theme: text, rule, band, line, limit.
THEMES = {
    "light": ("#555968", "#e1e0da", "#bcc7e2", "#2d3f79", "#9c2934"),
    "dark": ("#b9bccb", "#3a3f52", "#41507f", "#a9b8ec", "#f08a8f"),
}
# The first of these that the machine has writes the Thai; DejaVu comes with the library.
THAI = ("Sarabun", "Noto Sans Thai", "Noto Sans Thai Looped", "Noto Looped Thai", "Loma", "Garuda")
OTHERWISE = "DejaVu Sans"
# Inches: a phone shows the narrow one at about the same size of letters.
WIDE, NARROW = (7.2, 3.2), (4.2, 3.2)
# The library keeps one cache of letters for all threads.
drawing = threading.Lock()


def frame(
    rows: Sequence[tuple[int, date, date | None, int]],
    begun: Mapping[int, date],
    first: date,
    weeks: int,
) -> "DataFrame":
    """Count by week who was watched, and cases open at its start, opened and closed in it.

    Rows: person, Monday of opening, Monday of closing or None, count. `begun` has the Monday of
    everybody's first line; they are watched from the week after it: what they began with is not
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


def fonts() -> tuple[list[str], bool]:
    """Name the fonts to draw with, and say whether they can write the reader's language."""
    from matplotlib.font_manager import fontManager

    there = set(fontManager.get_font_names())
    thai = [name for name in THAI if name in there][:1]
    return [*thai, OTHERWISE], bool(thai) or get_language() != "th"


def picture(
    loads: Sequence[Band | None], numbers: Sequence[int], *, theme: str, narrow: bool = False
) -> bytes:
    """Draw the load of the weeks to come as a band, as SVG. Where no font writes Thai, no words."""
    os.environ.setdefault("MPLCONFIGDIR", str(settings.DATA_DIR / "matplotlib"))
    with drawing:
        from matplotlib.figure import Figure

        families, words = fonts()
        figure = Figure(figsize=NARROW if narrow else WIDE, layout="constrained")
        figure.patch.set_alpha(0)
        draw(figure.subplots(), loads, numbers, THEMES[theme], families if words else [OTHERWISE])
        if words:
            label(figure.axes[0], THEMES[theme][0], families)
        written = BytesIO()
        figure.savefig(written, format="svg", metadata={"Date": None})
    return written.getvalue()


def draw(axes, loads, numbers, colours, families) -> None:
    """Draw the band, its middle and the line at 100 %; a week with nobody there is a gap."""
    text, rule, band, line, limit = colours
    nothing = float("nan")
    low, middle, high = (
        [getattr(one, name) if one else nothing for one in loads]
        for name in ("low", "middle", "high")
    )
    places = range(len(loads))
    axes.set_facecolor("none")
    axes.fill_between(places, low, high, color=band, linewidth=0)
    axes.plot(places, middle, color=line, linewidth=2.5, marker="o", markersize=5)
    axes.axhline(100, color=limit, linewidth=1.5, linestyle=(0, (4, 3)))
    axes.set_xticks(list(places), [str(number) for number in numbers])
    axes.set_ylim(0, max([150, *(1.1 * one.high for one in loads if one)]))
    axes.yaxis.set_major_formatter("{x:.0f}%")
    axes.grid(axis="y", color=rule, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=text, length=0, labelsize=12)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for one in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        one.set_fontfamily(families)


def label(axes, colour: str, families: list[str]) -> None:
    """Write what the axes are."""
    axes.set_xlabel(_("Week"), color=colour, fontsize=12, fontfamily=families)
    axes.set_ylabel(_("Load"), color=colour, fontsize=12, fontfamily=families)

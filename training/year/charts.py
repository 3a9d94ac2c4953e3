"""Frames and pictures of a year of training. The slow libraries are imported inside only."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Literal

from people.writing import charts
from people.writing.charts import ChartStyle
from people.writing.formats import day as write_day

from .actions import Year

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame, Series

MONTHS = 12
MARGINS = (0.55, 0.4, 0.1, 0.15)
# Inches a certificate: its name on a line of its own, the bar beneath.
LINE, LEAST = 0.55, 0.05
# So many letters of a name fit above a bar.
FITS_WIDE, FITS_NARROW = 64, 32

MonthRow = tuple[date, Decimal, Decimal, int, int]
HeldRow = tuple[str, float | None, float | None]


def month_rows(year: Year) -> list[MonthRow]:
    """Give the months as tuples: hours, those of the year before, certificates issued, lapsed."""
    return [
        (one.first, one.line.hours, one.before.hours, one.line.issued, one.line.lapsed)
        for one in year.months
    ]


def held_rows(year: Year) -> list[HeldRow]:
    """Give the certificates as tuples: name, percent holding it, percent at the end before."""
    return [(str(kind), now.percent, then.percent) for kind, now, then in year.held]


def month_frame(rows: Sequence[MonthRow], first: date) -> "DataFrame":
    """Put the months in their twelve places; those to come are empty, not none."""
    from pandas import DataFrame, date_range

    columns = ["month", "hours", "before", "issued", "lapsed"]
    found = DataFrame(list(rows), columns=columns).set_index("month").astype(float)
    return found.reindex([one.date() for one in date_range(first, periods=MONTHS, freq="MS")])


def held_frame(rows: Sequence[HeldRow]) -> "DataFrame":
    """Put each certificate's shares side by side; one that is not asked is empty, not none."""
    from pandas import DataFrame

    found = DataFrame(list(rows), columns=["name", "now", "before"])
    return found.astype({"now": float, "before": float})


def hours(year: Year, *, theme: str, narrow: bool) -> bytes:
    """Draw the hours of each month beside those of the year before."""
    return by_month(draw_hours, year, theme, narrow)


def certificates(year: Year, *, theme: str, narrow: bool) -> bytes:
    """Draw the certificates that each month issued upwards, and those that lapsed downwards."""
    return by_month(draw_certificates, year, theme, narrow)


def by_month(draw: Callable[..., None], year: Year, theme: str, narrow: bool) -> bytes:
    """Draw a picture over the twelve months of a year."""
    frame = month_frame(month_rows(year), year.first)
    size = charts.NARROW if narrow else charts.WIDE
    return charts.picture(partial(draw, frame=frame), size=size, margins=MARGINS, theme=theme)


def coverage(year: Year, *, theme: str, narrow: bool) -> bytes:
    """Draw the share of people who hold each certificate that is asked of them."""
    frame = held_frame(held_rows(year))
    width, _height = charts.NARROW if narrow else charts.WIDE
    size = (width, coverage_height(len(frame)))
    fits = FITS_NARROW if narrow else FITS_WIDE
    draw = partial(draw_coverage, frame=frame, fits=fits)
    return charts.picture(draw, size=size, margins=(LEAST, MARGINS[1], LEAST, LEAST), theme=theme)


def coverage_height(certificates: int) -> float:
    """Say how tall the picture of so many certificates is, in inches."""
    return certificates * LINE + MARGINS[1] + LEAST


def draw_hours(axes: "Axes", look: ChartStyle, *, frame: "DataFrame") -> None:
    """Draw two bars a month: the year before behind and wide, this year before it and slim."""
    bars(axes, frame["before"], width=0.78, color=look.band)
    bars(axes, frame["hours"], width=0.4, color=look.line)
    axes.set_ylim(0, 1.08 * max(1, frame[["hours", "before"]].max().max()))
    over_months(axes, look, frame)


def draw_certificates(axes: "Axes", look: ChartStyle, *, frame: "DataFrame") -> None:
    """Draw one bar up and one down a month."""
    bars(axes, frame["issued"], width=0.55, color=look.line)
    bars(axes, -frame["lapsed"], width=0.55, color=look.limit)
    axes.axhline(0, color=look.text, linewidth=1)
    highest, lowest = (1.15 * max(1, frame[name].max()) for name in ("issued", "lapsed"))
    axes.set_ylim(-lowest, highest)
    axes.yaxis.set_major_formatter(lambda value, _place: f"{abs(value):.0f}")
    over_months(axes, look, frame)


def bars(axes: "Axes", values: "Series", *, width: float, color: str) -> None:
    """Draw one bar a month, all as one shape: with twelve, a picture takes a third longer."""
    from matplotlib.collections import PolyCollection

    half = width / 2
    corners = [
        [(n - half, 0), (n - half, value), (n + half, value), (n + half, 0)]
        for n, value in enumerate(values.fillna(0))
    ]
    axes.add_collection(PolyCollection(corners, facecolors=color, linewidths=0), autolim=False)


def over_months(axes: "Axes", look: ChartStyle, frame: "DataFrame") -> None:
    """Write the months, and rules across."""
    from matplotlib.ticker import MaxNLocator

    names = [write_day(one, "M") if look.words else str(one.month) for one in frame.index]
    # On a phone there is room for every other name.
    figure = axes.get_figure(root=True)
    step = 1 if figure and figure.get_figwidth() == charts.WIDE[0] else 2
    axes.set_xticks(list(range(0, MONTHS, step)), names[::step])
    axes.set_xlim(-0.6, MONTHS - 0.4)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="y", color=look.rule, linewidth=0.8)


def draw_coverage(axes: "Axes", look: ChartStyle, *, frame: "DataFrame", fits: int) -> None:
    """Draw a bar for each certificate under its name, and a mark where the year before ended."""
    places = range(len(frame))
    axes.barh(places, [100] * len(frame), height=0.34, color=look.rule)
    axes.barh(places, frame["now"].fillna(0), height=0.34, color=look.line)
    axes.scatter(
        frame["before"], places, marker="|", s=260, linewidths=3, color=look.limit, zorder=3
    )
    for place, name in enumerate(frame["name"]):
        if look.words:
            axes.text(0, place - 0.3, shortened(name, fits), **look.writing)
    axes.set_xlim(0, 100)
    axes.set_ylim(len(frame) - 0.6, -0.75)
    axes.set_yticks([])
    axes.set_xticks([0, 50, 100], ["0%", "50%", "100%"])
    # The first and the last begin and end with the bars, inside the picture.
    sides: list[Literal["left", "center", "right"]] = ["left", "center", "right"]
    for label, side in zip(axes.get_xticklabels(), sides, strict=True):
        label.set_horizontalalignment(side)


def shortened(name: str, most: int) -> str:
    """Cut a name that is too long, never between a letter and the marks above or below it."""
    if len(name) <= most:
        return name
    end = most - 1
    while end and unicodedata.category(name[end]) == "Mn":
        end -= 1
    return f"{name[:end].rstrip()}…"

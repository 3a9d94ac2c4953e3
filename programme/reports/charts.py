"""The pictures of a report: stacked bars with hatches, which read without colour too.

The slow library is imported inside. Letters are left out, for a program that writes PDF does not
join those of every language in a drawing: words stand in the legend and the table beneath.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import override

from people.writing import charts
from people.writing.charts import ChartStyle

from .parts import ReportPart, ReportPicture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGINS = (0.5, 0.35, 0.1, 0.15)
SIZE, HATCH_SIZE = (7.2, 2.4), (0.4, 0.2)
# The face of each series, its hatch and the colour of that: light to dark, and told by its hatch.
FACES = (
    ("#dfe5f5", "", "#2d3f79"),
    ("#8191bb", "///", "#ffffff"),
    ("#2d3f79", "xx", "#ffffff"),
    ("#ffffff", "..", "#555968"),
)
EDGE = "#2d3f79"


def drawings_of(parts: tuple[ReportPart, ...]) -> dict[str, str]:
    """Draw every picture of a report, and each hatch for the legends."""
    found = [one for part in parts for one in part.pictures]
    drawn = {one.key: draw_bars(one) for one in found}
    most = max((len(one.series) for one in found), default=0)
    return drawn | {f"hatch-{at}": draw_hatch(at) for at in range(most)}


def draw_bars(picture: ReportPicture) -> str:
    """Draw stacked bars as SVG."""
    return drawn(partial(bars, picture=picture), SIZE, MARGINS)


def draw_hatch(at: int) -> str:
    """Draw the hatch of a series alone, at the scale of the bars."""
    return drawn(partial(swatch, at=at), HATCH_SIZE, (0.01,) * 4)


def drawn(
    draw: Callable[["Axes", ChartStyle], None],
    size: tuple[float, float],
    margins: tuple[float, float, float, float],
) -> str:
    """Draw for paper: in light colours, with numbers alone."""
    with override("en"):
        return charts.picture(draw, size=size, margins=margins, theme="light").decode()


def bars(axes: "Axes", look: ChartStyle, *, picture: ReportPicture) -> None:
    """Stack the series of each label, from the first up."""
    from matplotlib.ticker import MaxNLocator

    places = list(range(len(picture.labels)))
    below = [0.0] * len(places)
    for at, (_name, values) in enumerate(picture.series):
        face, hatch, ink = FACES[at % len(FACES)]
        fill(axes, places, values, below, hatched=(face, hatch, ink))
        fill(axes, places, values, below)
        below = [low + value for low, value in zip(below, values, strict=True)]
    axes.set_ylim(0, 1.08 * max(1, *below))
    axes.set_xlim(-0.6, max(len(places), 4) - 0.4)
    axes.set_xticks(places, list(picture.ticks))
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="y", color=look.rule, linewidth=0.8)


def fill(
    axes: "Axes",
    places: list[int],
    values: Sequence[float],
    below: list[float],
    hatched: tuple[str, str, str] = ("none", "", EDGE),
) -> None:
    """Draw one series: filled with its hatch, or its outline alone."""
    face, hatch, ink = hatched
    axes.bar(
        places,
        values,
        bottom=below,
        width=0.62,
        color=face,
        hatch=hatch,
        edgecolor=ink,
        linewidth=0 if hatch or face != "none" else 0.8,
    )


def swatch(axes: "Axes", look: ChartStyle, *, at: int) -> None:
    """Fill a small frame with a hatch."""
    face, hatch, ink = FACES[at % len(FACES)]
    axes.bar([0], [1], color=face, hatch=hatch, edgecolor=ink, linewidth=0, width=1)
    axes.bar([0], [1], color="none", edgecolor=EDGE, linewidth=1.2, width=1)
    axes.set_xlim(-0.53, 0.53)
    axes.set_ylim(-0.05, 1.05)
    axes.set_xticks([])
    axes.set_yticks([])

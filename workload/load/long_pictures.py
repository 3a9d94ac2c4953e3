"""Pictures of many weeks, each drawn with a few paths however many weeks there are.

The paths lie in a picture of their own that is stretched to the width of the page: one unit across
is one week, one unit down a pixel. Letters and the one large dot stay outside of it, unstretched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Self

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .pictures import ANSWER_HEIGHT, ENDS_AT, draw_dash, limit_line, px

# Up to so many weeks a gap is marked by a dash and a week by a ring; more are too near each other.
ROOMY = 26
LOAD_HEIGHT, USUAL_HEIGHT = 116, 88
ANSWER_TOPS = (32, 26, 17, 9, 1)
# Nothing at all lies at the foot; the head is 60, or 80 or 100 where a week or the band is higher.
FOOT, HEAD = 83, 5
HEADS = (60, 80, 100)


def stretched(weeks: int, height: int, paths: Iterable[tuple[str, str]]) -> SafeString:
    """Draw paths, each with its look, over the whole width."""
    return format_html(
        '<svg viewBox="0 0 {0} {1}" preserveAspectRatio="none" width="100%" height="{1}">{2}</svg>',
        weeks,
        height,
        format_html_join("", '<path class="{}" d="{}"/>', (one for one in paths if one[1])),
    )


def bars(tops: Sequence[float | None], foot: float) -> str:
    """Write bars from their tops down to a foot; None is a gap."""
    drawn, end = [], px(foot)
    for n, top in enumerate(tops):
        if top is not None and top < foot:
            drawn.append(f"M{n}.2 {px(top)}h.6V{end}h-.6z")
    return "".join(drawn)


def load_columns(loads: Sequence[Decimal | None], label: str, *, limit: Decimal) -> SafeString:
    """Draw many weeks of load; what is above the limit lies above its line, in its own colour."""
    height, room = LOAD_HEIGHT, LOAD_HEIGHT - 8

    def top(load: Decimal | None, at_most: Decimal | int) -> float | None:
        """Place the top of a bar for this much of a load; None is a gap."""
        return None if load is None else height - room * float(min(load, at_most)) / ENDS_AT

    mark = height - room * float(limit) / ENDS_AT
    below = bars([top(load, min(limit, Decimal(ENDS_AT))) for load in loads], height)
    over = bars([top(load, ENDS_AT) for load in loads], mark)
    return format_html(
        '<svg class="chart" role="img" aria-label="{}" width="100%" height="{}">{}{}</svg>',
        label,
        height,
        stretched(len(loads), height, [("chart-bar", below), ("chart-bar over", over)]),
        limit_line(limit, mark) if limit <= ENDS_AT else "",
    )


def answer_columns(answers: Sequence[int | None], label: str, *, holds_up: bool) -> SafeString:
    """Draw many weeks of one line's answers, 0 to 4."""
    tops = [None if value is None else ANSWER_TOPS[value] for value in answers]
    look = "chart-bar good" if holds_up else "chart-bar"
    return format_html(
        '<svg class="chart" role="img" aria-label="{0}" width="100%" height="{2}">'
        '<line class="chart-rule" x1="0" x2="100%" y1="{1}" y2="{1}"/>{3}</svg>',
        label,
        ANSWER_HEIGHT - 0.5,
        ANSWER_HEIGHT,
        stretched(len(answers), ANSWER_HEIGHT, [(look, bars(tops, ANSWER_HEIGHT))]),
    )


@dataclass(frozen=True)
class Scale:
    """Where a strain lies in the picture of a person's usual."""

    head: float

    @classmethod
    def of(cls, values: Iterable[float | None]) -> Self:
        """Choose the lowest head that all of it fits below."""
        highest = max((one for one in values if one is not None), default=0)
        return cls(next((head for head in HEADS if head >= highest), HEADS[-1]))

    def down(self, strain: float) -> str:
        """Write how far down a strain lies."""
        return px(FOOT - (FOOT - HEAD) * min(max(strain, 0), self.head) / self.head)


def own_usual(
    strains: Sequence[float | None],
    bands: Sequence[tuple[float, float] | None],
    smoothed: Sequence[float | None],
    label: str,
) -> SafeString:
    """Draw weeks against a person's usual: a band, a ring for each week, a line for the smoothed.

    `bands` has the lower and upper end for each week. Where there is nothing, nothing is drawn.
    """
    weeks, roomy = len(strains), len(strains) <= ROOMY
    scale = Scale.of([*strains, *(band[1] for band in bands if band)])
    dots = "".join(
        f"M{n}.5 {scale.down(one)}h.001" for n, one in enumerate(strains) if one is not None
    )
    rings = [("chart-ring", dots), ("chart-core", dots)] if roomy else [("chart-point", dots)]
    band, line = band_path(bands, scale), line_path(smoothed, scale)
    gaps = [n for n, one in enumerate(strains) if one is None] if roomy else []
    return format_html(
        '<svg class="chart" role="img" aria-label="{0}" width="100%" height="{1}">{2}{3}{4}</svg>',
        label,
        USUAL_HEIGHT,
        stretched(weeks, USUAL_HEIGHT, [("chart-usual", band), *rings, ("chart-smooth", line)]),
        SafeString("".join(draw_dash((n + 0.5) * 100 / weeks, FOOT) for n in gaps)),
        last_dot(smoothed, scale),
    )


def band_path(bands: Sequence[tuple[float, float] | None], scale: Scale) -> str:
    """Write the band, stepped week by week and parted where there is none."""
    drawn = []
    for there, run in groupby(enumerate(bands), key=lambda one: one[1] is not None):
        if there:
            weeks = [(n, band) for n, band in run if band is not None]
            upper = "".join(f"V{scale.down(band[1])}H{n + 1}" for n, band in weeks)
            lower = "".join(f"V{scale.down(band[0])}H{n}" for n, band in reversed(weeks))
            drawn.append(f"M{weeks[0][0]} {scale.down(weeks[0][1][0])}{upper}{lower}z")
    return "".join(drawn)


def line_path(values: Sequence[float | None], scale: Scale) -> str:
    """Write a line through the middles of the weeks, broken at gaps; a lone week is a point."""
    drawn, begun = [], False
    for n, value in enumerate(values):
        if value is not None:
            to, end = ("L", "") if begun else ("M", "h.001")
            drawn.append(f"{to}{n}.5 {scale.down(value)}{end}")
        begun = value is not None
    return "".join(drawn)


def last_dot(values: Sequence[float | None], scale: Scale) -> SafeString:
    """Mark where the smoothed line stands now."""
    if not values or values[-1] is None:
        return SafeString("")
    return format_html(
        '<circle class="dot-now" cx="{}%" cy="{}" r="{}"/>',
        f"{100 - 50 / len(values):.2f}",
        scale.down(values[-1]),
        6 if len(values) <= ROOMY else 4,
    )


def axis(weeks: int, names: dict[int, str]) -> SafeString:
    """Write the names of some weeks, by their place, under the pictures."""
    unit = 100 / max(weeks, 1)
    # Long names would reach beyond the picture's end.
    last = "end" if weeks > ROOMY else "middle"
    return format_html(
        '<svg class="chart" aria-hidden="true" width="100%" height="16">{}</svg>',
        format_html_join(
            "",
            '<text x="{}%" y="12" text-anchor="{}">{}</text>',
            (
                (f"{unit * (n + 0.5):.2f}", last if n == weeks - 1 else "middle", name)
                for n, name in names.items()
            ),
        ),
    )

"""The likely load of the weeks to come, as SVG with attributes only: the CSP allows no style."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.writing.formats import percent
from workload.load.pictures import draw_dash, px
from workload.rules.forecast import ForecastBand

HEIGHT = 180
# Percent of capacity, left free at both ends; and to which the ends are rounded.
ROOM, STEP = 5, 5
# The lines behind the band are so many percent apart, where the axis is no longer than that.
APART = ((10, 50), (20, 100), (50, 300))


def ends_of(loads: Sequence[ForecastBand | None]) -> tuple[float, float]:
    """Let the axis follow the numbers: the band and the line at 100 %, with a little room."""
    known = [one for one in loads if one]
    low = min([100, *(one.low for one in known)])
    high = max([100, *(one.high for one in known)])
    return max(0, (low - ROOM) // STEP * STEP), -(-(high + ROOM) // STEP) * STEP


@dataclass(frozen=True)
class LikelyPicture:
    """The band, its middle and the line at 100 %; a week with all people away is a gap."""

    loads: Sequence[ForecastBand | None]
    numbers: Sequence[int]
    # Whether the calendar names something in a week: its number has a dot beside it.
    named: Sequence[bool]
    label: str

    def level(self, load: float) -> float:
        """Place a load."""
        bottom, top = ends_of(self.loads)
        return HEIGHT * (top - load) / (top - bottom)

    def across(self, place: int) -> float:
        """Place a week, in percent of the width."""
        return 100 * (place + 0.5) / len(self.loads)

    def draw(self) -> SafeString:
        """Draw the picture, with the weeks below it."""
        return format_html(
            '<svg class="chart" role="img" aria-label="{0}" width="100%" height="{1}">'
            '<svg viewBox="0 0 {2} {1}" preserveAspectRatio="none" width="100%" height="{1}">{3}'
            "</svg>{4}{5}{6}</svg>"
            '<svg class="chart" aria-hidden="true" width="100%" height="20">{7}</svg>',
            self.label,
            HEIGHT,
            len(self.loads),
            self.bands(),
            self.rules(),
            self.gaps(),
            self.worst(),
            self.weeks(),
        )

    def bands(self) -> SafeString:
        """Draw the band and its middle, parted where all people are away."""
        runs: list[list[tuple[float, ForecastBand]]] = [[]]
        for place, one in enumerate(self.loads):
            if one is None:
                runs.append([])
            else:
                runs[-1].append((place + 0.5, one))
        return format_html_join(
            "",
            '<polygon class="likely" points="{} {}"/><polyline class="likely-line" points="{}"/>',
            (
                (
                    " ".join(f"{x},{px(self.level(one.high))}" for x, one in run),
                    " ".join(f"{x},{px(self.level(one.low))}" for x, one in reversed(run)),
                    " ".join(f"{x},{px(self.level(one.middle))}" for x, one in run),
                )
                for run in runs
                if run
            ),
        )

    def rules(self) -> SafeString:
        """Draw the line at 100 % and some more of them, each with its number."""
        bottom, top = ends_of(self.loads)
        apart = next((step for step, most in APART if top - bottom <= most), APART[-1][0])
        loads = range(int(bottom // apart + 1) * apart, int(top), apart)
        return format_html_join(
            "",
            '<line class="{0}" x1="0" x2="100%" y1="{1}" y2="{1}"/><text x="0" y="{2}">{3}%</text>',
            (
                (
                    "chart-limit" if load == 100 else "chart-rule",
                    px(self.level(load)),
                    px(self.level(load) - 5),
                    load,
                )
                for load in sorted({100, *loads})
            ),
        )

    def gaps(self) -> SafeString:
        """Draw a dash where all people are away."""
        away = [place for place, one in enumerate(self.loads) if one is None]
        return format_html_join(
            "", "{}", ((draw_dash(self.across(place), HEIGHT - 5),) for place in away)
        )

    def worst(self) -> SafeString:
        """Mark the week that reaches highest, with how high."""
        known = [(one.high, -place) for place, one in enumerate(self.loads) if one]
        if not known:
            return SafeString("")
        high, place = max(known)[0], -max(known)[1]
        last = len(self.loads) - 1
        return format_html(
            '<circle class="likely-worst" cx="{0}%" cy="{1}" r="6"/>'
            '<text x="{0}%" y="{2}" text-anchor="{3}">{4}</text>',
            f"{self.across(place):.2f}",
            px(self.level(high)),
            px(self.level(high) - 12),
            "start" if place == 0 else "end" if place == last else "middle",
            _("up to %(load)s") % {"load": percent(Decimal(high))},
        )

    def weeks(self) -> SafeString:
        """Write the numbers of the weeks."""
        return format_html_join(
            "",
            '<text x="{}%" y="14" text-anchor="middle">{}</text>',
            (
                (f"{self.across(place):.2f}", f"{number} ●" if self.named[place] else number)
                for place, number in enumerate(self.numbers)
            ),
        )

"""Two years as bars: who is here, and above it who is missing. What is tried, beside its load."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.writing.formats import whole_percent
from programme.rules.staffing import StaffingSum
from workload.load import pictures as load_pictures

from .page import QUARTERS, QuarterWork
from .words import quarter_short, tried_name

HEIGHT, ROOM_ABOVE, WIDTH = 132, 26, 7.25
PLACE = 100 / QUARTERS


class ShownCase:
    """What is tried, with its numbers and the load of each person."""

    def __init__(self, found: StaffingSum):
        self.found, self.name = found, tried_name(found)
        self.load = whole_percent(found.load)
        label = _("%(percent)s of capacity") % {"percent": self.load}
        self.picture = load_pictures.meter(found.load, label)


def quarters_picture(quarters: Sequence[QuarterWork]) -> SafeString:
    """Draw a bar for each quarter; the table beneath has the same numbers."""
    most = max(max(one.found.needed, one.found.here) for one in quarters)
    unit = (HEIGHT - ROOM_ABOVE) / most
    last = len(quarters) - 1
    bars = [bar_of(one, n, unit, now=n == last) for n, one in enumerate(quarters)]
    first, latest = quarters[0].found, quarters[-1].found
    label = _("Needed and here by quarter, from %(n1)s and %(h1)s to %(n2)s and %(h2)s") % {
        "n1": first.needed,
        "h1": first.here,
        "n2": latest.needed,
        "h2": latest.here,
    }
    names = (
        (f"{middle(n):.2f}%", quarter_short(one, first=not n)) for n, one in enumerate(quarters)
    )
    return format_html(
        '<svg class="chart" role="img" aria-label="{}" width="100%" height="{}">{}</svg>'
        '<svg class="chart" aria-hidden="true" width="100%" height="16">{}</svg>',
        label,
        HEIGHT,
        format_html_join("", "{}", ((one,) for one in bars)),
        format_html_join("", '<text x="{}" y="12" text-anchor="middle">{}</text>', names),
    )


def middle(place: int) -> float:
    """Find the middle of a bar, in percent."""
    return PLACE * place + PLACE / 2


def bar_of(one: QuarterWork, place: int, unit: float, *, now: bool) -> SafeString:
    """Draw the people who are here, who is missing above them, and the number of these."""
    left, found = f"{middle(place) - WIDTH / 2:.2f}%", one.found
    top = HEIGHT - found.here * unit
    missing = found.short * unit
    short = SafeString("")
    if found.short:
        short = format_html(
            '<rect class="part-missing" x="{}" y="{}" width="{}%" height="{}" rx="3"/>'
            '<text x="{}%" y="{}" text-anchor="middle">{}</text>',
            left,
            f"{top - missing:.1f}",
            WIDTH,
            f"{max(missing - 1, 1):.1f}",
            f"{middle(place):.2f}",
            f"{top - missing - 5:.1f}",
            found.short,
        )
    return format_html(
        '<rect class="chart-bar{}" x="{}" y="{}" width="{}%" height="{}" rx="3"/>{}',
        " now" if now else "",
        left,
        f"{top:.1f}",
        WIDTH,
        f"{found.here * unit:.1f}",
        short,
    )

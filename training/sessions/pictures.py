"""Pictures of the trainer's home, as SVG with attributes only: the CSP allows no style."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.writing.formats import day as write_day
from training.requirements.covered import KindCover

GAP = 0.4  # percent of the bar between two parts
STRIP = 112  # the height of the strip of months, with room for the numbers


@dataclass(frozen=True)
class KindBar:
    """A certificate as a bar of four parts, with the same in words."""

    kind: object
    words: str
    bar: SafeString


@dataclass(frozen=True)
class LapseMonth:
    """How many certificates lapse in a month."""

    first: date
    count: int

    @property
    def name(self) -> str:
        """The month's short name."""
        return write_day(self.first, "M")


def kind_bar(cover: KindCover) -> KindBar:
    """Draw one certificate; an empty part is left out of the picture and of the words."""
    parts = (
        ("valid", cover.valid, _("%(n)s valid")),
        ("due", cover.due, _("%(n)s due")),
        ("expired", cover.expired, _("%(n)s expired")),
        ("missing", cover.missing, _("%(n)s missing")),
    )
    words = ", ".join(words % {"n": count} for _part, count, words in parts if count)
    sentence = ngettext(
        "%(kind)s: %(words)s, of %(n)s person who needs it",
        "%(kind)s: %(words)s, of %(n)s people who need it",
        cover.asked,
    )
    label = sentence % {"kind": cover.kind, "words": words, "n": cover.asked}
    boxes, left = [], 0.0
    for part, count, _words in parts:
        width = count * 100 / cover.asked
        if count:
            boxes += drawn_part(part, left + GAP / 2, max(width - GAP, GAP))
        left += width
    drawn = format_html_join(
        "",
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}" rx="3"/>',
        (
            (css, f"{x:.2f}", 1 if css == "part-missing" else 0, f"{width:.2f}", height)
            for css, x, width, height in boxes
        ),
    )
    bar = format_html(
        '<svg height="18" width="100%" role="img" aria-label="{}">{}</svg>', label, drawn
    )
    return KindBar(cover.kind, words, bar)


def drawn_part(part: str, left: float, width: float) -> list[tuple[str, float, float, int]]:
    """Give the boxes of one part: what has expired is hatched, what is missing is an outline."""
    box = (f"part-{part}", left, width, 16 if part == "missing" else 18)
    return [box, ("chart-hatch", left, width, 18)] if part == "expired" else [box]


def lapse_strip(months: Sequence[LapseMonth]) -> SafeString:
    """Draw twelve months of lapses: a bar a month with its number, the names beneath."""
    most, each = max((one.count for one in months), default=0) or 1, 100 / len(months)
    words = ", ".join(f"{one.name} {one.count}" for one in months)
    label = _("Certificates that expire, month by month: %(months)s") % {"months": words}
    bars = [
        (
            "chart-bar now" if place == 0 else "chart-bar",
            f"{place * each + 1.5:.2f}",
            f"{STRIP - one.count * 80 / most:.1f}",
            f"{each - 3:.2f}",
            f"{one.count * 80 / most:.1f}",
            f"{(place + 0.5) * each:.2f}",
            f"{STRIP - one.count * 80 / most - 5:.1f}",
            one.count,
        )
        for place, one in enumerate(months)
    ]
    drawn = format_html_join(
        "",
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}" rx="3"/>'
        '<text x="{}%" y="{}" text-anchor="middle">{}</text>',
        bars,
    )
    names = format_html_join(
        "",
        '<text x="{}%" y="12" text-anchor="middle">{}</text>',
        ((f"{(place + 0.5) * each:.2f}", one.name) for place, one in enumerate(months)),
    )
    return format_html(
        '<svg class="chart" role="img" aria-label="{}" width="100%" height="{}">{}'
        '<line class="chart-rule" x1="0" x2="100%" y1="111.5" y2="111.5"/></svg>'
        '<svg class="chart" aria-hidden="true" width="100%" height="16">{}</svg>',
        label,
        STRIP,
        drawn,
        names,
    )

"""What was told of the sessions of each course, side by side.

Sessions are counted, never answers: each band was told by itself and stays what it is, so that
nothing becomes known beyond what every reader of the sessions can count.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.models import Course, SessionEvaluation

from .words import BANDS, LINES, Text

# The best band first, and how each is drawn.
DRAWN = {"mostly": "band-high", "partly": "band-mid", "little": "band-low"}
GAP = 0.4  # percent of the bar between two parts


@dataclass(frozen=True)
class CourseLine:
    """One line of a course: in how many of its sessions each band was told."""

    name: str
    label: Text
    counts: Mapping[str, int]

    @property
    def told(self) -> int:
        """In how many sessions the line was told."""
        return sum(self.counts.values())

    @property
    def best(self) -> int:
        """In how many sessions the line was told in the best band."""
        return self.counts["mostly"]

    @property
    def words(self) -> str:
        """Write the bands with their sessions: Mostly 3, Partly 1."""
        found = [(band, n) for band, n in self.counts.items() if n]
        return ", ".join(
            _("%(band)s %(n)s") % {"band": BANDS[band][1], "n": n} for band, n in found
        )

    @property
    def bar(self) -> SafeString:
        """Draw the sessions as one bar in three parts."""
        sentence = ngettext(
            "%(line)s: %(words)s, of %(n)s published session",
            "%(line)s: %(words)s, of %(n)s published sessions",
            self.told,
        )
        label = sentence % {"line": self.label, "words": self.words, "n": self.told}
        parts, left = [], 0.0
        for band, count in self.counts.items():
            width = count * 100 / self.told
            if count:
                parts.append((DRAWN[band], f"{left + GAP / 2:.2f}", f"{width - GAP:.2f}"))
            left += width
        drawn = format_html_join(
            "", '<rect class="{}" x="{}%" y="1" width="{}%" height="16" rx="3"/>', parts
        )
        return format_html(
            '<svg height="18" width="100%" role="img" aria-label="{}">{}</svg>', label, drawn
        )


@dataclass(frozen=True)
class CourseSaid:
    """A course: how many of its sessions were told, how many are withheld, and its lines."""

    course: Course
    sessions: int
    told: int
    lines: tuple[CourseLine, ...]


def side_by_side(told: QuerySet[SessionEvaluation], courses: list[Course]) -> list[CourseSaid]:
    """Count the bands of the sessions of each course; one statement. Most sessions come first."""
    counts = {
        f"{line.name}_{band}": Count("pk", filter=Q(**{line.name: band}))
        for line in LINES
        for band in DRAWN
    }
    rows = (
        told.order_by()
        .values("session__course")
        .annotate(sessions=Count("pk"), told=Count("pk", filter=~Q(size="")), **counts)
    )
    by_course = {row["session__course"]: row for row in rows}
    found = [said_of(course, by_course[course.pk]) for course in courses]
    return sorted(found, key=lambda one: (-one.told, -one.sessions))


def said_of(course: Course, row: Mapping[str, Any]) -> CourseSaid:
    """Read one course out of the counts."""
    lines = tuple(
        CourseLine(line.name, line.label, {band: row[f"{line.name}_{band}"] for band in DRAWN})
        for line in LINES
    )
    return CourseSaid(course, row["sessions"], row["told"], lines)

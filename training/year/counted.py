"""A year of training as it was counted at night, for an office of many people."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from people.models import MAY, Person
from people.weeks import today
from training.counts.actions import find_counts
from training.models import CertificateType, Course

from . import actions as year_actions
from .actions import Month, Year, YearLine
from .year_end import HeldAtYearEnd


def part_of(name: int) -> str:
    """Name the part that counts a year."""
    return f"year-{name}"


def read_report(viewer: Person, name: int, now: datetime) -> tuple[Year, datetime | None]:
    """Read a year, and when it was counted if that was not now."""
    part = part_of(name)
    if found := find_counts(viewer, part, *MAY.see_training_reports, now=now):
        return year_from(viewer, name, found.figures), found.counted_at
    return year_actions.read(viewer, name, today(now)), None


def figures_of(year: Year) -> dict[str, Any]:
    """Write a year down, to be read another day."""
    return {
        "told_on": year.told_on.isoformat(),
        "months": [
            [one.first.isoformat(), figures_of_line(one.line), figures_of_line(one.before)]
            for one in year.months
        ],
        "courses": [[course.pk, figures_of_line(line)] for course, line in year.courses],
        "held": [
            [kind.pk, now.asked, now.holding, then.asked, then.holding]
            for kind, now, then in year.held
        ],
    }


def figures_of_line(line: YearLine) -> list[Any]:
    """Write a line down; hours are a text, for they are exact."""
    return [line.sessions, line.came, str(line.hours), line.passed, line.issued, line.lapsed]


def line_from(figures: list[Any]) -> YearLine:
    """Read a line that was written down."""
    sessions, came, hours, passed, issued, lapsed = figures
    return YearLine(sessions, came, Decimal(hours), passed, issued, lapsed)


def year_from(viewer: Person, name: int, figures: dict[str, Any]) -> Year:
    """Read a year that was written down; a course or a certificate that is gone is in none."""
    courses = Course.objects.visible_to(viewer).in_bulk()
    kinds = CertificateType.objects.visible_to(viewer).in_bulk()
    first, last = year_actions.days_of_year(name)
    return Year(
        name=name,
        first=first,
        last=last,
        told_on=date.fromisoformat(figures["told_on"]),
        months=[
            Month(date.fromisoformat(month), line_from(line), line_from(before))
            for month, line, before in figures["months"]
        ],
        courses=[
            (courses[pk], line_from(line)) for pk, line in figures["courses"] if pk in courses
        ],
        held=[
            (kinds[kind], HeldAtYearEnd(*numbers[:2]), HeldAtYearEnd(*numbers[2:]))
            for kind, *numbers in figures["held"]
            if kind in kinds
        ],
    )

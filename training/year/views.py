"""The year's training report: a page to print, its pictures, and the same as files."""

from collections.abc import Iterator
from datetime import datetime

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, only
from people.models import MAY
from people.rules.typed_days import common_year
from people.weeks import today
from people.writing import sheets
from people.writing.fields import whole_number

from . import actions as year_actions
from . import charts as year_charts
from . import counted
from .actions import Year

PICTURES = {
    "hours": year_charts.hours,
    "certificates": year_charts.certificates,
    "coverage": year_charts.coverage,
}
POINTS_AN_INCH = 72


@only(*MAY.see_training_reports)
def training_report(request: SignedInRequest) -> HttpResponse:
    """Show a year of training as counts; no person is named."""
    now = timezone.now()
    year, counted_at = asked(request)
    context = {
        "year": year,
        "counted_at": counted_at,
        "now": now,
        "this": year_actions.year_of(today(now)),
        "most": max((one.line.hours for one in year.months), default=0),
        "tall": round(POINTS_AN_INCH * year_charts.coverage_height(len(year.held))),
    }
    return render(request, "training/year/training_report.html", context)


@only(*MAY.see_training_reports)
def training_report_picture(request: SignedInRequest, what: str) -> HttpResponse:
    """Draw one of the pictures; where there is nothing to draw, there is none."""
    year, _counted_at = asked(request)
    if what not in PICTURES or not (year.held if what == "coverage" else year.months):
        raise Http404
    theme = "dark" if request.GET.get("theme") == "dark" else "light"
    drawn = PICTURES[what](year, theme=theme, narrow=request.GET.get("size") == "narrow")
    return HttpResponse(drawn, content_type="image/svg+xml")


@only(*MAY.see_training_reports)
@reauthentication_required
def training_report_sheet(request: SignedInRequest, what: str) -> HttpResponse:
    """Hand one of the tables over as a file, once the password was given a moment ago."""
    if what not in SHEETS:
        raise Http404
    year, counted_at = asked(request)
    header, *rows = SHEETS[what](year)
    if counted_at:
        # A file is read long after: it says itself that it is not of the moment it was taken.
        header, rows = [*header, _("Counted at")], [[*row, counted_at] for row in rows]
    return sheets.attachment(f"training-{year.name}-{what}", header, rows)


def months(year: Year) -> Iterator[list[object]]:
    """Write the months, each beside the hours of the year before."""
    yield [
        _("Month"),
        _("Sessions"),
        _("People there"),
        _("Passed"),
        _("Hours"),
        _("Hours the year before"),
        _("Certificates issued"),
        _("Certificates expired"),
    ]
    for one in year.months:
        line = one.line
        counts = [line.sessions, line.came, line.passed]
        hours = [line.hours.normalize(), one.before.hours.normalize()]
        yield [f"{one.first:%Y-%m}", *counts, *hours, line.issued, line.lapsed]


def courses(year: Year) -> Iterator[list[object]]:
    """Write the courses, the most hours first."""
    yield [_("Course"), _("Sessions"), _("People there"), _("Passed"), _("Hours")]
    for course, line in year.courses:
        yield [course, line.sessions, line.came, line.passed, line.hours.normalize()]


def coverage(year: Year) -> Iterator[list[object]]:
    """Write of how many people each certificate is asked, and how many hold it."""
    yield [
        _("Certificate"),
        _("Required of"),
        _("Held by"),
        _("Required of, the year before"),
        _("Held by, the year before"),
    ]
    for kind, now, then in year.held:
        yield [kind, now.asked, now.holding, then.asked, then.holding]


SHEETS = {"months": months, "courses": courses, "coverage": coverage}


def asked(request: SignedInRequest) -> tuple[Year, datetime | None]:
    """Read the year that was asked for, as far as it has come, and when, if not now."""
    return counted.read_report(request.person, chosen(request), timezone.now())


def chosen(request: SignedInRequest) -> int:
    """Read the year that was asked for, in either era; what is no year is not there."""
    if not (typed := request.GET.get("year", "")):
        return year_actions.year_of(today(timezone.now()))
    try:
        return common_year(whole_number(typed))
    except ValueError:
        raise Http404 from None

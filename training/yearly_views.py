"""The year's training report: a page to print, and the same as a file."""

from datetime import date

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from people import sheets
from people.doors import only
from people.fields import tidy, whole
from people.models import Role
from people.weeks import common_year, today

from . import yearly


@only(Role.TRAINER, Role.PROGRAMME)
def training_report(request: HttpRequest) -> HttpResponse:
    """Show a year of training as counts; no person is named."""
    now = timezone.now()
    found = yearly.read(request.user, chosen(request))
    context = {
        "year": found,
        "months": begun(found, today(now)),
        "now": now,
        "this": yearly.year_of(today(now)),
    }
    return render(request, "training/training_report.html", context)


@only(Role.TRAINER, Role.PROGRAMME)
@reauthentication_required
def training_report_sheet(request: HttpRequest) -> HttpResponse:
    """Hand the months of a year over as a file, once the password was given a moment ago."""
    found = yearly.read(request.user, chosen(request))
    header = [_("Month"), _("Sessions"), _("People there"), _("Hours"), _("Passed")]
    rows = (
        [f"{month:%Y-%m}", line.sessions, line.came, line.hours.normalize(), line.passed]
        for month, line in begun(found, today(timezone.now()))
    )
    return sheets.attachment(f"training-{found.name}", header, rows)


def begun(found: yearly.Year, day: date) -> list[tuple[date, yearly.Line]]:
    """Leave out the months to come: nothing has happened in them, which is not the same as none."""
    return [(month, line) for month, line in found.months if month <= day]


def chosen(request: HttpRequest) -> int:
    """Read the year that was asked for, in either era; what is no year is not there."""
    if not (asked := request.GET.get("year", "")):
        return yearly.year_of(today(timezone.now()))
    try:
        return common_year(whole(tidy(asked)))
    except ValueError:
        raise Http404 from None

"""The pages of reports: ask for one, read it, take it along as a file."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django_htmx.http import HttpResponseClientRefresh

from people.guards import SignedInRequest, only
from people.models import Role
from people.weeks import today
from people.writing.forms import form_page, sent
from programme.models import ProgrammeReport, ReportFile

from . import actions, reading
from .forms import ReportWishForm
from .pdf import SVG
from .words import short_digest

MAKING = "programme/reports/report_making.html"


@only(Role.PROGRAMME)
def reports(request: SignedInRequest) -> HttpResponse:
    """Show the reports that are there, and take the wish for another."""
    by, now = request.person, timezone.now()
    lines, reach = reading.reports_of(by, now)
    form = ReportWishForm(
        sent(request),
        day=today(now),
        office=reach is not None,
        initial={"language": get_language()},
    )
    if form.is_valid():
        try:
            found = actions.ask_report(by=by, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            return redirect("report", found.public_id)
    context = {
        "lines": lines,
        "office": reach,
        "years": reading.KEPT_FOR.days // 365,
    }
    return form_page(request, "programme/reports/reports.html", form, **context)


@only(Role.PROGRAMME)
def report(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a report as it prints, or how far it is; a part that asks itself gets only that."""
    found = report_asked(request, public_id)
    line = reading.line_of(found, timezone.now())
    if found.made_at is None:
        name = f"{MAKING}#job" if request.htmx else MAKING
        return render(request, name, {"line": line})
    if request.htmx:
        return HttpResponseClientRefresh()
    content = reading.opened_content(found)
    context = {
        "report": found,
        "line": line,
        "content": content,
        "lines": reading.reports_of(request.person, timezone.now())[0],
        "fingerprint": short_digest(found.digest),
        "files": set(found.files.values_list("kind", flat=True)),
    }
    return render(request, "programme/reports/report.html", context)


@only(Role.PROGRAMME)
def report_picture(request: SignedInRequest, public_id: UUID, key: str) -> HttpResponse:
    """Give one of the pictures of a report."""
    found = report_asked(request, public_id)
    drawings = reading.opened_content(found).drawings if found.made_at else {}
    if key not in drawings:
        raise Http404
    return HttpResponse(drawings[key], content_type=SVG)


@only(Role.PROGRAMME)
def report_file(request: SignedInRequest, public_id: UUID, kind: str) -> HttpResponse:
    """Hand a report over as a file, once the password was given."""
    found = report_asked(request, public_id)
    files = ReportFile.objects.visible_to(request.person).filter(report=found)
    return file_handed(request, get_object_or_404(files, kind=kind), found)


@reauthentication_required
def file_handed(request: SignedInRequest, file: ReportFile, of: ProgrammeReport) -> HttpResponse:
    """Open a file and give it a plain name: no organisation, no place."""
    name = f"report-{of.period}.{file.kind}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        file.content,
        content_type=ReportFile.Kind(file.kind).label,
        headers={"Content-Disposition": disposition or ""},
    )


def report_asked(request: SignedInRequest, public_id: UUID) -> ProgrammeReport:
    """Find a report that the viewer may read today; any other is not there."""
    rows = ProgrammeReport.objects.visible_to(request.person).select_related("job", "organisation")
    found = get_object_or_404(rows, public_id=public_id)
    if not reading.may_read(request.person, found, timezone.now()):
        raise Http404
    return found

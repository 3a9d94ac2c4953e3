"""How many people the work takes: the page, one sheet of paper, and a memo."""

from datetime import datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from people.guards import SignedInRequest, only
from people.models import Role
from people.weeks import today

from . import words
from .forms import MemoForm, TryForm
from .memo import staffing_memo
from .page import StaffingPage, read_page
from .pictures import ShownCase, quarters_picture

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@only(Role.PROGRAMME)
def staffing(request: SignedInRequest) -> HttpResponse:
    """Show how many people the work takes, and what would change it."""
    form = TryForm(request.GET.dict())
    page = asked_page(request, form, timezone.now())
    context = context_of(page) | {"form": form, "memo": MemoForm(), "reads": get_language()}
    status = 200 if form.is_valid() else 422
    return render(request, "programme/staffing/staffing.html", context, status=status)


@only(Role.PROGRAMME)
def staffing_sheet(request: SignedInRequest) -> HttpResponse:
    """Show the same on one sheet of paper."""
    now = timezone.now()
    page = asked_page(request, TryForm(request.GET.dict()), now)
    context = context_of(page) | {"now": now}
    return render(request, "programme/staffing/staffing_sheet.html", context)


@only(Role.PROGRAMME)
@reauthentication_required
def staffing_memo_file(request: SignedInRequest) -> HttpResponse:
    """Hand the same over as a memo, once the password was given."""
    now = timezone.now()
    page = asked_page(request, TryForm(request.GET.dict()), now)
    asked = MemoForm(request.GET)
    asked.full_clean()
    written = staffing_memo(
        page,
        request.person,
        language=asked.cleaned_data.get("language", "th"),
        thai_digits=asked.cleaned_data.get("thai_digits", False),
        day=today(now),
    )
    disposition = content_disposition_header(as_attachment=True, filename="staffing.docx")
    headers = {"Content-Disposition": disposition}
    return HttpResponse(written, content_type=DOCX, headers=headers)


def asked_page(request: SignedInRequest, form: TryForm, now: datetime) -> StaffingPage:
    """Read the page that the address asks for."""
    asked = request.GET
    return read_page(
        request.person,
        form.tried,
        now=now,
        wanted=asked.get("unit", ""),
        number=asked.get("page"),
    )


def context_of(page: StaffingPage) -> dict[str, Any]:
    """Put the page into words."""
    found = page.found
    return {
        "found": page,
        "headline": words.headline(found),
        "weeks": words.weeks_of_block(page.block) if page.block else "",
        "steps": words.sum_steps(found) if found else (),
        "division": words.division(found) if found else "",
        "cases": [ShownCase(one) for one in (found, *page.tried)] if found else (),
        "court": next((words.court_working(one) for one in page.tried if one.court_points), ""),
        "quarters": [(words.quarter_code(one), one.found) for one in page.quarters],
        "picture": quarters_picture(page.quarters) if page.quarters else "",
        "behind": list(words.behind_lines(page)),
        "rows": [(one, words.load_in_words(one)) for one in page.rows],
        "withheld": words.withheld_line(page),
    }

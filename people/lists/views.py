"""The pages on which a list is brought in."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from people.guards import SignedInRequest, only
from people.models import MAY, ListImport
from people.writing import sheets
from people.writing.forms import form_page, page_with_problems, problems_of

from . import actions
from .cells import ListCells, open_cells
from .forms import BringForm
from .kinds import SUBJECTS, ListSubject
from .looking import found_about, subject_called
from .page import ListPage, lately_brought, page_of

TEMPLATE = "people/lists/brought_list.html"


@only(*MAY.bring_lists)
def lists(request: SignedInRequest) -> HttpResponse:
    """Show which lists the viewer may bring in, and those of the last days."""
    now = timezone.now()
    context = {
        "subjects": [
            one for one in SUBJECTS.values() if may_bring(request, one) and alone(one, request)
        ],
        "lines": lately_brought(request.person, now),
    }
    return render(request, "people/lists/lists.html", context)


def alone(subject: ListSubject, request: SignedInRequest) -> bool:
    """Say whether a list of a subject can be about nothing in particular."""
    return subject.find is None or subject.find(request.person, "") is not None


def may_bring(request: SignedInRequest, subject: ListSubject) -> bool:
    """Say whether the viewer may bring in lists of a subject now."""
    return subject.may(request.person, timezone.now())


def subject_asked(request: SignedInRequest, code: str) -> ListSubject:
    """Find a subject that the viewer may bring in; any other is not there."""
    try:
        subject = subject_called(code)
    except ValidationError as unknown:
        raise Http404 from unknown
    if not may_bring(request, subject):
        raise Http404
    return subject


@only(*MAY.bring_lists)
def list_new(request: SignedInRequest, subject: str) -> HttpResponse:
    """Take in a list from a file or as pasted text."""
    found = subject_asked(request, subject)
    about = request.GET.get("about", "")
    try:
        of = found_about(found, request.person, about)
    except ValidationError as foreign:
        raise Http404 from foreign
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            brought = actions.bring(
                subject=subject,
                about=about,
                by=request.person,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except ValidationError as refused:
            form.refuse_list(refused)
        else:
            return redirect("brought_list", public_id=brought.public_id)
    return form_page(request, "people/lists/list_new.html", form, subject=found, about=of)


@only(*MAY.bring_lists)
def list_empty_sheet(request: SignedInRequest, subject: str) -> HttpResponse:
    """Hand out a sheet with the headings of a subject and one line as an example."""
    found = subject_asked(request, subject)
    header = [one.name for one in found.typed_columns]
    example = [one.example for one in found.typed_columns]
    return sheets.attachment(f"list-{found.code}", header, [example] if any(example) else [])


@only(*MAY.bring_lists)
def brought_list(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a list on its way: what it would do, how far its job is, what it did."""
    page = page_asked(request, public_id)
    if request.method != "POST":
        return shown(request, page)
    try:
        act(request, page.brought)
    except ValidationError as refused:
        # As it is after what another press did meanwhile.
        return shown(request, page_asked(request, public_id), refused)
    if request.htmx:
        return shown(request, page_asked(request, public_id))
    return redirect("brought_list", public_id=public_id)


def page_asked(request: SignedInRequest, public_id: UUID) -> ListPage:
    """Find a list of the viewer's own, of a subject that they still may bring in."""
    own = ListImport.objects.visible_to(request.person)
    rows = own.select_related("saving", "undoing", "by__account")
    brought = get_object_or_404(rows, public_id=public_id)
    subject_asked(request, brought.subject)
    return page_of(brought, request.person, timezone.now(), request.GET)


def act(request: SignedInRequest, brought: ListImport) -> None:
    """Do what a button says."""
    by, now, sent = request.person, timezone.now(), request.POST
    match sent.get("do"):
        case "columns":
            columns = sent.getlist("column")
            actions.choose_columns(brought=brought, columns=columns, by=by, now=now)
        case "save":
            promised = sent.get("promised", "")
            actions.save(brought=brought, promised=promised, by=by, now=now)
        case "undo":
            actions.undo(brought=brought, by=by, now=now)
        case _unknown:
            raise Http404


def shown(
    request: SignedInRequest, page: ListPage, refused: ValidationError | None = None
) -> HttpResponse:
    """Render a list; the part that asks how its job is gets itself, or the page at its end."""
    if request.htmx and request.method == "GET":
        if not page.job:
            return HttpResponseClientRefresh()
        return render(request, f"{TEMPLATE}#job", {"page": page})
    problems = problems_of(refused, page.first_field) if refused else []
    name = f"{TEMPLATE}#look" if request.htmx and page.kind == "look" else TEMPLATE
    context = {"page": page, "problems": problems}
    return page_with_problems(request, name, context)


@only(*MAY.bring_lists)
def list_left_out(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Hand out the rows that were left out, once the password was given."""
    cells = open_cells(page_asked(request, public_id).brought)
    if not cells.left_out:
        raise Http404
    return left_out_sheet(request, cells)


@reauthentication_required
def left_out_sheet(request: SignedInRequest, cells: ListCells) -> HttpResponse:
    """Write the rows that were left out as they came, each with why."""
    header = [_("Row"), _("Why"), *cells.headings]
    rows = [[one.number, one.why, *one.cells] for one in cells.left_out]
    return sheets.attachment("list-left-out", header, rows)

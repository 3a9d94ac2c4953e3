"""The pages of the first steps: the list, and the units written at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.guards import SignedInRequest, for_whole
from people.models import Role, Unit
from people.units import actions as units
from people.units.outline import UnitOutline
from people.writing.forms import form_page, page_with_problems, problems_of, sent

from . import actions
from .forms import OutlineForm
from .page import FirstRun

UNITS_A_PAGE = 60


@for_whole
def first_run(request: SignedInRequest) -> HttpResponse:
    """Show the first steps; leave one out, take it up again, or close the list."""
    person, now = request.person, timezone.now()
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            said = pressed(request)
        except ValidationError as refused:
            problems = problems_of(refused)
        else:
            if said:
                messages.success(request, said)
            return after(request)
    organisation = person.own_organisation
    context = {
        "run": FirstRun(person, now, set(organisation.first_run_skipped)),
        "closed": not organisation.first_run_open,
        "problems": problems,
    }
    return page_with_problems(request, "people/first_run/first_run.html", context)


def pressed(request: SignedInRequest) -> str:
    """Do what the button says; return what is said of it."""
    if "close" in request.POST:
        actions.close(by=request.person, now=timezone.now())
        return _("The first steps are closed. You find them under Rules, What is switched on.")
    out = "skip" in request.POST
    code = request.POST.get("skip") or request.POST.get("resume") or ""
    actions.leave_out(code=code, by=request.person, out=out)
    return ""


def after(request: SignedInRequest) -> HttpResponse:
    """Go back to where the list stands: the home while it is open, else its own page."""
    return redirect("first_run" if request.POST.get("from") == "page" else "people")


@for_whole
def first_units(request: SignedInRequest) -> HttpResponse:
    """Write several units at once, and show the tree that there is."""
    mine = Unit.objects.visible_to(request.person)
    root = mine.within(*request.person.paths(Role.ADMIN)).filter(parent=None)[0]
    form = OutlineForm(sent(request))
    if form.is_valid():
        try:
            made = units.add_outline(parent=root, by=request.person, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            n = len(made)
            said = ngettext("%(n)s unit is added.", "%(n)s units are added.", n) % {"n": n}
            messages.success(request, said if n else _("They were all there already."))
            return redirect("people")
    tree = UnitOutline(mine)
    below = [pk for pk in tree.between(0, len(tree)) if tree.line(pk)]
    page = Paginator(below, UNITS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "tree": [
            (tree.unit(pk), [tree.name(above) for above in tree.line(pk)[1:]])
            for pk in page.object_list
        ],
        "page": page,
        "root": root,
    }
    return form_page(request, "people/first_run/first_units.html", form, **context)

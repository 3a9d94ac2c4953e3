"""Pages about a programme of several organisations: for admins of a member, and for its office."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, for_whole, only
from people.keys.paper_codes import in_groups
from people.models import Role
from people.writing.forms import PageForm, page_with_problems, problems_of, sent
from programme.models import OfficeSeat

from . import actions as programmes
from . import page
from .forms import FoundForm, NameForm, ProgrammeCodeForm


@only(Role.PROGRAMME)
def programme_office(request: SignedInRequest) -> HttpResponse:
    """Show the members of the programme and which parts each of them shares."""
    found = page.read_office(request.person)
    return render(request, "programme/members/programme_office.html", {"office": found})


@for_whole
def programme_members(request: SignedInRequest) -> HttpResponse:
    """Show the programme of the organisation, what it shares and who reads it; take a button."""
    found = page.read(request.person, timezone.now())
    return of_member(request, found) if found else outside(request)


def outside(request: SignedInRequest) -> HttpResponse:
    """Let an organisation without a programme found one, or join one with a code."""
    do, by = request.POST.get("do"), request.person
    about: dict[str, Any] = {"organisation": by.organisation, "by": by, "now": timezone.now()}
    found = FoundForm(sent(request) if do == "found" else None)
    code = ProgrammeCodeForm(sent(request) if do == "join" else None)
    form, verb = (code, programmes.join) if do == "join" else (found, programmes.found)
    limited = do == "join" and not ratelimit.consume(request, action="programme_code")
    if limited:
        code.add_error("code", _("Too many tries. Please wait 15 minutes."))
    elif form.is_bound and form.is_valid():
        try:
            verb(**about, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your organisation is in. Nothing is shared yet."))
            return redirect("programme_members")
    context = {"found": found, "code": code, "problems": found.problems() + code.problems()}
    context["last"] = page.last_of(by)
    answer = page_with_problems(request, "programme/members/programme_join.html", context)
    answer.status_code = 429 if limited else answer.status_code
    return answer


def of_member(request: SignedInRequest, found: page.MemberPage) -> HttpResponse:
    """Show a member's page, and do what a button of it says."""
    do = request.POST.get("do", "")
    form = NameForm(sent(request) if do == "name" else None, offered=found.to_name)
    context: dict[str, Any] = {"page": found, "form": form, "problems": []}
    if request.method == "POST":
        try:
            if code := pressed(request, found, do, form):
                context["code"] = in_groups(code)
            elif not form.errors:
                messages.success(request, _("Saved."))
                return redirect("programme_members")
        except ValidationError as refused:
            if do == "name":
                form.refuse(refused)
            else:
                context["problems"] = problems_of(refused)
    context["problems"] += form.problems()
    return page_with_problems(request, "programme/members/programme_members.html", context)


def pressed(
    request: SignedInRequest, found: page.MemberPage, do: str, form: PageForm
) -> str | None:
    """Do what the button says; give a new code back, which is shown once."""
    own = found.own
    about: dict[str, Any] = {"by": request.person, "now": timezone.now()}
    verb, _colon, which = do.partition(":")
    if verb == "agree":
        programmes.agree(member=own, part=which, **about)
    elif verb == "withdraw":
        programmes.withdraw(member=own, part=which, **about)
    elif verb == "name" and form.is_valid():
        programmes.name_person(member=own, person=form.cleaned_data["person"], **about)
    elif verb in {"confirm", "back"}:
        seat = seat_of(found, which)
        act = programmes.confirm_person if verb == "confirm" else programmes.take_back
        act(seat=seat, **about)
    elif verb == "invite":
        return programmes.invite(member=own, **about)
    elif verb == "leave":
        programmes.leave(member=own, **about)
    elif verb == "end":
        programmes.end(programme=own.programme, **about)
    return None


def seat_of(found: page.MemberPage, which: str) -> OfficeSeat:
    """Find the seat that a button names, among those of the page; another is not found."""
    shown_here = {str(row.seat.public_id): row.seat for row in found.seats}
    if which not in shown_here:
        return get_object_or_404(OfficeSeat.objects.none())
    return shown_here[which]

"""A supervisor's part in days away, hours given back and talks."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.guards import SignedInRequest, only
from people.models import Person, Role
from people.weeks import Week
from workload.time import time_off
from workload.time.forms import GrantForm
from workload.time.page import team_page
from workload.time.views import answer_talk, keep_form, write_talk

from .member_views import shown_member


@require_POST
@only(Role.SUPERVISOR)
def team_time(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Write about a talk with a person the viewer supervises, or give hours back."""
    now = timezone.now()
    person = get_object_or_404(Person.objects.supervised_by(request.person), public_id=public_id)
    if (refused := team_step(request, person, now)) is None:
        messages.success(request, done(request.POST, person))
        return redirect("team_member", public_id=public_id)
    talks_open = request.POST.get("do") != "grant"
    return shown_member(request, person, now, status=422, talks_open=talks_open, **refused)


def done(sent: QueryDict, person: Person) -> str:
    """Say what a step did, and who reads it or decides next."""
    name = {"name": person.short_name}
    match sent.get("do"):
        case "talk":
            return _("The talk is written down. %(name)s reads it and can agree.") % name
        case "agree":
            return _("You both agreed. The words stay as they are.")
        case "grant":
            said = {"hours": sent.get("hours", "").strip(), **name}
            return _("%(hours)s h given back. %(name)s plans when to take them.") % said
    return _("The words are changed. %(name)s reads them and can agree.") % name


def team_step(request: SignedInRequest, person: Person, now: datetime) -> dict | None:
    """Take a supervisor's step; what was refused comes back as context."""
    viewer, do = request.person, request.POST.get("do")
    if do == "talk":
        return write_talk(request, viewer, person, now)
    if do != "grant":
        return answer_talk(request, now, person=person, supervisor=viewer)
    weeks = team_page(viewer, person, now).weeks
    form = GrantForm(request.POST, weeks=weeks)

    def verb(clean: dict) -> None:
        """Give the hours back."""
        week = Week.parse(clean["week"])
        time_off.grant(person=person, by=viewer, week=week, hours=clean["hours"], now=now)

    return keep_form(form, "grant_form", verb)

"""The page on which a session is moved or called off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, only
from people.models import Role
from people.writing.forms import page_with_problems, problems_of
from training.models import Session

from . import moving
from .forms import ChangeForm


def kept(session: Session) -> dict[str, str]:
    """Fill the form with what holds, as people type it."""
    return {
        "day": f"{session.day:%d/%m/%Y}",
        "starts": f"{session.starts:%H:%M}",
        "ends": f"{session.ends:%H:%M}",
        "place": session.place,
        "outside_trainer": session.outside_trainer,
        "outside_organisation": session.outside_organisation,
    }


@only(Role.TRAINER)
def change_session(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Move a session, name who teaches from outside, or call it off."""
    own = Session.objects.taught_by(request.person).select_related("course")
    found = get_object_or_404(own, public_id=public_id)
    act: dict[str, Any] = {"session": found, "by": request.person, "now": timezone.now()}
    problems: list[tuple[str, str]] = []
    calls_off = request.POST.get("do") == "call-off"
    form = ChangeForm(None if calls_off else request.POST or None, initial=kept(found))
    try:
        if calls_off:
            moving.call_off(**act)
            messages.success(request, _("Called off. Those in its lists are told."))
            return redirect("training")
        if form.is_valid():
            form.refuse_stale()
            moving.move(**act, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("session", public_id=public_id)
    except ValidationError as refused:
        if calls_off:
            problems = problems_of(refused)
        else:
            form.refuse(refused)
    problems += form.problems()
    page = {"session": found, "form": form, "problems": problems}
    return page_with_problems(request, "training/sessions/change_session.html", page)

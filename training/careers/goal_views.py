"""The page of one goal: its steps, its day, its mentor."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit.actions import note_access
from people.guards import SignedInRequest
from people.weeks import today
from people.writing.fields import whole_number
from people.writing.forms import page_with_problems
from training import access_kinds
from training.finding.colleague_forms import ToSomebodyForm
from training.finding.lookup import find
from training.models import Goal, GoalStep

from . import goals
from .forms import GoalForm


def goal(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a goal to its person and its mentor; take the next step with it."""
    person, now = request.person, timezone.now()
    seen = Goal.objects.visible_to(person).select_related("person", "mentor")
    found = get_object_or_404(seen, public_id=public_id)
    do, own = request.POST.get("do", ""), found.person_id == person.pk
    given = {do: request.POST}
    step, mentor = GoalForm(given.get("step"), step=True), mentor_form(request, do)
    if done := (answer(request, found, step, mentor, now) if request.method == "POST" else None):
        return done
    if not own:
        looked = access_kinds.MENTOR
        note_access(viewer=person, role=person.acts_as(), what=looked, person=found.person, at=now)
    problems = [one for form in (step, mentor) for one in form.problems()]
    context = {"goal": found, "own": own, "form": step, "mentor": mentor, "problems": problems}
    return page_with_problems(request, "training/careers/goal.html", context)


def mentor_form(request: SignedInRequest, do: str) -> ToSomebodyForm:
    """Make the form that finds a mentor; its ids differ from those of the steps."""
    form = ToSomebodyForm(request.POST if do in {"find", "send"} else None)
    form.fields["name"].label = _("Your mentor")
    return form


def answer(
    request: SignedInRequest, found: Goal, step: GoalForm, mentor: ToSomebodyForm, now: datetime
) -> HttpResponse | None:
    """Do what was asked; None where something was refused or is to be confirmed first."""
    person, do = request.person, request.POST.get("do", "")
    if do in {"tick", "untick"}:
        steps = GoalStep.objects.visible_to(person).filter(goal=found)
        goals.tick(
            get_object_or_404(steps, pk=whole_number(request.POST.get("step", ""))),
            done=do == "tick",
            by=person,
            now=now,
        )
    elif do == "alone":
        goals.without_mentor(found, by=person)
        return redirect("my_career")
    elif found.person_id != person.pk:
        raise Http404
    elif do == "drop":
        goals.drop(found, by=person)
        messages.success(request, _("The goal is deleted. Nothing is kept of it."))
        return redirect("my_career")
    elif do in {"finish", "reopen"}:
        goals.finish(found, reached=do == "finish", by=person, now=now)
    elif not kept(found, step, mentor, request, now):
        return None
    return redirect("goal", public_id=found.public_id)


def kept(
    found: Goal, step: GoalForm, mentor: ToSomebodyForm, request: SignedInRequest, now: datetime
) -> bool:
    """Keep a new step or a mentor; say whether it was."""
    person = request.person
    if mentor.is_bound:
        find(mentor, person, now)
    form = mentor if mentor.is_bound else step
    if not form.is_valid():
        return False
    try:
        if form is step:
            goals.add_step(found, by=person, **form.cleaned_data)
            return True
        if mentor.chosen and request.POST.get("do") == "send":
            goals.choose_mentor(found, by=person, mentor=mentor.chosen, day=today(now))
            return True
    except ValidationError as refused:
        form.refuse(refused)
    return False

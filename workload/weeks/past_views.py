"""The worker's own closed weeks: correct hours or answers of one, or delete what was said in it."""

from datetime import datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest
from people.models import Person
from people.writing.formats import plain_number
from people.writing.forms import PageForm
from wellbeing.checkins import actions as checkins
from wellbeing.models import CheckIn
from wellbeing.own_data import erasing
from workload.models import WorkWeek

from . import corrections
from .past_forms import AnswersForm, HoursForm
from .past_page import PastWeek, past_weeks
from .pulse import pulse_lines

PAGE = "workload/weeks/past_week.html"


def my_weeks(request: SignedInRequest) -> HttpResponse:
    """List the worker's closed weeks; show one that was asked for, and correct it."""
    now, asked = timezone.now(), request.GET.get("week", "")
    found = past_weeks(request.person, now)
    if not asked:
        return render(request, "workload/weeks/my_weeks.html", {"weeks": found})
    past = chosen(found, asked)
    do = request.POST.get("do")
    if do == "hours":
        return keep(request, past, HoursForm(request.POST), now)
    if do == "answers":
        return keep(request, past, AnswersForm(request.POST), now)
    return show(request, past, hours_of(past))


def hours_of(past: PastWeek) -> HoursForm:
    """Begin with the hours that are stored."""
    return HoursForm(initial={"hours": "" if past.hours is None else plain_number(past.hours)})


def chosen(found: list[PastWeek], asked: str) -> PastWeek:
    """Find the week that was asked for; any but the worker's own closed ones is not found."""
    past = next((one for one in found if str(one.week) == asked), None)
    if past is None:
        raise Http404
    return past


def keep(
    request: SignedInRequest, past: PastWeek, form: HoursForm | AnswersForm, now: datetime
) -> HttpResponse:
    """Write a correction down, or show the page again with each sentence where it belongs."""
    if form.is_valid():
        try:
            correct(request.person, past, form, now)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It is corrected."))
            return redirect(reverse("my_weeks", query={"week": str(past.week)}))
    return show(request, past, form, status=422)


def correct(person: Person, past: PastWeek, form: HoursForm | AnswersForm, now: datetime) -> None:
    """Correct the hours or the answers, as the form says."""
    typed = form.cleaned_data
    about: dict[str, Any] = {"person": person, "week": past.week, "now": now}
    if isinstance(form, HoursForm):
        corrections.correct_hours(hours=typed["hours"], note=typed["why"], **about)
    else:
        checkins.correct(answers=form.answers, note=typed["note"], **about)


def show(
    request: SignedInRequest, past: PastWeek, form: PageForm, status: int = 200
) -> HttpResponse:
    """Show a week with its two forms: the one that was typed, and the other as it is stored."""
    row = CheckIn.objects.of(request.person).filter(week=past.week.monday).first()
    stored = row.answers.given if row else {}
    answers = AnswersForm(initial=stored | {"note": row.note if row else ""})
    hours: PageForm = form
    if isinstance(form, AnswersForm):
        answers, hours = form, hours_of(past)
    sent = WorkWeek.objects.filter(person=request.person, week=past.week.monday).first()
    context = {
        "past": past,
        "sent": sent,
        "hours": hours,
        "answers": answers,
        "lines": None if request.person.withdrawn_at or row is None else pulse_lines(answers),
        "problems": form.problems(),
    }
    return render(request, PAGE, context, status=status)


@reauthentication_required
def erase_week(request: SignedInRequest) -> HttpResponse:
    """Say what would go of one closed week and what stays, and only then delete it."""
    now = timezone.now()
    past = chosen(past_weeks(request.person, now), request.GET.get("week", ""))
    if request.method == "POST":
        try:
            erasing.erase_week(person=request.person, week=past.week, now=now)
        except ValidationError as refused:
            messages.info(request, refused.messages[0])
        else:
            messages.success(request, _("It is deleted, for good."))
        return redirect("my_weeks")
    return render(request, "workload/weeks/erase_week.html", {"past": past})

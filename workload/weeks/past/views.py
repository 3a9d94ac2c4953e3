"""The worker's own closed weeks: correct hours or answers of one, or delete what was said in it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
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
from people.own_data.traces import ALL_MONTHS
from people.weeks import Week, months_before, today
from people.writing.formats import plain_number
from people.writing.forms import PageForm
from wellbeing.checkins import actions as checkins
from wellbeing.checkins.actions import CORRECTED_FOR_MONTHS
from wellbeing.models import CheckIn
from wellbeing.own_data import erasing
from workload.models import WorkWeek
from workload.weeks.pulse import pulse_lines
from workload.weeks.sending import SENT_AND_CLOSED, TypedWeek

from . import corrections
from .forms import AnswersForm, HoursForm

PAGE = "workload/weeks/past_week.html"


@dataclass(frozen=True)
class PastWeek:
    """One closed week: its hours, whether anything said is left, whether it can be corrected."""

    week: Week
    hours: Decimal | None
    says: bool
    correctable: bool


def past_weeks(person: Person, now: datetime) -> list[PastWeek]:
    """List the closed weeks of the last 24 months, newest first; two statements."""
    oldest = months_before(today(now), ALL_MONTHS)
    sent = WorkWeek.objects.filter(person=person, week__gte=oldest)
    hours = dict(sent.values_list("week", "hours"))
    said = {one.week for one in CheckIn.objects.of(person) if one.holds}
    limit = months_before(today(now), CORRECTED_FOR_MONTHS)
    weeks = sorted(map(Week, {*hours, *said}), reverse=True)
    return [
        PastWeek(one, hours.get(one.monday), one.monday in said, one.sunday >= limit)
        for one in weeks
        if one.closes <= now
    ]


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
    row = said_in(request.person, past)
    stored = row.answers.given if row else {}
    answers = AnswersForm(initial=stored | {"note": row.note if row else ""})
    hours: PageForm = form
    if isinstance(form, AnswersForm):
        answers, hours = form, hours_of(past)
    context = {"problems": form.problems(), "thanked": request.GET.get("sent") == str(past.week)}
    return draw(request, past, (hours, answers if row else None), context, status)


def show_typed(request: SignedInRequest, typed: TypedWeek, now: datetime) -> HttpResponse:
    """Show a closed week that was sent before, with what a phone kept for it in its two forms."""
    past = chosen(past_weeks(request.person, now), str(typed.week))
    said = {name: typed.data.get(name, "") for name in AnswersForm.base_fields}
    hours = HoursForm(initial={"hours": typed.data.get("hours", "")})
    answers = AnswersForm(initial=said) if said_in(request.person, past) else None
    problems = [("", str(SENT_AND_CLOSED))]
    context: dict[str, object] = {"problems": problems, "answers_to": typed.posted_key}
    return draw(request, past, (hours, answers), context, 409)


def said_in(person: Person, past: PastWeek) -> CheckIn | None:
    """Read what the person said in a closed week."""
    return CheckIn.objects.of(person).undeleted().filter(week=past.week.monday).first()


def draw(
    request: SignedInRequest,
    past: PastWeek,
    forms: tuple[PageForm, AnswersForm | None],
    more: dict[str, object],
    status: int,
) -> HttpResponse:
    """Draw a closed week with its two forms; that of answers only where some were asked."""
    hours, answers = forms
    sent = WorkWeek.objects.filter(person=request.person, week=past.week.monday).first()
    context = {
        "past": past,
        "sent": sent,
        "hours": hours,
        "answers": answers,
        "lines": pulse_lines(answers) if answers and not request.person.withdrawn_at else None,
    }
    return render(request, PAGE, context | more, status=status)


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

"""The time study: the viewer's own log, and what an organisation's logs say about its weights."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from people.guards import SignedInRequest, only
from people.models import Person, Role
from people.weeks import Week
from people.writing.formats import plain_number
from people.writing.forms import page_with_problems
from workload.models import BesideLog, StudyLog

from . import actions as study
from . import beside
from .forms import TimeStudyForm


def time_study(request: SignedInRequest) -> HttpResponse:
    """Show the viewer's own time study, and log the open week."""
    person, now = request.person, timezone.now()
    week = Week.open_at(now)
    form = TimeStudyForm(request.POST) if request.method == "POST" and week else None
    if week and form and form.is_valid():
        try:
            study.log(person=person, week=week, entries=form.entries, beside=form.beside, now=now)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            return redirect("time_study")
    logs, others = study.own_logs(person), list(BesideLog.objects.visible_to(person))
    if week and form is None:
        form = TimeStudyForm(initial=initial(person, week, others))
    context = {
        "week": week,
        "form": form,
        "weighed": study.weigh(logs),
        "beside": beside.own_hours(others),
        "problems": form.problems() if form else [],
        "logged": len({log[0] for log in logs} | {log.week for log in others}),
        "decides": Role.ADMIN in person.roles,
    }
    return page_with_problems(request, "workload/study/time_study.html", context)


def initial(person: Person, week: Week, others: list[BesideLog]) -> dict[str, str]:
    """Fill the form in: what was logged for the week, or else the plain cases there are."""
    logs = StudyLog.objects.visible_to(person).filter(week=week.monday)
    beside_it = [one for one in others if one.week == week.monday]
    hours = {f"{one.kind}_hours": plain_number(one.hours) for one in beside_it}
    if stored := list(logs):
        cases = {f"{one.phase}_cases": str(one.cases) for one in stored}
        return hours | cases | {f"{one.phase}_hours": plain_number(one.hours) for one in stored}
    return hours | {f"{phase}_cases": str(n) for phase, n in study.plain_cases(person).items()}


@only(Role.ADMIN)
def study_weights(request: SignedInRequest) -> HttpResponse:
    """Show an organisation's admin what the logs of five or more people say about the weights."""
    weighed = study.of_organisation(request.person)
    context = {
        "weighed": weighed,
        "any": any(one.found.case_weeks for one in weighed),
        "offered": any(one.found.offered for one in weighed),
    }
    return render(request, "workload/study/study_weights.html", context)

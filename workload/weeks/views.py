"""My week: confirm what is carried, say how it was, send."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest
from people.keys import closed as closed_answers
from people.models import Person
from people.weeks import Week, today
from people.writing.fields import whole_number
from training.volunteers import actions as volunteers
from wellbeing.events import actions as events
from wellbeing.help import contacts
from wellbeing.models import CheckIn
from workload.models import PhaseChoice, WorkWeek

from . import actions as weeks
from .counting import MARK, count_forms
from .forms import LineForm, WeekForm, line_forms, new_key
from .page import WeekPage, sent_weeks, stored_page

TEMPLATE = "workload/weeks/my_week.html"
# On the page in this order; the summary of what needs another look follows it.
FIELDS = ("hours", "nights", "court_days", "material", "leave_days", "note", "contact")


def my_week(request: SignedInRequest) -> HttpResponse:
    """Show the open week's form, and send it."""
    now = timezone.now()
    week = Week.open_at(now)
    if week is None or request.person.base is None:
        return closed(request, now)
    refuse_sent_before(request.person, week)
    if request.method != "POST":
        page = stored_page(request.person, week, now)
        return render(request, TEMPLATE, {"page": page} | asked_after(request.person, now))
    do = request.GET.get("do") or request.POST.get("do", "save")
    data = request.POST.copy()
    if do == "save":
        return save(request, data, week, now)
    return redraw(request, data, week, now, do)


def refuse_sent_before(person: Person, week: Week) -> None:
    """Refuse to show or replace a week that was sent before others helped the person sign in."""
    if closed_answers.before():
        stored, _last = sent_weeks(person, week)
        closed_answers.refuse(stored and stored.sent_at)


def closed(request: SignedInRequest, now: datetime) -> HttpResponse:
    """Say why nothing can be sent now and when it can be."""
    last = Week.latest(now)
    sent = WorkWeek.objects.visible_to(request.person).filter(
        person=request.person, week=last.monday
    )
    context: dict[str, object] = {
        "last": last,
        "sent": sent.first(),
        "next": last + 1,
    }
    context |= asked_after(request.person, now)
    return render(request, "workload/weeks/my_week_closed.html", context)


def asked_after(person: Person, now: datetime) -> dict[str, object]:
    """Read the hard events after which the person is asked how they are."""
    return {"waiting": events.waiting(person, today(now))}


def save(request: SignedInRequest, data: QueryDict, week: Week, now: datetime) -> HttpResponse:
    """Send the week, or show the page again with each sentence where it belongs."""
    person = request.person
    form, lines, counted = WeekForm(data), line_forms(data), count_forms(data)
    forms = [*lines, *counted]
    fine = [one.is_valid() for one in (form, *forms)]  # all of them: every sentence is shown
    if all(fine):
        wanted = form.cleaned_data["contact"]
        try:
            contact = contacts.chosen(person=person, wanted=wanted, now=now) if wanted else None
            sent = form.sent([one.data_of() for one in forms], contact)
            weeks.record(person=person, week=week, sent=sent, now=now)
        except ValidationError as refused:
            place(refused, form, forms, data)
            if refused.code == "already_sent":
                keep_answers(person, week, data)
        else:
            hours = form.cleaned_data["hours"]
            if said := volunteers.beyond_cap(person=person, hours=hours, monday=week.monday):
                messages.warning(request, said)
            if closed_answers.before():
                messages.success(request, _("Your week is sent."))
                return redirect("my_week")
            return redirect(reverse("my_trend", query={"sent": str(week)}))
    page = WeekPage(
        person,
        week,
        now,
        *sent_weeks(person, week),
        form,
        lines,
        judged=True,
        counted=counted,
        counting=MARK in data,
    )
    context = {"page": page, "problems": problems(form, forms)} | asked_after(person, now)
    status = 409 if form.has_error("__all__", "already_sent") else 422
    return render(request, TEMPLATE, context, status=status)


def place(refused: ValidationError, form: WeekForm, forms: list, data: QueryDict) -> None:
    """Put a verb's refusal at its field; an already sent week may be sent as a change next."""
    params = refused.params or {}
    if refused.code == "line":
        line = forms[params["place"]]
        line.add_error(params["field"] if params["field"] in line.fields else None, refused)
        return
    if refused.code == "already_sent":
        data["corrects"], data["key"] = str(params["key"]), new_key()
    field = "contact" if refused.code == "contact" else None
    form.add_error(field, ValidationError(refused.message, code=refused.code))


def keep_answers(person: Person, week: Week, data: QueryDict) -> None:
    """Show what was answered before wherever this form was left untouched, so that nothing is lost.

    A line that was skipped on purpose was touched, and stays skipped.
    """
    checkin = CheckIn.objects.of(person).filter(week=week.monday).first()
    if checkin is None:
        return
    for line, answered in checkin.answers.given.items():
        if line not in data:
            data[line] = str(answered)
    if not data.get("note"):
        data["note"] = checkin.note


def problems(form: WeekForm, forms: list) -> list[tuple[str, str]]:
    """List every sentence with the id of its field, in page order."""
    found = [("", str(sentence)) for sentence in form.non_field_errors()]
    for number, one in enumerate(forms):
        label = one["reference"].value() or _("Line %(n)s") % {"n": number + 1}
        prefix = f"line-{number}"
        if str(one.prefix).startswith(MARK):
            prefix, label = str(one.prefix), PhaseChoice(one["phase"].value()).label
        found += [
            (
                f"{prefix}-{'count' if name == NON_FIELD_ERRORS else name}",
                f"{label}: {sentences[0]}",
            )
            for name, sentences in one.errors.items()
        ]
    for name in FIELDS:
        target, label = "contact" if name == "contact" else f"f-{name}", form.fields[name].label
        for sentence in list(form.errors.get(name, ()))[:1]:
            found.append((target, f"{label}: {sentence}" if label else str(sentence)))
    return found


def redraw(
    request: SignedInRequest, data: QueryDict, week: Week, now: datetime, do: str
) -> HttpResponse:
    """Change a count, add a line or add up again: nothing is stored, everything is kept."""
    verb, _dash, target = do.partition("-")
    if verb in {"more", "less"}:
        step_count(data, target, 1 if verb == "more" else -1)
    forms, begun = line_forms(data), bool(data.get("line-new-phase"))
    added = verb == "add" and begun
    if begun and not added:
        forms.pop()  # it stays where lines are added
    worked_at = not added and (begun or verb == "add" or target == "new")
    page = WeekPage(
        request.person,
        week,
        now,
        *sent_weeks(request.person, week),
        form=WeekForm(data),
        lines=forms,
        new=LineForm(data if worked_at else None, prefix="line-new"),
        new_judged=verb == "add",
        opened=target,
        added=added,
        counted=count_forms(data),
        counting=MARK in data,
    )
    part = {"more": "#line", "less": "#line", "preview": "#total"}.get(verb, "#week")
    name = TEMPLATE + part if request.htmx and target != "new" else TEMPLATE
    context = {"page": page, "row": page.row, "beside": True}
    if part == "#week" or name == TEMPLATE:
        context |= asked_after(request.person, now)
    return render(request, name, context)


def step_count(data: QueryDict, place: str, step: int) -> None:
    """Move one line's count by one; never below one, and not where it is no number."""
    name = f"line-{place}-count"
    if (count := whole_number(data.get(name, ""), -1)) >= 0:
        data[name] = str(max(1, count + step))

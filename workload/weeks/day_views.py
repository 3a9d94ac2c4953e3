"""My days: shifts, nights, days off and material, noted by workers who choose to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.calendar.reading import calendar_of
from people.calendar.words import name_of_day
from people.guards import SignedInRequest
from people.weeks import Week, today
from people.writing.formats import day as write_day
from people.writing.formats import written_hours
from workload.load import words as load_words
from workload.models import SeverityChoice, WorkWeek

from . import actions as weeks
from . import days as weeks_days
from .day_forms import (
    SATURDAY,
    USUAL_SHIFT,
    DayForm,
    day_forms,
    filled,
    typed_of,
    worked_minutes,
)

TEMPLATE = "workload/weeks/my_days.html"
WEEK_LONG = timedelta(days=7)


@dataclass(frozen=True)
class DayRow:
    """One day as the page shows it."""

    place: int
    day: date
    typed: dict
    errors: dict
    to_come: bool
    # Why the organisation rests on this day; nothing on any other.
    rest: str = ""

    @property
    def minutes(self) -> int:
        """How long the shift is, in minutes."""
        return worked_minutes(self.typed)

    @property
    def hours(self) -> str:
        """How long the shift is, in words; nothing without one."""
        return written_hours(self.minutes) if self.minutes else ""


def my_days(request: SignedInRequest) -> HttpResponse:
    """Show the days of a week that can still be noted, and save them."""
    now = timezone.now()
    open_weeks = notable(now)
    week = chosen(request.GET.get("week", ""), open_weeks)
    if request.method == "POST":
        do = request.POST.get("do", "save")
        if do in {"weekdays", "last"}:
            return fill(request, week, now, open_weeks, do)
        return save(request, week, now, open_weeks)
    stored = {row.day: row for row in weeks.duty_days(request.person, week)}
    days = [week.monday + timedelta(days=n) for n in range(7)]
    rests = rests_of(request, week)
    rows = [
        DayRow(n, one, typed_of(stored.get(one)), {}, one > today(now), rests.get(one, ""))
        for n, one in enumerate(days)
    ]
    return render(request, TEMPLATE, context(request, week, open_weeks, rows, now))


def fill(
    request: SignedInRequest, week: Week, now: datetime, open_weeks: list[Week], do: str
) -> HttpResponse:
    """Fill the days that are empty, and show the page again; nothing is saved.

    The usual hours go into no day of rest.
    """
    rests = rests_of(request, week)
    stored = {row.day: row for row in weeks.duty_days(request.person, week - 1)}
    rows = []
    for n, (one, form) in enumerate(day_forms(request.POST, week)):
        typed = raw(form)
        if one <= today(now):
            before = typed_of(stored.get(one - WEEK_LONG))
            usual = USUAL_SHIFT if one.weekday() < SATURDAY and one not in rests else {}
            typed = filled(typed, before if do == "last" else usual)
        rows.append(DayRow(n, one, typed, {}, one > today(now), rests.get(one, "")))
    found = context(request, week, open_weeks, rows, now) | {"unsaved": True}
    return render(request, TEMPLATE, found)


def rests_of(request: SignedInRequest, week: Week) -> dict[date, str]:
    """Name the days of a week on which the viewer's organisation rests."""
    calendar = calendar_of(request.person.own_organisation)
    return {one.day: name_of_day(one) for one in calendar.rests_between(week.monday, week.sunday)}


def notable(now: datetime) -> list[Week]:
    """List the weeks with days that can be noted: this one, and the one before until it closes."""
    this = Week.of(today(now))
    return [week for week in (this - 1, this) if now < week.closes]


def chosen(typed: str, open_weeks: list[Week]) -> Week:
    """Find the week that was asked for; the newest without one, and 404 for any other."""
    if not typed:
        return open_weeks[0]
    found = next((week for week in open_weeks if str(week) == typed), None)
    if found is None:
        raise Http404
    return found


def save(
    request: SignedInRequest, week: Week, now: datetime, open_weeks: list[Week]
) -> HttpResponse:
    """Save the seven days together, or show each sentence at its field."""
    forms = day_forms(request.POST, week)
    fine = [form.is_valid() for _day, form in forms]
    if all(fine):
        data = [form.data_of(one) for one, form in forms]
        try:
            weeks_days.note(person=request.person, days=data, now=now)
        except ValidationError as refused:
            place(refused, forms)
        else:
            messages.success(request, _("Your days are saved."))
            return redirect(reverse("my_days", query={"week": str(week)}))
    rests = rests_of(request, week)
    rows = [
        DayRow(n, one, raw(form), form.errors, one > today(now), rests.get(one, ""))
        for n, (one, form) in enumerate(forms)
    ]
    found = context(request, week, open_weeks, rows, now) | {"problems": problems(forms)}
    return render(request, TEMPLATE, found, status=422)


def place(refused: ValidationError, forms: list[tuple[date, DayForm]]) -> None:
    """Put a verb's refusal at its day and field."""
    about = refused.params or {}
    form = next(form for one, form in forms if one == about["day"])
    form.add_error(about["field"], ValidationError(refused.message, code="day"))


def raw(form: DayForm) -> dict:
    """Keep a day as it was typed."""
    return {name: form.data.get(form.add_prefix(name), "") for name in form.fields}


def problems(forms: list[tuple[date, DayForm]]) -> list[tuple[str, str]]:
    """List every sentence with the id of its field, in page order."""
    return [
        (f"{form.prefix}-{name}", f"{write_day(one, 'l j F')}: {sentences[0]}")
        for one, form in forms
        for name, sentences in form.errors.items()
    ]


def context(
    request: SignedInRequest, week: Week, open_weeks: list[Week], rows: list[DayRow], now: datetime
) -> dict[str, object]:
    """Read what stands beside the days: what the week gives as reasons, once it was sent."""
    sent = WorkWeek.objects.filter(person=request.person, week=week.monday).first()
    found = sent.found if sent else weeks_days.so_far(request.person, week)
    return {
        "week": week,
        "weeks": open_weeks,
        "rows": rows,
        "total": sum(row.minutes for row in rows),
        "contracted": request.person.contracted,
        "severities": SeverityChoice.choices,
        "reasons": [load_words.of_reason(one) for one in found],
        "sent": sent,
        "rest": weeks_days.last_day_off(request.person, today(now)),
    }

"""The pages of the calendar: a year that all read, and what admins type into it."""

from collections.abc import Callable
from datetime import date, datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, for_whole
from people.models import CalendarDay, CalendarSpan
from people.rules.typed_days import common_year
from people.weeks import today
from people.writing.fields import get_visible, whole_number
from people.writing.forms import PageForm, form_page, page_with_problems, problems_of, sent

from . import actions
from .forms import CalendarDayForm, CalendarSpanForm
from .page import read_year


def days_of_rest(request: SignedInRequest) -> HttpResponse:
    """Show a year of the organisation's calendar; admins change what is on a day."""
    now, viewer = timezone.now(), request.person
    year = chosen_year(request, now)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        if not viewer.administers_all:
            raise Http404
        try:
            press(request, now)
        except ValidationError as refused:
            problems = problems_of(refused)
        else:
            messages.success(request, _("Saved."))
            return to_year(year)
    context = {
        "page": read_year(viewer, year, today(now)),
        "years": [date(n, 1, 1) for n in (year - 1, year, year + 1) if n in actions.YEARS],
        "edits": viewer.administers_all,
        "problems": problems,
    }
    return page_with_problems(request, "people/calendar/calendar.html", context)


def chosen_year(request: SignedInRequest, now: datetime) -> int:
    """Read which year is asked for, in either era; this year without one, 404 for a far one."""
    if not (typed := request.GET.get("year", "")):
        return today(now).year
    try:
        year = common_year(whole_number(typed))
    except ValueError:
        raise Http404 from None
    if year not in actions.YEARS:
        raise Http404
    return year


def to_year(year: int) -> HttpResponse:
    """Lead to a year of the calendar."""
    return redirect(reverse("days_of_rest", query={"year": year}))


def press(request: SignedInRequest, now: datetime) -> None:
    """Do what a button says: its name is the verb, its value the day or the entry."""
    posted, by = request.POST, request.person
    if "rest" in posted or "work" in posted:
        rests = "rest" in posted
        day = day_of(posted["rest" if rests else "work"])
        actions.choose(organisation=by.organisation, day=day, rests=rests, by=by, now=now)
    elif "follow" in posted:
        rests = posted["follow"] == "on"
        actions.rest_on_holidays(organisation=by.organisation, rests=rests, by=by, now=now)
    elif "span" in posted:
        span = get_visible(CalendarSpan.objects.visible_to(by), posted["span"])
        actions.remove_span(span=span, by=by, now=now)
    else:
        entry = get_visible(CalendarDay.objects.visible_to(by), posted.get("entry", ""))
        actions.remove_day(entry=entry, by=by, now=now)


def day_of(text: str) -> date:
    """Read the day of a button; a text that is none is not found."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


@for_whole
def rest_day_new(request: SignedInRequest) -> HttpResponse:
    """Type a day into the calendar."""
    return typed_in(request, CalendarDayForm(sent(request)), actions.add_day, "day")


@for_whole
def named_span_new(request: SignedInRequest) -> HttpResponse:
    """Give some days a name."""
    return typed_in(request, CalendarSpanForm(sent(request)), actions.add_span, "first")


def typed_in(
    request: SignedInRequest, form: PageForm, add: Callable[..., object], begins: str
) -> HttpResponse:
    """Show an empty form, and add what was typed; then lead to the year in which it begins."""
    by = request.person
    if form.is_valid():
        typed = form.cleaned_data
        try:
            made = add(organisation=by.organisation, by=by, now=timezone.now(), **typed)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": made})
            return to_year(typed[begins].year)
    return form_page(request, "people/calendar/entry.html", form, is_span=begins == "first")

"""My week: confirm what is carried, say how it was, send."""

from copy import copy
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest
from people.keys import closed as closed_answers
from people.keys.ring import WrongOwnerError
from people.models import Person
from people.phones.phone_keys import KEPT_ON_A_PHONE, public_half
from people.phones.sealed_texts import owner_mark
from people.phones.views import is_shared_visit
from people.weeks import Week, today
from people.writing.fields import whole_number
from training.volunteers import actions as volunteers
from wellbeing.events import actions as events
from workload.models import WorkWeek

from .counting import MARK, count_forms
from .forms import LineForm, WeekForm, line_forms, typed_to_add
from .page import WeekPage, stored_page
from .past import views as past_views
from .sending import TypedWeek, late_mark, late_week
from .stored import refuse_sent_before, sent_weeks

TEMPLATE = "workload/weeks/my_week.html"


def my_week(request: SignedInRequest) -> HttpResponse:
    """Show the open week's form, and send it."""
    now = timezone.now()
    late = late_week(request.person, request.POST)
    week = late or Week.open_at(now)
    if week is None or request.person.base is None:
        return closed(request, now)
    refuse_sent_before(request.person, week)
    if request.method != "POST":
        page = stored_page(request.person, week, now)
        context = {"page": page, "sent": request.GET.get("sent") == str(week)}
        context |= asked_after(request.person, now) | kept_on(request, week, now)
        return render(request, TEMPLATE, context)
    do = request.GET.get("do") or request.POST.get("do", "save")
    if do == "save":
        return save(request, request.POST, week, now, kept=late is not None)
    return redraw(request, copy(request.POST), week, now, do)


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


def save(
    request: SignedInRequest, data: QueryDict, week: Week, now: datetime, *, kept: bool = False
) -> HttpResponse:
    """Send the week, or show the page again with each sentence where it belongs.

    `kept`: a phone kept it without signal. Where its week has closed, and was sent before, the page
    of the closed week shows what was typed.
    """
    typed, late = TypedWeek(request.person, week, data, kept=kept), week.closes <= now
    if typed.send(now):
        return thank(request, typed, now)
    if late and typed.was_sent:
        return past_views.show_typed(request, typed, now)
    page = WeekPage(
        request.person,
        week,
        now,
        *sent_weeks(request.person, week),
        typed.form,
        typed.lines,
        new=typed.begun or LineForm(prefix="line-new"),
        judged=True,
        new_judged=True,
        counted=typed.counted,
        counting=MARK in data,
        late=late_mark(request.person, week) if late else "",
    )
    context = {"page": page, "problems": typed.problems, "answers": typed.posted_key}
    context |= asked_after(request.person, now) | kept_on(request, week, now)
    return render(request, TEMPLATE, context, status=409 if typed.was_sent else 422)


def thank(request: SignedInRequest, typed: TypedWeek, now: datetime) -> HttpResponse:
    """Go to the page that says that a week is sent."""
    about: dict[str, Any] = {"hours": typed.form.cleaned_data["hours"], "monday": typed.week.monday}
    if said := volunteers.beyond_cap(person=request.person, **about):
        messages.warning(request, said)
    if closed_answers.before(request.person.pk):
        messages.success(request, _("Your week is sent."))
        return redirect(reverse("my_week", query={"sent": str(typed.week)}))
    return redirect(thanks_address(typed.week, now))


def thanks_address(week: Week, now: datetime) -> str:
    """Find the page that thanks for a week: the trend, or the closed week for a late one."""
    if week.closes <= now:
        return reverse("my_weeks", query={"week": str(week), "sent": str(week)})
    return reverse("my_trend", query={"sent": str(week)})


def kept_on(request: SignedInRequest, week: Week, now: datetime) -> dict[str, object]:
    """Give a device of the person's own what it needs to keep the week without signal.

    Nothing while others helped the person in, as the page that takes it is shut meanwhile, nor
    where no key of the ring opens what would be sealed.
    """
    if is_shared_visit(request) or request.user.closed_before:
        return {}
    try:
        seal = public_half(now)
    except WrongOwnerError:
        return {}
    until = week.closes if now < week.closes else week.closes + KEPT_ON_A_PHONE
    owner = owner_mark(request.person)
    return {"kept_on": {"owner": owner, "seal": seal, "closes": until.isoformat()}}


def redraw(
    request: SignedInRequest, data: QueryDict, week: Week, now: datetime, do: str
) -> HttpResponse:
    """Change a count, add a line or add up again: nothing is stored, everything is kept."""
    verb, _dash, target = do.partition("-")
    if verb in {"more", "less"}:
        step_count(data, target, 1 if verb == "more" else -1)
    elif verb == "clear":
        clear_line(data, "new")
    forms, begun = line_forms(data), bool(data.get("line-new-phase"))
    added = verb == "add" and begun
    if begun and not added:
        forms.pop()  # it stays where lines are added
    worked_at = not added and (typed_to_add(data) or verb == "add" or target == "new")
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
        cleared=verb == "clear",
        counted=count_forms(data),
        counting=MARK in data,
        late=late_mark(request.person, week) if week.closes <= now else "",
    )
    part = {"more": "#line", "less": "#line", "preview": "#total"}.get(verb, "#week")
    name = TEMPLATE + part if request.htmx and target != "new" else TEMPLATE
    context = {"page": page, "row": page.row, "beside": True}
    if part == "#week" or name == TEMPLATE:
        context |= asked_after(request.person, now) | kept_on(request, week, now)
    return render(request, name, context)


def step_count(data: QueryDict, place: str, step: int) -> None:
    """Move one line's count by one; never below one, and not where it is no number."""
    name = f"line-{place}-count"
    if (count := whole_number(data.get(name, ""), -1)) >= 0:
        data[name] = str(max(1, count + step))


def clear_line(data: QueryDict, place: str) -> None:
    """Take out what was typed for one line."""
    for name in [one for one in data if one.startswith(f"line-{place}-")]:
        del data[name]

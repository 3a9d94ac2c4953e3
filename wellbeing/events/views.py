"""After a hard event: note it, answer, switch the questions off. For the person only."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest
from people.keys import closed
from people.weeks import today
from people.writing.fields import get_visible, typed_day
from people.writing.forms import form_page, sent
from people.writing.sentences import in_a_row
from wellbeing.models import HardEvent
from wellbeing.rules.after_lines import AFTER_LINES, STEPS

from . import actions as events
from .forms import AfterForm, EventForm


def my_events(request: SignedInRequest) -> HttpResponse:
    """List the person's events and open check-ins; note or delete one, switch the questions.

    What is closed now is neither listed, nor deleted, nor switched: only a new one is noted.
    """
    person, now = request.person, timezone.now()
    own = closed.since(HardEvent.objects.visible_to(person), "logged_at")
    part_closed = closed.before(person.pk) is not None
    if request.POST.get("do") in {"on", "off"} and not part_closed:
        events.switch(person=person, on=request.POST["do"] == "on", now=now)
        return redirect("my_events")
    if "remove" in request.POST:
        event = get_visible(own, request.POST["remove"])
        events.remove(event, now=now)
        return redirect("my_events")
    form = EventForm(sent(request), initial={"day": typed_day(today(now))})
    if form.is_valid():
        try:
            noted = events.log(person=person, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, said_of(noted))
            return redirect("my_events")
    context = {
        "waiting": events.waiting(person, today(now)),
        "events": events.noted(person),
        "on": events.is_on(person),
        "part_closed": part_closed,
    }
    return form_page(request, "wellbeing/events/my_events.html", form, **context)


def said_of(noted: HardEvent) -> str:
    """Say what was noted and who reads of it; after a needle, what matters first."""
    said = _("It is noted, for you alone.")
    if noted.was_told:
        said = _("It is noted. Your supervisor sees only that something happened to you.")
    if noted.kind == HardEvent.Kind.NEEDLE:
        return in_a_row([said, _("Please see a doctor now, even if it looks small.")])
    return said


def after_event(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask three lines about the time since an event, and return one sentence."""
    day = today(timezone.now())
    own = HardEvent.objects.visible_to(request.person).prefetch_related("answers")
    event = get_object_or_404(own, public_id=public_id)
    if request.method == "POST":
        return keep(request, event)
    moment = event.moment(day)
    row = next((one for one in event.answers.all() if one.moment == moment), None)
    given = row.given.given if row else {}
    context = {
        "event": event,
        "open": moment is not None,
        "row": row,
        "sentence": events.sentence(row) if row else "",
        "lines": [(line, given.get(line.name)) for line in AFTER_LINES],
        "steps": STEPS,
    }
    return render(request, "wellbeing/events/after_event.html", context)


def keep(request: SignedInRequest, event: HardEvent) -> HttpResponse:
    """Keep the answers, or ask no more about this event."""
    if request.POST.get("do") == "off":
        events.ask_no_more(event)
        messages.success(request, _("You are not asked about this one any more."))
        return redirect("my_events")
    form = AfterForm(request.POST)
    if form.is_valid():
        try:
            events.answer(event=event, answers=form.answers, now=timezone.now())
        except ValidationError as refused:
            messages.info(request, refused.messages[0])
    return redirect("after_event", public_id=event.public_id)

"""The page behind a link of a reminder: one week, no script, at most five kilobytes."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override

from people.writing.forms import sent as typed_in
from workload.weeks.pulse import pulse_lines
from workload.weeks.stored import carried

from .actions import LinkVisit, send_by_link, visit_of
from .forms import CountsForm, LinkWeekForm, numbers_at_first

TEMPLATE = "workload/week_links/week_link.html"


def week_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form of a week to a person with a link, and send it once."""
    now = timezone.now()
    visit = visit_of(token, now)
    if visit is None:
        return render(request, TEMPLATE, {"over": True}, status=404)
    with override(visit.person.language):
        answer = opened(request, token, visit)
    # Without the token, but with the origin: with "no-referrer" browsers send `Origin: null`, and
    # no week could be sent.
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def opened(request: HttpRequest, token: str, visit: LinkVisit) -> HttpResponse:
    """Show or send the week of a visit, in the language of its person.

    Who withdrew consent has the five lines too: without them, others who read the mailbox would
    know of it. Nothing of them is kept, as the page says to everybody.
    """
    person, data, now = visit.person, typed_in(request), timezone.now()
    if visit.sent:
        return render(request, TEMPLATE, {"sent": True}, status=409 if data else 200)
    lines = carried(person)
    form = LinkWeekForm(data, initial=numbers_at_first(), person=person, week=visit.week)
    counts = CountsForm(data)
    if form.is_valid() & counts.is_valid():
        try:
            send_by_link(token=token, sent=form.sent_by_link(), counts=counts.counts, now=now)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return render(request, TEMPLATE, {"sent": True, "thanks": True})
    context = {
        "week": visit.week,
        "numbers": [form[name] for name in ("hours", "nights", "court_days", "leave_days")],
        "form": form,
        "counts": list(counts) if visit.weighed or lines else [],
        "pulse": pulse_lines(form),
    }
    failed = form.errors or counts.errors
    return render(request, TEMPLATE, context, status=422 if failed else 200)

"""My trend: the person's own load and answers over the weeks, and who has looked."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.guards import SignedInRequest
from people.members.supervision import reachable
from people.models import Person, Role
from people.weeks import Week
from people.writing import free_text
from wellbeing.checkins import cards
from wellbeing.checkins import words as checkins_words
from wellbeing.checkins.trend import latest_check_in
from wellbeing.rules.pulse import heavy
from workload.flags import actions as flags
from workload.load.page import member_page
from workload.models import Flag
from workload.moves import stories

from .looks import latest_looks
from .page import SPANS, USUAL_SPAN, span_of, trend_page
from .words import trend_sentences

TEMPLATE = "workload/trend/my_trend.html"


def my_trend(request: SignedInRequest) -> HttpResponse:
    """Show the person's own page; no other person ever sees it."""
    return render(request, TEMPLATE, context(request))


def context(request: SignedInRequest) -> dict[str, object]:
    """Read what the page shows; a week just sent is thanked for."""
    now, person = timezone.now(), request.person
    page = member_page(person, now, USUAL_SPAN)
    span, last = span_of(request.GET.get("weeks", "")), page.loads[-1][0]
    trend = trend_page(person, last, span, page.policy.amber)
    sent = request.GET.get("sent", "")
    thanked = page.latest if page.latest and str(page.latest.iso) == sent else None
    return {
        "page": page,
        "trend": trend,
        "spans": SPANS,
        "told": [
            *trend_sentences(page, trend.own.rows),
            *checkins_words.tell_chance(trend.own),
        ],
        "stand": checkins_words.tell_standing(trend.own),
        "short": checkins_words.short(trend.own),
        "stories": stories.of(person, now),
        "looks": latest_looks(person, now),
        "thanked": thanked,
        "kind": checkins_words.thanks(trend.own) if thanked else "",
        "heavy": thanked and heavy(latest_check_in(trend.own.rows)),
        "care": care_of(person, now) if page.flag else [],
        "open": bool(thanked and Week.open_at(now) == thanked.iso),
    }


def care_of(person: Person, now: datetime) -> list[Person]:
    """List the staff-care contacts that the person can invite."""
    return [one for one, role in reachable(person, now) if role is Role.CARE]


@require_POST
def choose_card(request: SignedInRequest) -> HttpResponse:
    """Show the card on long heavy weeks never again, or again; anything else changes nothing."""
    if (chosen := request.POST.get("card")) in {"on", "off"}:
        cards.choose(person=request.person, wanted=chosen == "on", now=timezone.now())
    return redirect("my_trend")


@require_POST
def answer_flag(request: SignedInRequest) -> HttpResponse:
    """Add the person's own word to their flag."""
    flag = get_object_or_404(
        Flag.objects.visible_to(request.person), person=request.person, closed_at=None
    )
    text, now = request.POST.get("text", ""), timezone.now()
    try:
        if wanted := request.POST.get("contact"):
            reached = (one for one, _role in reachable(request.person, now))
            contact = next((one for one in reached if str(one.public_id) == wanted), None)
            flags.invite(flag, by=request.person, contact=contact, now=now)
            sentence = _("Invited: %(contact)s sees the load and its story until the flag closes.")
            messages.success(request, sentence % {"contact": contact})
        else:
            said = free_text.posted(request, "text")
            flags.answer(flag, by=request.person, text=said, now=now)
            messages.success(request, _("Sent. Your supervisor reads it beside the flag."))
    except ValidationError as refused:
        sentence = refused.messages[0]
        more = {"text": text, "sentence": sentence, "problems": [("f-text", sentence)]}
        return render(request, TEMPLATE, context(request) | more, status=422)
    return redirect("my_trend")

"""The viewer's own trainings: answer an invitation, sign up, give a place back; their calendar."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest
from people.models import Person
from people.tenancy import context as tenancy
from people.weeks import today
from people.writing import links
from people.writing.fields import get_visible
from people.writing.forms import page_with_problems, problems_of
from training.evaluations.actions import is_open
from training.evaluations.words import Card
from training.models import CalendarFeed, Enrolment, PlaceState, Session
from training.own_calendar import calendars
from training.own_calendar.calendar_parts import open_parts

from . import places

OPEN_AT_MOST = 50
# Past sessions, from the newest: what was told of them is told by then.
SHOWN_FOR = timedelta(weeks=8)


def my_trainings(request: SignedInRequest) -> HttpResponse:
    """Show people their invitations, places and what they can sign up for; one tap answers."""
    person, now = request.person, timezone.now()
    problems: list[tuple[str, str]] = []
    address, parts_refused = "", False
    if request.method == "POST":
        try:
            address = taken_up(request, person, now)
        except ValidationError as refused:
            parts_refused = "parts" in getattr(refused, "error_dict", {})
            place = "calendar-parts" if parts_refused else ""
            problems = problems_of(refused, place)
        else:
            if not address:
                return redirect("my_trainings")
    context = listed(person, now) | {"problems": problems, "address": address}
    shown = () if parts_refused else (context["feed"] or CalendarFeed()).parts
    context["calendar_parts"] = [(one, one.key in shown) for one in open_parts(person)]
    context["parts_refused"] = parts_refused
    return page_with_problems(request, "training/sessions/my_trainings.html", context)


def taken_up(request: SignedInRequest, person: Person, now: datetime) -> str:
    """Do what was tapped; return the address of a calendar, which is shown this once."""
    do = request.POST.get("do", "")
    if do == "calendar":
        parts = request.POST.getlist("parts") if "choose" in request.POST else None
        return links.to("calendar", calendars.renew(person=person, parts=parts, now=now))
    if do == "calendar-parts":
        calendars.choose_parts(person=person, parts=request.POST.getlist("parts"))
        messages.success(request, _("Saved. Your calendar program shows it when it reads again."))
    elif do == "no-calendar":
        calendars.close(person=person)
    else:
        messages.success(request, answered(person, request.POST, now))
    return ""


def answered(person: Person, sent: QueryDict, now: datetime) -> str:
    """Do what was tapped and say how it stands; a session that was not offered is not there."""
    offered = Session.objects.offered_to(person)
    for do in ("join", "leave"):
        if do in sent:
            session = get_visible(offered, sent.get(do, ""))
            if do == "leave":
                places.leave(session=session, person=person, now=now)
                return _("Thank you for saying so. The place is free for somebody else.")
            place = places.join(session=session, person=person, now=now)
            if place.state == PlaceState.BOOKED:
                return _("You have a place.")
            return _("All seats are taken. You are on the waiting list and hear when one is free.")
    raise Http404


def listed(person: Person, now: datetime) -> dict[str, Any]:
    """Gather what is to come and what was lately; five statements for any number."""
    day = today(now)
    # In the order of the waiting list: of those who were added at once, who was written first.
    together = Q(session__enrolments__since=F("since"), session__enrolments__pk__lt=F("pk"))
    earlier = Q(session__enrolments__since__lt=F("since")) | together
    earlier &= Q(session__enrolments__state=PlaceState.WAITING)
    own = list(
        Enrolment.objects.visible_to(person)
        .filter(person=person, session__day__gte=day)
        .select_related("session__course", "session__trainer")
        .annotate(ahead=Count("session__enrolments", filter=earlier))
        .order_by("session__day", "session__starts", "pk")
    )
    taken = Count("enrolments", filter=Q(enrolments__state=PlaceState.BOOKED))
    others = (
        Session.objects.offered_to(person)
        .filter(day__gte=day)
        .exclude(pk__in=[one.session_id for one in own])
        .exclude(trainer=person)
        .select_related("course", "trainer")
        .annotate(taken=taken)
        .order_by("day", "starts", "pk")
    )
    attended = (
        Session.objects.attended_by(person)
        .filter(day__range=(day - SHOWN_FOR, day))
        .select_related("course", "trainer", "evaluation")
        .order_by("-day", "-pk")
    )
    return {
        "invited": [one for one in own if one.state == PlaceState.INVITED],
        "coming": [one for one in own if one.state == PlaceState.BOOKED],
        "waiting": [one for one in own if one.state == PlaceState.WAITING],
        "declined": [one for one in own if one.state == PlaceState.DECLINED],
        "attended": [(Card(one), is_open(one, day)) for one in attended],
        "others": list(others[:OPEN_AT_MOST]),
        "feed": CalendarFeed.objects.visible_to(person).first(),
    }


@login_not_required
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Hand a person's calendar to a program that knows its secret address."""
    person = calendars.holder_of_calendar(token)
    if person is None:
        raise Http404
    tenancy.enter(person.organisation_id)
    feed = get_object_or_404(CalendarFeed.objects.visible_to(person))
    return HttpResponse(
        calendars.write(person=person, parts=feed.parts, now=timezone.now()),
        content_type="text/calendar; charset=utf-8",
    )

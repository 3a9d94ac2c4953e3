"""Pages of thank-you notes: mine and the wall, write one, report one, decide on a report."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit.actions import note_access as look
from people.guards import SignedInRequest, only
from people.keys import closed
from people.models import Role
from people.tenancy.context import everywhere
from people.weeks import today
from people.writing.fields import get_visible, uuid_of
from people.writing.forms import form_page, sent
from training import access_kinds
from training.finding.colleagues import teammates
from training.finding.lookup import find
from training.models import Audience, Thanks, ThanksReport

from . import forgetting
from . import thanks as recognition_thanks
from .choosing import shown_to_somebody
from .forms import AudienceForm, ReportForm, ThanksForm

ON_THE_WALL = 30
# What a note's names are read from.
PARTS = ("giver", "receiver", "link")


def thanks(request: SignedInRequest) -> HttpResponse:
    """Show what the viewer was thanked for and what colleagues share; choose who reads it."""
    person = request.person
    if request.method == "POST":
        return change(request, timezone.now())
    seen = Thanks.objects.visible_to(person).select_related(*PARTS)
    mine = list(seen.filter(receiver=person, removed_at=None).order_by("-given_at", "-pk"))
    with everywhere():  # a link leads to people of any organisation
        open_now = closed.since(seen.filter(giver=person), "given_at", said_by="giver")
        given = list(open_now.order_by("-given_at", "-pk")[:ON_THE_WALL])
    wall = Thanks.objects.on_the_wall(person).exclude(receiver=person)
    wall = closed.since(wall, "given_at", said_by="giver")
    context = {
        "waiting": [one for one in mine if one.waits],
        "mine": [one for one in mine if one.audience and not one.hidden_at],
        "away": [one for one in mine if one.hidden_at],
        "wall": wall.select_related(*PARTS).order_by("-given_at", "-pk")[:ON_THE_WALL],
        "given": given,
        "audiences": Audience,
        "today": person.today,
        "kept_for": forgetting.KEPT_FOR,
        "to_decide": ThanksReport.objects.decided_by(person).exists(),
    }
    return render(request, "training/recognition/thanks.html", context)


def change(request: SignedInRequest, now: datetime) -> HttpResponse:
    """Choose who reads a note the viewer received, put it away or take it out again."""
    person, sent = request.person, request.POST
    if sent.get("do") == "undo":
        return take_back(request, now)
    received = Thanks.objects.visible_to(person).filter(receiver=person, removed_at=None)
    named = uuid_of(sent.get("note", ""))
    found = received.filter(public_id=named).first() if named else None
    if found is None:
        raise Http404
    if sent.get("do") == "away":
        recognition_thanks.put_away(found, by=person, now=now)
        messages.success(request, _("It is put away. Nobody else sees it now."))
    elif sent.get("do") == "back":
        recognition_thanks.take_out(found, by=person)
        messages.success(request, _("It is back among your notes. Only you see it."))
    elif (form := AudienceForm(sent)).is_valid():
        recognition_thanks.choose(found, by=person, **form.cleaned_data)
        messages.success(request, _("It is kept as you chose."))
    return redirect("thanks")


def take_back(request: SignedInRequest, now: datetime) -> HttpResponse:
    """Take back a note that the viewer gave today."""
    person = request.person
    given = Thanks.objects.visible_to(person).filter(giver=person)
    found = get_visible(given, request.POST.get("note", ""))
    if recognition_thanks.take_back(found, by=person, now=now):
        messages.success(request, _("The note is withdrawn."))
    else:
        messages.info(request, _("A note can be withdrawn on the day it was sent."))
    return redirect("thanks")


def thanks_new(request: SignedInRequest) -> HttpResponse:
    """Find a colleague by name, and thank them."""
    person, now = request.person, timezone.now()
    form = ThanksForm(sent(request))
    form.know(teammates(person, today(now)))
    if form.is_bound:
        find(form, person, now)
    if form.is_valid() and form.chosen and request.POST.get("do") == "send":
        try:
            words = form.cleaned_data["words"]
            recognition_thanks.give(giver=person, receiver=form.chosen, words=words, now=now)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your note is on its way."))
            return redirect("thanks")
    return shown_to_somebody(request, "thanks_new", {"form": form})


def thanks_report(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask an admin to look at a note that the viewer may read."""
    person, now = request.person, timezone.now()
    readable = Thanks.objects.visible_to(person).select_related(*PARTS)
    found = get_object_or_404(readable.exclude(giver=person), public_id=public_id)
    form = ReportForm(sent(request))
    if form.is_valid():
        try:
            recognition_thanks.report(found, by=person, why=form.cleaned_data["why"], now=now)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Thank you. An admin looks at it; nobody else sees it."))
            return redirect("thanks")
    return form_page(request, "training/recognition/thanks_report.html", form, note=found)


@only(Role.ADMIN)
def thanks_reports(request: SignedInRequest) -> HttpResponse:
    """Show an admin of the whole organisation what was reported; keep it or take it down."""
    admin, now = request.person, timezone.now()
    if not admin.administers_all:
        raise Http404
    waiting = ThanksReport.objects.decided_by(admin).select_related(
        "by", *(f"thanks__{part}" for part in PARTS)
    )
    if request.method == "POST":
        found = get_visible(waiting, request.POST.get("report", ""))
        recognition_thanks.decide(
            found, by=admin, remove=request.POST.get("do") == "remove", now=now
        )
        messages.success(request, _("It is decided."))
        return redirect("thanks_reports")
    reports = list(waiting.order_by("at", "pk"))
    look(
        viewer=admin,
        role=Role.ADMIN,
        what=access_kinds.THANKS,
        people={one for r in reports for one in (r.by, *r.thanks.people)},
        at=now,
    )
    return render(request, "training/recognition/thanks_reports.html", {"reports": reports})


def thanks_note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a note that its receiver made public, to any reader with the link."""
    day = today(timezone.now())
    public = Thanks.objects.public(day).select_related("receiver", "link", "organisation")
    found = get_object_or_404(public, public_id=public_id)
    return render(request, "training/recognition/thanks_note.html", {"note": found})

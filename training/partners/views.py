"""Training together: which organisations a session is open to, and what others offer here."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, only
from people.models import Role
from people.tenancy.context import everywhere
from people.writing.fields import get_visible
from people.writing.forms import page_with_problems, problems_of
from training.models import Course, Session, SessionPartner

from . import actions as partners
from .forms import PartnerForm, TakePartForm


@everywhere()  # an offer is of two organisations; `visible_to` says which trainers see it
def partner_of(request: SignedInRequest) -> SessionPartner:
    """Find the offer that a button is about."""
    seen = SessionPartner.objects.visible_to(request.person).select_related("host")
    return get_visible(seen, request.POST.get("id", ""))


@only(Role.TRAINER)
def session_partners(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show which organisations a session is open to; invite one, or take that back."""
    own = Session.objects.taught_by(request.person).select_related("course", "trainer")
    found = get_object_or_404(own, public_id=public_id)
    now, problems = timezone.now(), list[tuple[str, str]]()
    invites = "withdraw" not in request.POST
    form = PartnerForm(
        request.POST if request.method == "POST" and invites else None,
        organisations=partners.may_be_invited(request.person, now),
    )
    if request.method == "POST":
        try:
            said = invited(request, found, form, now) if invites else withdrawn(request, now)
        except ValidationError as refused:
            if invites:
                form.refuse(refused)
            else:
                problems = problems_of(refused)
        else:
            if said:
                messages.success(request, said)
                return redirect("session_partners", public_id=public_id)
    problems += form.problems()
    lines = partners.partners_of(found)
    page = {"session": found, "form": form, "lines": lines, "problems": problems}
    page["open"] = not found.held_by and found.begins.date() >= timezone.localdate(now)
    return page_with_problems(request, "training/partners/session_partners.html", page)


def invited(request: SignedInRequest, session: Session, form: PartnerForm, now: datetime) -> str:
    """Invite an organisation; nothing is said where the form is not fit."""
    if not form.is_valid():
        return ""
    partners.offer(session=session, by=request.person, now=now, **form.cleaned_data)
    return _("Invited. Their trainers are told and answer here.")


def withdrawn(request: SignedInRequest, now: datetime) -> str:
    """Take an offer back."""
    partners.withdraw(partner=partner_of(request), by=request.person, now=now)
    return _("Withdrawn. If they had people in it, these are told.")


@only(Role.TRAINER)
def partner_offers(request: SignedInRequest) -> HttpResponse:
    """Show the sessions of other organisations that are open to the viewer's; answer."""
    viewer, now, problems = request.person, timezone.now(), list[tuple[str, str]]()
    courses = Course.objects.visible_to(viewer)
    sent, named = None, request.POST.get("id", "")
    if request.method == "POST":
        partner = partner_of(request)
        try:
            if request.POST.get("do") == "decline":
                partners.decline(partner=partner, by=viewer, now=now)
                messages.success(request, _("Answered: your organisation does not take part."))
                return redirect("partner_offers")
            sent = TakePartForm(request.POST, courses=courses, auto_id=f"{named}-%s")
            if sent.is_valid():
                own = partners.accept(partner=partner, by=viewer, now=now, **sent.cleaned_data)
                messages.success(request, _("You take part. Now add your own people."))
                return redirect("session", public_id=own.public_id)
        except ValidationError as refused:
            problems = problems_of(refused)
        if sent:
            problems += sent.problems()
    offers = [
        (one, sent if sent and str(one.public_id) == named else fresh(one, courses))
        for one in partners.offers_to(viewer, now)
    ]
    page = {"offers": offers, "problems": problems, "courses": courses.exists()}
    return page_with_problems(request, "training/partners/partner_offers.html", page)


def fresh(offer: partners.PartnerOffer, courses: QuerySet[Course]) -> TakePartForm:
    """Draw the question which course it is, under names of its own."""
    return TakePartForm(courses=courses, auto_id=f"{offer.public_id}-%s")

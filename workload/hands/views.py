"""Lend a hand: what others offer, what the viewer's own units offer and ask for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.jobs.forms import EntryChoice
from people.models import Role, SpokenLanguage, Unit
from people.tenancy.context import everywhere
from people.writing.fields import get_visible
from people.writing.forms import page_with_problems
from workload import access_kinds
from workload.models import HandRequest, RoomOffer

from . import actions as hands
from .forms import AskRoomForm, OfferForm

TEMPLATE = "workload/hands/lend_a_hand.html"
OFFERS_A_PAGE = 30


@only(Role.SUPERVISOR)
@everywhere()  # room is offered to supervisors of every organisation
def lend_a_hand(request: SignedInRequest) -> HttpResponse:
    """Show offers and requests, and take the next step with one of them."""
    now, errors = timezone.now(), {}
    if request.method == "POST":
        try:
            messages.success(request, hand_step(request)(request, now))
        except ValidationError as refused:
            errors = sentences(refused)
        else:
            return redirect(request.get_full_path())
    context = shown(request, now) | {"errors": errors, "typed": request.POST}
    context["problems"] = [(f"f-{name}", sentence) for name, sentence in errors.items()]
    context["chosen"] = request.POST.getlist("languages")
    form = offer_form(request, errors)
    context |= {"until": form["until"], "jobs": cast(EntryChoice, form.fields["job"]).choices}
    return page_with_problems(request, TEMPLATE, context)


def hand_step(request: SignedInRequest) -> Callable[[SignedInRequest, datetime], str]:
    """Say which step a request takes; one that names none of them makes an offer."""
    return STEPS.get(request.POST.get("do", ""), offer)


def offer_form(request: SignedInRequest, errors: dict[str, str]) -> OfferForm:
    """Draw an offer: its jobs, and until when with what was chosen and what is wrong with it."""
    sent = request.POST if request.method == "POST" and hand_step(request) is offer else None
    form = OfferForm(sent, viewer=request.person, auto_id="f-%s")
    if "until" in errors and not form.has_error("until"):
        form.add_error("until", errors["until"])
    return form


def sentences(refused: ValidationError) -> dict[str, str]:
    """Sort a form's or a verb's refusal by field."""
    if hasattr(refused, "error_dict"):
        return {name: found[0] for name, found in refused.message_dict.items()}
    return {(refused.params or {}).get("field", "points"): refused.messages[0]}


def shown(request: SignedInRequest, now: datetime) -> dict[str, object]:
    """Read what the page shows, and note the people named on it: those of agreed requests."""
    viewer = request.person
    units = [m.unit for m in viewer.current_memberships if m.role == Role.SUPERVISOR]
    mine = {unit.pk for unit in units}
    found = hands.open_offers(viewer, now)
    everything = hands.requests_seen(viewer).select_related(
        "offer__unit__organisation", "offer__job", "unit__organisation", "asked_by", "answered_by"
    )
    requests = list(everything[:100])
    promised = hands.promised(found)
    for one in found:
        one.rest = one.points - promised.get(one.pk, 0)
    given = [one for one in requests if one.offer.unit_id in mine]
    asked = [one for one in requests if one.unit_id in mine]
    people = [one.asked_by for one in given if one.agreed]
    people += [one.answered_by for one in asked if one.agreed and one.answered_by]
    audit.note_access(
        viewer=viewer,
        role=Role.SUPERVISOR,
        what=access_kinds.HAND,
        people={one.pk: one for one in people}.values(),
        at=now,
    )
    others = [one for one in found if one.unit_id not in mine and one.rest > 0]
    page = Paginator(others, OFFERS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "units": units,
        "others": page.object_list,
        "page": page,
        "own": [one for one in found if one.unit_id in mine],
        "given": given,
        "asked": asked,
        "tongues": SpokenLanguage.choices,
    }


def unit_of(request: SignedInRequest, public_id: object) -> Unit:
    """Find the unit that the viewer speaks for."""
    return get_object_or_404(Unit.objects.visible_to(request.person), public_id=public_id)


def found[Row: (RoomOffer, HandRequest)](request: SignedInRequest, rows: type[Row]) -> Row:
    """Find the offer or request that a button is about."""
    visible = rows.objects.visible_to(request.person)
    return get_visible(visible, request.POST.get("id", ""))


def clean(form: Form) -> dict[str, Any]:
    """Read a form, or refuse it."""
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form.cleaned_data


def offer(request: SignedInRequest, now: datetime) -> str:
    """Offer room."""
    typed = clean(OfferForm(request.POST, viewer=request.person))
    unit = unit_of(request, typed.pop("unit"))
    hands.offer(by=request.person, unit=unit, now=now, **typed)
    return _("Your offer is published. It names nobody.")


def ask(request: SignedInRequest, now: datetime) -> str:
    """Ask for room."""
    wanted = found(request, RoomOffer)
    typed = clean(AskRoomForm(request.POST))
    unit = unit_of(request, typed["unit"])
    hands.ask(by=request.person, unit=unit, wanted=wanted, points=typed["points"], now=now)
    return _("You have asked. You get a notice when they answer.")


def close(request: SignedInRequest, now: datetime) -> str:
    """Take an offer back."""
    hands.close(found(request, RoomOffer), by=request.person, now=now)
    return _("The offer is withdrawn.")


def agree(request: SignedInRequest, now: datetime) -> str:
    """Agree to a request."""
    hands.agree(found(request, HandRequest), by=request.person, now=now)
    return _("Agreed. You see each other’s names now.")


def decline(request: SignedInRequest, now: datetime) -> str:
    """Answer: not now."""
    hands.decline(found(request, HandRequest), by=request.person, now=now)
    return _("You have answered: not now.")


def withdraw(request: SignedInRequest, now: datetime) -> str:
    """Take a request back."""
    hands.withdraw(found(request, HandRequest), by=request.person, now=now)
    return _("Your request is withdrawn.")


STEPS = {
    "offer": offer,
    "ask": ask,
    "close": close,
    "agree": agree,
    "decline": decline,
    "withdraw": withdraw,
}

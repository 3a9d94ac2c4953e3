"""Certificates shown to others: the passport, its printed page, and what outsiders check."""

from datetime import date
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, person_of
from people.tenancy.context import everywhere
from people.weeks import today
from people.writing import qr
from people.writing.fields import uuid_of
from people.writing.forms import page_with_problems, problems_of
from training.certificates import actions as certificates
from training.models import Certificate, Proof, ProofLine
from training.rules.certificates import CertificateState

from . import actions as passport_actions
from . import badges, keys
from .outside_views import badge_file

PASTED_AT_MOST = 20_000


def passport(request: SignedInRequest) -> HttpResponse:
    """Choose what to show to a reader outside, and take it back."""
    person, now = request.person, timezone.now()
    own = passport_actions.earned(person)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        if name := request.POST.get("withdraw"):
            named = uuid_of(name)
            mine = passport_actions.own_proof(person, named) if named else None
            if mine is None:
                raise Http404
            passport_actions.withdraw(proof=mine, now=now)
            messages.success(request, _("The address is closed."))
            return redirect("passport")
        chosen = [uuid_of(one) for one in request.POST.getlist("certificates")]
        picked = [one for one in own if one.public_id in chosen]
        try:
            made = passport_actions.show(
                person=person, certificates=picked, name="name" in request.POST, now=now
            )
        except ValidationError as refused:
            problems = problems_of(refused, "certificates")
        else:
            return redirect("proof", public_id=made.public_id)
    context = {
        "held": [(one, one.state(today(now))) for one in own],
        "proofs": passport_actions.shown(person),
        "problems": problems,
    }
    return page_with_problems(request, "training/passport/passport.html", context)


def proof(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the holder's own proof as a page to print, with its code and its badges."""
    if not (found := passport_actions.own_proof(request.person, public_id)):
        raise Http404
    address = passport_actions.address(found)
    side, path = qr.drawn(address)
    context = {
        "proof": found,
        "lines": lines(found, today(timezone.now())),
        "address": address,
        "side": side,
        "path": path,
        "signs": keys.signs(),
    }
    return render(request, "training/passport/proof.html", context)


def lines(found: Proof, day: date) -> list[tuple[ProofLine, str, Certificate | None]]:
    """Read the certificates of a proof, how each stands on a day, and by which it was renewed.

    A printed code lives longer than the certificate: what has expired leads to the one that
    followed it. What was revoked stays revoked.
    """
    rows = found.lines.select_related(
        "certificate__type__organisation", "certificate__confirmed_by__organisation", "status"
    ).order_by("certificate__issued_on", "pk")
    # A visitor with the address need not be one who may see certificates: the holder's, of the
    # kinds shown here.
    with everywhere():  # of any place of the account; a trainer elsewhere may have confirmed one
        good = Certificate.objects.good(day).filter(person__account=found.person.account_id)
        newer = {one.type_id: one for one in good}
        return [(one, *stands(one.certificate, newer, day)) for one in rows]


def stands(
    shown: Certificate, newer: dict[int, Certificate], day: date
) -> tuple[str, Certificate | None]:
    """Say how a certificate that is shown stands, and by which other it was renewed."""
    if shown.revoked_at:
        return "revoked", None
    state = shown.state(day)
    if state is CertificateState.EXPIRED and (renewed := newer.get(shown.type_id)):
        return "renewed", renewed
    return str(state), None


def badge(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Hand a person one of their certificates as a signed badge, for as long as it is good."""
    found = passport_actions.own_line(request.person, public_id)
    if found is None or not keys.signs():
        raise Http404
    response = badge_file(found)
    response.headers["Content-Disposition"] = 'attachment; filename="badge.jwt"'
    return response


@login_not_required
@everywhere()  # its holder and the confirming trainer may be of any organisation
def check_proof(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Tell any viewer with the address how the certificates stand, and no more than was chosen."""
    open_ones = Proof.objects.open().select_related("person__organisation")
    found = get_object_or_404(open_ones, public_id=public_id)
    now, problems = timezone.now(), list[tuple[str, str]]()
    viewer = person_of(request)
    confirms = viewer is not None and certificates.may_confirm(found.person, viewer)
    if request.method == "POST":
        if viewer is None or not confirms:
            raise Http404
        name = uuid_of(request.POST.get("confirm", ""))
        line = get_object_or_404(found.lines.select_related("certificate"), public_id=name)
        try:
            certificates.confirm(certificate=line.certificate, by=viewer, now=now)
        except ValidationError as refused:
            problems = problems_of(refused)
        else:
            messages.success(request, _("Confirmed. It is shown on this page from now on."))
            return redirect("check_proof", public_id=found.public_id)
    context = {
        "proof": found,
        "lines": lines(found, today(now)),
        "now": now,
        "confirms": confirms,
        "problems": problems,
        # Not `signs`: the line items would offer the badge itself, which only its holder gets here.
        "signed_here": keys.signs(),
    }
    return page_with_problems(request, "training/passport/check_proof.html", context)


@login_not_required
@everywhere()
def check_badge(request: HttpRequest) -> HttpResponse:
    """Check a badge that a visitor pasted: ours leads to its address, any other is refused.

    So is the twenty-first within a minute from one place, unread.
    """
    pasted, sentence, status = request.POST.get("badge", "")[:PASTED_AT_MOST], "", 200
    if request.method == "POST":
        if not ratelimit.consume(request, action="check_badge"):
            sentence, status = _("Too many badges at once. Please try again in a minute."), 429
        elif line := badges.line_of(pasted, timezone.now()):
            return redirect("check_proof", public_id=line.proof.public_id)
        else:
            sentence = _("This badge was not signed here, was changed, or was withdrawn.")
            status = 422
    context = {"problems": [("badge", sentence)] if sentence else [], "pasted": pasted}
    return render(request, "training/passport/check_badge.html", context, status=status)

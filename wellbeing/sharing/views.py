"""Sharing answers: choose, preview as the reader, confirm, take back; and read a share."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit import actions as audit
from people.guards import SignedInRequest
from people.models import MAY
from people.weeks import today
from people.writing.fields import get_visible, typed_day
from people.writing.forms import form_page
from wellbeing import access_kinds
from wellbeing.models import Share

from . import actions as sharing
from .forms import ShareForm


def my_shares(request: SignedInRequest) -> HttpResponse:
    """List the person's shares and when they were opened; take one back."""
    person, now = request.person, timezone.now()
    if request.method == "POST":
        own = Share.objects.filter(person=person)
        found = get_visible(own, request.POST.get("withdraw", ""))
        sharing.withdraw(found, by=person, now=now)
        messages.success(request, _("Sharing is stopped. Nobody can read it any more."))
        return redirect("my_shares")
    shares = sharing.listed(person, now)
    context = {
        "open": [one for one in shares if one.open],
        "ended": [one for one in shares if not one.open],
    }
    return render(request, "wellbeing/sharing/my_shares.html", context)


def share_new(request: SignedInRequest) -> HttpResponse:
    """Choose what to share, see it as the reader will, and only then confirm."""
    person, now = request.person, timezone.now()
    readers, spans = sharing.readers(person, now), sharing.offered(person, now)
    given = request.POST if request.method == "POST" else None
    usual = {"until": typed_day(today(now) + timedelta(days=sharing.DAYS_USUAL)), "purpose": "talk"}
    form = ShareForm(given, readers=[one for one, _role in readers], initial=usual)
    preview = None
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            if request.POST.get("do") == "share":
                sharing.share(person=person, now=now, **wanted(chosen))
                messages.success(request, _("It is shared. You can stop sharing at any time."))
                return redirect("my_shares")
            judged = {name: chosen[name] for name in ("to", "until")}
            sharing.judge(person=person, span=chosen["weeks"], now=now, **judged)
            preview = sharing.letter(person=person, reader=person, **wanted(chosen))
        except ValidationError as refused:
            form.refuse(refused)
    context = {
        "readers": readers,
        "spans": spans,
        "letter": preview,
    }
    return form_page(request, "wellbeing/sharing/share_new.html", form, **context)


def wanted(chosen: dict[str, Any]) -> dict[str, Any]:
    """Name the choices as the verbs do."""
    return {"span" if name == "weeks" else name: value for name, value in chosen.items()}


def shared(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one share to its reader, while they may read it; every look is noted."""
    viewer, now = request.person, timezone.now()
    readable = Share.objects.readable_by(viewer).select_related("person", "to")
    found = get_object_or_404(readable, public_id=public_id)
    audit.note_access(
        viewer=viewer,
        role=viewer.acts_as(*MAY.answer_for_others),
        what=access_kinds.SHARED,
        person=found.person,
        subject=found.public_id,
        at=now,
    )
    letter = sharing.letter(
        person=found.person,
        to=viewer,
        span=sharing.Span(found.weeks[0], found.weeks[-1]),
        purpose=found.purpose,
        until=found.until,
        reader=viewer,
    )
    return render(request, "wellbeing/sharing/shared.html", {"letter": letter})

"""The person's own ways to sign in, the places where they are signed in now, and until when."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from people import access_kinds
from people.audit import actions as audit
from people.guards import SignedInRequest
from people.models import Visit
from people.tenancy.context import everywhere

from . import safety, sessions


def signing_in(request: SignedInRequest) -> HttpResponse:
    """Show the person's ways in and open visits, and end those on other devices."""
    here, now = sessions.name_of(request.session.session_key or ""), timezone.now()
    mine = sessions.open_visits(request.user, now=now)
    elsewhere = [one for one in mine if one.pk != here]
    if request.method == "POST":
        said = end(request, elsewhere)
        audit.note_own(person=request.person, what=access_kinds.SIGNED_OUT, at=now)
        messages.success(request, said)
        return redirect("mfa_index")
    ways = Authenticator.objects.filter(user=request.user).order_by("pk")
    context = {
        "here": [one for one in mine if one.pk == here],
        "elsewhere": elsewhere,
        "passkeys": [one for one in ways if one.type == Authenticator.Type.WEBAUTHN],
        "app": next((one for one in ways if one.type == Authenticator.Type.TOTP), None),
        "codes": any(one.type == Authenticator.Type.RECOVERY_CODES for one in ways),
    }
    return render(request, "people/accounts/signing_in.html", context)


def end(request: SignedInRequest, elsewhere: list[Visit]) -> str:
    """End the named visit, or all others, and say so. An unknown visit is a 404."""
    if (named := request.POST.get("end")) == "others":
        safety.end_doors(request.user, but=request.session.session_key)
        return _(
            "Signed out everywhere else. Keys of programs and your calendar link stopped working "
            "too."
        )
    if not (found := next((one for one in elsewhere if one.pk == named), None)):
        raise Http404
    with everywhere():  # it may be at another place of the account
        found.delete()
    return _("Signed out there.")


def visit(request: HttpRequest) -> HttpResponse:
    """Say to an open page whether the visit ends soon; a press keeps it open, to ask does not.

    Without the script that asks there is nothing to see.
    """
    if not HtmxDetails(request):
        return redirect("home")
    now, opened = timezone.now(), request.session.get(sessions.VISIT)
    if opened is None:
        # The browser keeps its key: by it a form that is sent too late finds its sender.
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return render(request, "people/accounts/visit.html", {"over": True})
    warns, ends = sessions.warned_at(opened), sessions.end_of(opened)
    context = {
        "ends": ends,
        "soon": warns <= now,
        "can_stay": ends < sessions.last_end_of(opened),
        "stayed": request.method == "POST",
        "seconds": seconds_until(warns if now < warns else ends, now),
    }
    return render(request, "people/accounts/visit.html", context)


def seconds_until(moment: datetime, now: datetime) -> int:
    """Count the seconds after which to ask again: right after a moment."""
    return int((moment - now).total_seconds()) + 1

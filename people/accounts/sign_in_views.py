"""The person's own ways to sign in, and the places where they are signed in now."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

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

"""Slips: the page that is printed, and the page where its code is typed."""

from urllib.parse import urlencode

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from people.audit import security_log
from people.guards import SignedInRequest
from people.languages.known import offered_languages
from people.members.arrival_views import in_language_of_address, let_in
from people.members.forms import SlipForm
from people.models import Invitation
from people.writing import links, qr
from people.writing.forms import sent

from . import codes as slips

# One sentence for used, late and unknown codes: it tells nothing about any slip.
NOT_OPEN = _("This code does not work. Please check the letters, or ask for a new slip.")
TOO_MANY = _("Too many tries. Please wait 15 minutes.")


def slip_to_print(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    """Show a slip with a new code, this once: a redirect would have to keep it in between."""
    if not (code := slips.write(invitation=invitation, now=timezone.now())):
        raise Http404
    # With the day until which the code holds.
    invitation.refresh_from_db()
    offered = dict(offered_languages())
    language = invitation.language if invitation.language in offered else get_language()
    address = links.to("slip")
    side, path = qr.drawn(f"{address}?{urlencode({'language': language})}")
    context = {
        "invitation": invitation,
        "language": language,
        "address": address,
        "groups": slips.in_groups(code),
        "side": side,
        "path": path,
    }
    return render(request, "people/members/slip_to_print.html", context)


@sensitive_post_parameters("code")
def slip(request: HttpRequest) -> HttpResponse:
    """Take the code of a slip and lead to the page of an invitation.

    The code on paper names the language of the slip: the page opens in it. Every code that opens
    nothing reads the same.
    """
    if opened := in_language_of_address(request, "slip"):
        return opened
    form, now = SlipForm(sent(request)), timezone.now()
    limited = form.is_valid() and not may_try(request, form.cleaned_data["code"])
    if limited:
        form.add_error("code", TOO_MANY)
    elif form.is_valid():
        if found := slips.behind(form.cleaned_data["code"], now=now):
            slips.keep_typed(request.session, found, now)
            return redirect("slip_arrival")
        security_log.note("slip_refused", request=request)
        form.add_error("code", NOT_OPEN)
    context = {"form": form, "problems": form.problems()}
    status = 429 if limited else 422 if form.errors else 200
    return render(request, "people/members/slip.html", context, status=status)


def may_try(request: HttpRequest, code: str) -> bool:
    """Count a try against the place that it comes from, and against the code."""
    return bool(ratelimit.consume(request, action="slip", key=code))


@sensitive_post_parameters("password")
def slip_arrival(request: HttpRequest) -> HttpResponse:
    """Let a person who typed the code of a slip come in, as behind an invitation's link."""
    found = slips.typed_in(request.session, now=timezone.now())
    return let_in(request, found) if found else redirect("slip")

"""Slips: the page that is printed, and the page where its code is typed."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from people.audit import security_log
from people.guards import SignedInRequest
from people.keys.paper_codes import PaperCodes, in_groups
from people.languages.known import offered_languages
from people.members.arrival_views import in_language_of_address, let_in
from people.members.forms import PaperCodeForm
from people.models import Invitation
from people.writing import links, qr
from people.writing.forms import sent

from . import codes as slips

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
    side, path = drawn_address(language)
    context = {
        "invitation": invitation,
        "language": language,
        "address": address,
        "groups": in_groups(code),
        "side": side,
        "path": path,
    }
    return render(request, "people/members/slip_to_print.html", context)


@lru_cache(maxsize=16)
def drawn_address(language: str) -> tuple[int, str]:
    """Draw the address of the page where a code is typed, as it opens in a language."""
    return qr.drawn(f"{links.to('slip')}?{urlencode({'language': language})}")


@sensitive_post_parameters("code")
def slip(request: HttpRequest) -> HttpResponse:
    """Take the code of a slip and lead to the page of an invitation.

    The code on paper names the language of the slip: the page opens in it. Every code that opens
    nothing reads the same.
    """
    if opened := in_language_of_address(request, "slip"):
        return opened
    return take_code(request, SLIP_DOOR)


@dataclass(frozen=True)
class CodeDoor:
    """A page that takes a code on paper: which codes, where they lead, and what it says."""

    codes: PaperCodes[Any]
    opens: str
    # How the security log calls a refused code.
    refused: str
    not_open: Promise
    template: str
    label: Promise


# Of used, late and unknown codes each door says one sentence: it tells nothing about any of them.
SLIP_DOOR = CodeDoor(
    codes=slips.SLIPS,
    opens="slip_arrival",
    refused="slip_refused",
    not_open=_("This code does not work. Please check the letters, or ask for a new slip."),
    template="people/members/slip.html",
    label=_("Code on the slip"),
)


def take_code(request: HttpRequest, door: CodeDoor) -> HttpResponse:
    """Take a code and go on where it leads; every code that opens nothing reads the same.

    A try counts against the place that it comes from, and against the code.
    """
    form, now = PaperCodeForm(sent(request)), timezone.now()
    form.fields["code"].label = str(door.label)
    limited = False
    if form.is_valid():
        code = form.cleaned_data["code"]
        if limited := not ratelimit.consume(request, action="slip", key=code):
            form.add_error("code", TOO_MANY)
        elif door.codes.behind(code, now=now):
            door.codes.keep_typed(request.session, code, now)
            return redirect(door.opens)
        else:
            security_log.note(door.refused, request=request)
            form.add_error("code", str(door.not_open))
    context = {"form": form, "problems": form.problems()}
    status = 429 if limited else 422 if form.errors else 200
    return render(request, door.template, context, status=status)


@sensitive_post_parameters("password")
def slip_arrival(request: HttpRequest) -> HttpResponse:
    """Let a person who typed the code of a slip come in, as behind an invitation's link."""
    found = slips.SLIPS.typed_in(request.session, now=timezone.now())
    return let_in(request, found) if found else redirect("slip")

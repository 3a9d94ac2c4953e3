"""The page on which admins make, take over and revoke the keys of their organisation."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.accounts import tokens
from people.guards import SignedInRequest, for_whole
from people.models import OrganisationKey
from people.weeks import today
from people.writing.fields import get_visible, typed_day
from people.writing.forms import page_with_problems, sent

from . import actions
from .forms import OrganisationKeyForm

REVOKE, TAKE_OVER = "revoke", "take_over"


def gives_text(request: SignedInRequest) -> bool:
    """Say whether the text of a key is asked for: it opens what its admin may do, and stays."""
    return request.method == "POST" and REVOKE not in request.POST


@for_whole
@reauthentication_required(enabled=gives_text)
def organisation_keys(request: SignedInRequest) -> HttpResponse:
    """List the keys of the organisation; make one and show it once, take one over, revoke one.

    The password is asked for again: a finder of an unlocked device must not get a key.
    """
    by, now = request.person, timezone.now()
    if REVOKE in request.POST:
        actions.revoke(key=named(request, REVOKE), by=by, now=now)
        messages.success(request, _("The key is revoked."))
        return redirect("organisation_keys")
    taken = TAKE_OVER in request.POST
    usual = {"last_day": typed_day(tokens.longest(today(now)))}
    form = OrganisationKeyForm(None if taken else sent(request), initial=usual)
    fresh, refused = None, None
    if taken:
        fresh, refused = taken_over(request)
    elif form.is_valid():
        try:
            _key, fresh = actions.make(by=by, now=now, **form.cleaned_data)
        except ValidationError as wrong:
            form.refuse(wrong)
        else:
            form = OrganisationKeyForm(initial=usual)
    keys = OrganisationKey.objects.visible_to(by).select_related("acts_for__account")
    context = {
        "form": form,
        "problems": [("", refused)] if refused else form.problems(),
        "keys": keys.order_by("pk"),
        "day": today(now),
        # Shown in this answer: a redirect would have to keep it somewhere in between.
        "fresh": fresh,
    }
    return page_with_problems(request, "people/organisation_keys/organisation_keys.html", context)


def named(request: SignedInRequest, button: str) -> OrganisationKey:
    """Find the key that a button names; another one is a 404."""
    return get_visible(OrganisationKey.objects.visible_to(request.person), request.POST[button])


def taken_over(request: SignedInRequest) -> tuple[str | None, str | None]:
    """Take a key over: its new text, or why not."""
    key = named(request, TAKE_OVER)
    try:
        return actions.take_over(key=key, by=request.person, now=timezone.now()), None
    except ValidationError as refused:
        return None, " ".join(refused.messages)

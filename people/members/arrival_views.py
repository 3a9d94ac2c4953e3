"""The page behind an invitation's link, and behind the code of a slip."""

import re

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from people.accounts import places, sessions
from people.accounts.forms import NAMES
from people.guards import person_of
from people.languages.known import offered_languages
from people.models import Invitation, Person
from people.writing import languages
from people.writing.forms import form_page, sent

from . import invitations
from .forms import AcceptForm, JoinForm

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
# A name with one of these is a Thai one.
THAI = re.compile("[\u0e00-\u0e7f]")


@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person choose names and a password, or join with the account they have.

    A used, an expired and an unknown link show the same page. The link in a mail names the language
    of the mail: the page opens in it, and from then on in what is chosen there.
    """
    if opened := in_language_of_address(request, "invitation", token):
        return opened
    if not (found := invitations.behind(token, now=timezone.now())):
        return render(request, "people/members/invitation_closed.html", status=404)
    return let_in(request, found)


def in_language_of_address(request: HttpRequest, page: str, *args: str) -> HttpResponse | None:
    """Open a page in the language that its address names, and keep it; None if it names none."""
    if (wanted := request.GET.get("language")) not in dict(offered_languages()):
        return None
    opened = redirect(page, *args)
    languages.keep(opened, wanted)
    return opened


def let_in(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Let a person come in with a new account, or with the one they are signed in to."""
    if person := person_of(request):
        return join(request, person, found)
    form = AcceptForm(sent(request), initial={"language": get_language()} | named_on(found))
    if form.is_valid():
        about = {"now": timezone.now(), **form.cleaned_data}
        try:
            refuse_many(request, found)
            person = invitations.accept(invitation=found, **about)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            # As on the sign-in page before anything is ticked there.
            request.session[sessions.SHARED_DEVICE] = sessions.is_shared(request)
            login(request, person.account, backend=BACKEND)
            response = redirect("home")
            languages.keep(response, person.language)
            return response
    return shown(request, "invitation", form, found)


def refuse_many(request: HttpRequest, found: Invitation) -> None:
    """Refuse a try too many with one invitation: each says whether a sign-in name is taken."""
    if not ratelimit.consume(request, action="arrival", key=str(found.pk)):
        raise ValidationError(_("Too many tries. Please wait an hour."), code="many")


def named_on(found: Invitation) -> dict[str, str]:
    """Begin with the names that an admin entered; that on a slip in the field of its script."""
    if found.person:
        return model_to_dict(found.person, NAMES)
    if not found.name:
        return {}
    return {"full_name_th" if THAI.search(found.name) else "full_name_en": found.name}


def join(request: HttpRequest, me: Person, found: Invitation) -> HttpResponse:
    """Let a person who is signed in join with their account; they are at the new place then."""
    form = JoinForm(sent(request), initial=model_to_dict(me, NAMES))
    if form.is_valid():
        about = {"account": me.account, "now": timezone.now(), **form.cleaned_data}
        try:
            person = invitations.accept_with(invitation=found, **about)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            places.enter(request, person, several=True)
            return redirect("home")
    return shown(request, "invitation_join", form, found)


def shown(
    request: HttpRequest, name: str, form: AcceptForm | JoinForm, found: Invitation
) -> HttpResponse:
    """Show the form with what was typed."""
    return form_page(request, f"people/members/{name}.html", form, invitation=found)

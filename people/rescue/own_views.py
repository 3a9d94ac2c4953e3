"""The pages of the person who was helped: come in with the code, and say whether it was them."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from people.accounts import sessions
from people.guards import SignedInRequest
from people.members.slips.views import CodeDoor, take_code
from people.models import LostSignIn
from people.writing import languages
from people.writing.forms import form_page, page_with_problems, problems_of, sent

from . import actions as rescue
from . import codes, helpers
from .forms import CodePasswordForm

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
DOOR = CodeDoor(
    codes=codes.HELP,
    opens="lost_arrival",
    refused="code_on_paper_refused",
    not_open=gettext_lazy(
        "This code does not work. Please check the letters, or ask for help once more."
    ),
    template="people/rescue/lost_code.html",
    label=gettext_lazy("Code on the paper"),
)


@sensitive_post_parameters("code")
def lost_code(request: HttpRequest) -> HttpResponse:
    """Take the code on paper and lead to a new password; what opens nothing reads the same."""
    return take_code(request, DOOR)


@sensitive_post_parameters("password")
def lost_arrival(request: HttpRequest) -> HttpResponse:
    """Let a person who typed the code choose a new password, and be in."""
    now = timezone.now()
    if not (found := codes.HELP.typed_in(request.session, now=now)):
        return redirect("lost_code")
    form = CodePasswordForm(sent(request))
    if form.is_valid():
        try:
            person = rescue.come_in(given=found, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            del request.session[codes.HELP.typed_as]
            request.session[sessions.SHARED_DEVICE] = sessions.is_shared(request)
            person.account.person = person
            login(request, person.account, backend=BACKEND)
            response = redirect("helped")
            languages.keep(response, person.language)
            return response
    return form_page(request, "people/rescue/lost_arrival.html", form, person=found.person)


def helped(request: SignedInRequest) -> HttpResponse:
    """Say who helped, what is closed and until when; the owner says whether it was them."""
    now, account = timezone.now(), request.user
    given = helpers.last_help(account, now=now)
    if given is None and account.closed_before is None:
        raise Http404
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return say(request, given)
        except ValidationError as refused:
            problems = problems_of(refused)
    context = {
        "given": given,
        "opens_at": account.opens_at,
        "can_open": account.opens_at is not None and account.opens_at <= now,
        "problems": problems,
    }
    return page_with_problems(request, "people/rescue/helped.html", context)


def say(request: SignedInRequest, given: LostSignIn | None) -> HttpResponse:
    """Take what the owner says; "it was not me" ends this visit too."""
    now, said = timezone.now(), request.POST.get("do")
    if said == "me":
        rescue.say_it_was_me(account=request.user, now=now, visit=request.session.session_key)
        messages.success(
            request, _("Thank you. All that is yours is open again. You are signed out elsewhere.")
        )
        return redirect("home")
    if said == "not_me" and given:
        rescue.say_it_was_not_me(given=given, now=now)
        return render(request, "people/rescue/stopped.html")
    return redirect("helped")


def not_me(request: HttpRequest, public_id: UUID, word: str) -> HttpResponse:
    """Let the owner stop it by the mailed link, without signing in; a page asks once more."""
    given = LostSignIn.objects.filter(public_id=public_id).select_related("person").first()
    if given is None or not codes.is_word_of(given, word):
        return render(request, "people/rescue/not_me_closed.html", status=404)
    if request.method != "POST":
        return render(request, "people/rescue/not_me.html", {"given": given})
    try:
        rescue.say_it_was_not_me(given=given, now=timezone.now())
    except ValidationError:
        return render(request, "people/rescue/not_me_closed.html", status=404)
    return render(request, "people/rescue/stopped.html")

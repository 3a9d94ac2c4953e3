"""The page on which a person joins this phone, so that it shows notices."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.accounts.sessions import VISIT, is_shared
from people.guards import SignedInRequest
from people.models import PushSubscription
from people.writing.fields import get_visible
from people.writing.forms import sent

from . import actions
from .forms import JoinPhoneForm
from .vapid import public_key, push_key
from .way import PushWay


def this_phone(request: SignedInRequest) -> HttpResponse:
    """Show the person's phones, join this one, and part them."""
    if not PushWay().is_offered():
        raise Http404
    own = PushSubscription.objects.visible_to(request.person)
    if "remove" in request.POST:
        actions.part_phone(get_visible(own, request.POST["remove"]))
        messages.success(request, _("This device shows you nothing any more."))
        return redirect("this_phone")
    shared = is_shared_visit(request)
    form = JoinPhoneForm(None if shared else sent(request))
    if form.is_valid() and phone_joined(request, form):
        messages.success(request, _("From now on this device shows when something waits for you."))
        return redirect("this_phone")
    context = {
        "form": form,
        "problems": form.problems(),
        "phones": own,
        "shared": shared,
        "key": public_key(push_key()),
        "worker": reverse("service_worker", query={"language": get_language()}),
    }
    refused = form.errors or (shared and request.method == "POST")
    return render(request, "people/phones/this_phone.html", context, status=422 if refused else 200)


def home_screen(request: SignedInRequest) -> HttpResponse:
    """Say how a phone keeps the product on its home screen, and what others see there."""
    return render(request, "people/phones/home_screen.html")


def phone_joined(request: SignedInRequest, form: JoinPhoneForm) -> bool:
    """Join the phone; a refusal is at the form."""
    try:
        actions.join_phone(account=request.user, day=request.person.today, **form.cleaned_data)
    except ValidationError as refused:
        form.refuse(refused)
        return False
    return True


def is_shared_visit(request: SignedInRequest) -> bool:
    """Say whether the person said at the sign-in that others use this device."""
    return bool(request.session.get(VISIT, {}).get("shared"))


def is_on_shared_device(request: HttpRequest) -> bool:
    """Say whether others use this device: as its visit says, or else as was said here last."""
    visit = request.session.get(VISIT)
    return bool(visit["shared"]) if visit else is_shared(request)

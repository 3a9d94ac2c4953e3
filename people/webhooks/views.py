"""The page of a person's own program: its address, its secret, how its last calls went."""

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.guards import SignedInRequest
from people.models import Person, ProgramAddress, ProgramDelivery
from people.writing.forms import form_page, sent

from . import actions
from .forms import ProgramAddressForm

# What is pressed without the password: it gives no other program anything.
PLAIN = ("remove", "test", "again", "on")


def sets_program(request: SignedInRequest) -> bool:
    """Say whether an address or a secret is asked for: a finder of a device must not get one."""
    return request.method == "POST" and not any(one in request.POST for one in PLAIN)


@reauthentication_required(enabled=sets_program)
def program_address(request: SignedInRequest) -> HttpResponse:
    """Set where the person's program is called, show its secret once, and how its calls went."""
    me, now = request.person, timezone.now()
    if request.method == "POST" and not sets_program(request):
        do_plainly(request)
        return redirect("program_address")
    form, fresh = ProgramAddressForm(sent(request)), ""
    if "renew" in request.POST:
        get_object_or_404(ProgramAddress.objects.visible_to(me))
        form, fresh = ProgramAddressForm(), actions.renew_secret(person=me)
    elif form.is_valid():
        try:
            _place, fresh = actions.set_address(
                person=me, address=form.cleaned_data["address"], now=now
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            form = ProgramAddressForm()
    return shown(request, form, fresh)


def shown(request: SignedInRequest, form: ProgramAddressForm, fresh: str) -> HttpResponse:
    """Show the page; a secret is shown in the answer that made it."""
    me = request.person
    place = ProgramAddress.objects.visible_to(me).select_related("person").first()
    context = {
        "place": place,
        "address": actions.program_url(place) if place else "",
        "deliveries": ProgramDelivery.objects.visible_to(me).order_by("-at", "-pk"),
        "failed": actions.failed_letters(me).count(),
        "fresh": fresh,
    }
    return form_page(request, "people/webhooks/program_address.html", form, **context)


def do_plainly(request: SignedInRequest) -> None:
    """Do what one of the plain buttons asks for."""
    me = request.person
    if "remove" in request.POST:
        actions.remove_address(person=me)
        messages.success(request, _("The address is removed. Your messages come by e-mail."))
    elif "on" in request.POST:
        actions.switch_on(person=me)
        messages.success(request, _("Your program is called again."))
    elif "again" in request.POST:
        leave_again(request, me)
    elif not ratelimit.consume(request, action="test_message"):
        messages.warning(request, _("Please wait an hour before the next test."))
    else:
        actions.post_test(person=me)
        messages.success(request, _("A test is on its way. The list below shows how it went."))


def leave_again(request: SignedInRequest, me: Person) -> None:
    """Send again what failed, and say how much."""
    if count := actions.send_failed_again(person=me, now=timezone.now()):
        said = ngettext("%(n)s message leaves again.", "%(n)s messages leave again.", count)
        messages.success(request, said % {"n": count})

"""The person's own account: names, keys, and who opened their record."""

import uuid

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from people.guards import SignedInRequest
from people.models import AddressChange, ApiToken, Person, Role, RoleProposal
from people.writing import languages
from people.writing.fields import typed_day, whole_number
from people.writing.forms import sent

from . import addresses, safety, tokens
from .forms import AccountForm, KeyForm
from .tasks import send_address_link, tell_old_address


def account(request: SignedInRequest) -> HttpResponse:
    """Show and change the person's own names, language and address."""
    me = Person.objects.get(pk=request.user.pk)  # its own copy: the shell shows what is stored
    waiting = AddressChange.objects.visible_to(request.user)
    if "keep_address" in request.POST:
        waiting.delete()
        return redirect("account")
    form = AccountForm(sent(request), instance=me, may_try=lambda: may_try(request))
    if form.is_valid():
        save(form, request.user.email)
        # Said in the language that was just chosen.
        with override(me.language):
            messages.success(request, _("Your account is saved."))
        response = redirect("account")
        languages.keep(response, me.language)
        return response
    context = {
        "form": form,
        "problems": form.problems(),
        "memberships": request.user.current_memberships,
        "waiting": waiting.filter(expires__gt=timezone.now()).first(),
        "proposals": to_confirm(request.user),
    }
    return render(
        request, "people/accounts/account.html", context, status=422 if form.errors else 200
    )


def to_confirm(me: Person) -> list[RoleProposal]:
    """List the roles that wait for a supervisor's word; no list and no statement for others."""
    if Role.SUPERVISOR not in me.roles:
        return []
    waiting = RoleProposal.objects.to_confirm(me, timezone.now())
    return list(waiting.select_related("person", "unit").order_by("pk"))


def asks_to_close(request: SignedInRequest) -> bool:
    """Say whether the person asks to close the account: that needs the password once more."""
    return request.method == "POST"


def may_try(request: SignedInRequest) -> bool:
    """Count a try at the person's password: a finder of an unlocked device must not guess it."""
    return ratelimit.consume(request, action="own_password")


@transaction.atomic
def save(form: AccountForm, address: str) -> None:
    """Save an account. Its address stays until the person opens the link to the new one."""
    form.instance.email = address
    me = form.save()
    if "email" in form.changed_data:
        email = form.cleaned_data["email"]
        change = addresses.ask(person=me, email=email, now=timezone.now())
        # In this order: once the link is out, "old" may be the new one.
        tell_old_address.enqueue(me.pk, uuid.uuid4().hex)
        send_address_link.enqueue(change.pk)


def makes_key(request: SignedInRequest) -> bool:
    """Say whether a key is asked for: it opens what the account opens, and stays."""
    return request.method == "POST" and "remove" not in request.POST


@reauthentication_required(enabled=makes_key)
def account_keys(request: SignedInRequest) -> HttpResponse:
    """Make a key for the person's own program, show it once, take keys back.

    The password is asked for again: a finder of an unlocked device must not get a key.
    """
    if "remove" in request.POST:
        own = ApiToken.objects.visible_to(request.user)
        tokens.remove(get_object_or_404(own, pk=whole_number(request.POST["remove"])))
        return redirect("account_keys")
    day = request.user.today
    usual = {"last_day": typed_day(tokens.longest(day))}
    form, fresh = KeyForm(sent(request), initial=usual), None
    if form.is_valid():
        try:
            _token, fresh = tokens.make(person=request.user, day=day, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            safety.key_made(request.user)
            form = KeyForm(initial=usual)
    context = {
        "form": form,
        "problems": form.problems(),
        "keys": ApiToken.objects.visible_to(request.user).order_by("pk"),
        "day": day,
        # Shown in this answer: a redirect would have to keep it somewhere in between.
        "fresh": fresh,
    }
    return render(
        request, "people/accounts/account_keys.html", context, status=422 if form.errors else 200
    )

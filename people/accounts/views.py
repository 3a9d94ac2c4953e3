"""What is the person's own: their account, names, keys, and who opened their record."""

import uuid
from functools import partial

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from people.guards import SignedInRequest
from people.models import (
    Absence,
    Account,
    AddressChange,
    ApiToken,
    Membership,
    Person,
    Role,
    RoleProposal,
)
from people.writing import languages
from people.writing.fields import typed_day, whole_number
from people.writing.forms import PageForm, form_page, sent

from . import addresses, own_names, safety, sessions, tokens
from .forms import AddressForm, KeyForm, OwnNamesForm, PhoneForm, TalkOfferForm
from .look_picture import looks_at
from .tasks import send_address_link, tell_old_address
from .yours import waiting_change, yours_now


@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    """Show what is the person's own: who looked, their record, their names, their ways in."""
    me, now = request.person, timezone.now()
    context = {
        "looks": looks_at(me, now),
        "yours": yours_now(me, now),
        "memberships": me.current_memberships,
        "proposals": to_confirm(me),
        **own_absence(me),
    }
    return render(request, "people/accounts/account.html", context)


def own_absence(me: Person) -> dict[str, object]:
    """Find the person's own long absence, and who stands in; no statement for people present."""
    if me.away_until is None:
        return {}
    acting = Membership.objects.filter(acting_for=me).lasting(me.today)
    return {
        "absence": Absence.objects.on(me.today).get(person=me),
        "stand_ins": list(acting.select_related("person", "unit").order_by("starts", "pk")),
    }


def to_confirm(me: Person) -> list[RoleProposal]:
    """List the roles that wait for a supervisor's word; no list and no statement for others."""
    if Role.SUPERVISOR not in me.roles:
        return []
    waiting = RoleProposal.objects.to_confirm(me, timezone.now())
    return list(waiting.select_related("person", "unit").order_by("pk"))


def own_row(request: SignedInRequest) -> Person:
    """Read the person anew: the shell shows what is stored, not what is being typed."""
    return Person.objects.select_related("account").get(pk=request.person.pk)


def account_names(request: SignedInRequest) -> HttpResponse:
    """Show and change the person's own names and languages."""
    me = own_row(request)
    form = OwnNamesForm(sent(request), instance=me)
    if form.is_valid() and may_be_called(form):
        form.save()
        # Said in the language that was just chosen.
        with override(me.language):
            messages.success(request, _("Your names and languages are saved."))
        response = redirect("account")
        languages.keep(response, me.language)
        return response
    return shown(request, "account_names", form)


def may_be_called(form: OwnNamesForm) -> bool:
    """Say whether the names may be kept; a refusal is at its field."""
    try:
        own_names.judge_names(form.instance)
    except ValidationError as refused:
        form.refuse(refused)
        return False
    return True


def account_offer(request: SignedInRequest) -> HttpResponse:
    """Let the person say whether colleagues may ask them for a word."""
    if not request.person.belongs:
        raise Http404
    form = TalkOfferForm(sent(request), instance=own_row(request))
    if form.is_valid():
        offers = form.save().open_to_talk
        said = (
            _("Colleagues find your name under Talk.") if offers else _("Your name is not there.")
        )
        messages.success(request, said)
        return redirect("account")
    return shown(request, "account_offer", form)


def account_address(request: SignedInRequest) -> HttpResponse:
    """Show and change the person's address at work; take a change back."""
    if "keep_address" in request.POST:
        AddressChange.objects.visible_to(request.person).delete()
        return redirect("account_address")
    if not sends(request):
        return address_page(request, Account.objects.all())
    with transaction.atomic():
        # Locked: where all ways in end in this moment, what was typed opens nothing any more.
        return address_page(request, Account.objects.select_for_update(of=("self",)))


def address_page(request: SignedInRequest, rows: QuerySet[Account]) -> HttpResponse:
    """Show the address at work, or ask for another one."""
    # Read anew: the shell shows what is stored, not what is being typed.
    account = rows.get(pk=request.user.pk)
    may_try = partial(counted_try, request, "own_password")
    form = AddressForm(sent(request), instance=account, may_try=may_try)
    if form.is_valid():
        if not ask_for(form, request.person):
            messages.info(request, _("Nothing was changed: this is your address already."))
        return redirect("account_address")
    waiting = waiting_change(request.person, timezone.now())
    return shown(request, "account_address", form, waiting=waiting)


def sends(request: SignedInRequest) -> bool:
    """Say whether something is sent, and not only read."""
    return request.method == "POST"


@reauthentication_required(enabled=sends)
def account_phone(request: SignedInRequest) -> HttpResponse:
    """Show and change the person's phone number, which signs no one in.

    The password is asked for again: those who help with a lost sign-in call this number.
    """
    account = Account.objects.get(pk=request.user.pk)
    may_try = partial(counted_try, request, "own_phone")
    form = PhoneForm(sent(request), instance=account, may_try=may_try)
    if form.is_valid() and form.keep_number():
        messages.success(request, _("Your phone number is saved."))
        return redirect("account")
    return shown(request, "account_phone", form)


def shown(request: SignedInRequest, name: str, form: PageForm, **more: object) -> HttpResponse:
    """Show one of the person's own forms; what was typed stays."""
    return form_page(request, f"people/accounts/{name}.html", form, **more)


def asks_to_close(request: SignedInRequest) -> bool:
    """Say whether the person asks to close the account: that needs the password once more."""
    return request.method == "POST"


def counted_try(request: SignedInRequest, action: str) -> bool:
    """Count a try of the account, and say whether it may be judged.

    At the own password: a finder of an unlocked device must not guess it. At a phone number: no one
    must learn of many which of them have an account.
    """
    return ratelimit.consume(request, action=action)


@transaction.atomic
def ask_for(form: AddressForm, me: Person) -> bool:
    """Ask for a new address, and say whether one was typed.

    The old one stays until the person opens the link to the new one.
    """
    if "email" not in form.changed_data:
        return False
    email = form.cleaned_data["email"]
    change = addresses.ask(person=me, email=email, now=timezone.now())
    # In this order: once the link is out, "old" may be the new one.
    tell_old_address.enqueue(me.pk, uuid.uuid4().hex)
    send_address_link.enqueue(change.pk)
    return True


def makes_key(request: SignedInRequest) -> bool:
    """Say whether a key is asked for: it opens what the account opens, and stays."""
    return request.method == "POST" and "remove" not in request.POST


@reauthentication_required(enabled=makes_key)
def account_keys(request: SignedInRequest) -> HttpResponse:
    """Make a key for the person's own program, show it once, take keys back.

    The password is asked for again: a finder of an unlocked device must not get a key.
    """
    if "remove" in request.POST:
        own = ApiToken.objects.visible_to(request.person)
        tokens.remove(get_object_or_404(own, pk=whole_number(request.POST["remove"])))
        return redirect("account_keys")
    day = request.person.today
    usual = {"last_day": typed_day(tokens.longest(day))}
    roles = request.person.roles
    form, fresh = KeyForm(sent(request), initial=usual, roles=roles), None
    if form.is_valid():
        try:
            with transaction.atomic():
                if not sessions.holds(request, request.user):
                    return redirect("account_login")
                _token, fresh = tokens.make(person=request.person, day=day, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            safety.key_made(request.person)
            form = KeyForm(initial=usual, roles=roles)
    context = {
        "keys": ApiToken.objects.visible_to(request.person).order_by("pk"),
        "day": day,
        # Shown in this answer: a redirect would have to keep it somewhere in between.
        "fresh": fresh,
    }
    return form_page(request, "people/accounts/account_keys.html", form, **context)

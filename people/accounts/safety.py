"""What follows when a way to sign in has changed, by the person or by another.

A person who knows the old password and chooses a new one ends their other visits. After a reset (a
mailed link, a lost phone, "sign out everywhere") or when an account is closed, everything ends that
opens data without the password: also keys of programs and the address of the calendar, because an
attacker may have made them.
"""

import uuid
from datetime import datetime

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.db import transaction
from django.dispatch import Signal, receiver
from django.http import HttpRequest
from django.utils import timezone

from people import access_kinds
from people.models import Account, AddressChange, Person
from people.tenancy.context import everywhere

from . import factors, parting, sessions
from .places import note_at_every_place
from .tasks import tell_sign_in_changed


@receiver([password_changed, password_reset])
def new_password(request: HttpRequest, user: Account, signal: Signal, **_: object) -> None:
    """Act after a password was changed, or chosen anew by a mailed link."""
    with everywhere():  # a thief may have asked for it
        AddressChange.objects.filter(person__account=user).delete()
    if signal is password_reset:
        end_doors(user)
        close_own_answers(user, now=timezone.now())
    changed(request, user, access_kinds.PASSWORD)


def close_own_answers(account: Account, *, now: datetime) -> None:
    """Close what the owner said until now, where nothing but a mail was needed: for seven days.

    A passkey or an app keeps it open, as the mail alone is not enough then. One that was made while
    it was closed does not: another who reads the mail may have made it.
    """
    held = factors.made_before(account, account.own_closed_before(now) or now)
    if not held:
        account.reset_at = now
        account.save(update_fields=["reset_at"])


@receiver([authenticator_added, authenticator_reset])
def way_added(
    request: HttpRequest, user: Account, authenticator: Authenticator, **more: object
) -> None:
    """Act after a new passkey, app or set of codes; codes that come with the first are not new."""
    if (
        authenticator.type != Authenticator.Type.RECOVERY_CODES
        or more["signal"] is authenticator_reset
    ):
        changed(request, user, access_kinds.WAY_ADDED)


@receiver(authenticator_removed)
def way_removed(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_: object
) -> None:
    """Act after a passkey or an app was removed; the codes end with the last one."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        changed(request, user, access_kinds.WAY_REMOVED)


@receiver(authenticator_used)
def code_used(user: Account, authenticator: Authenticator, **_: object) -> None:
    """Act after a recovery code was used: a person who finds the paper can use it too."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        note_and_tell(user, access_kinds.CODE_USED)


def key_made(person: Person) -> None:
    """Act after a program's key was made: it opens data without a password from then on."""
    note_and_tell(person.account, access_kinds.WAY_ADDED)


@transaction.atomic
@everywhere()
def end_doors(account: Account, *, but: str | None = None) -> None:
    """End every visit except the one of this key, every program key and calendar address.

    What is made in this moment comes before, and ends, or waits and finds its visit ended.
    """
    Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    sessions.end_others(account, but=but)
    parting.end_keys(Person.objects.filter(account=account))


def changed(request: HttpRequest, account: Account, what: str) -> None:
    """Sign out everywhere else, rename this session, note the change and tell the person."""
    here = None
    if request.user == account:
        request.session.cycle_key()
        here = request.session.session_key
    sessions.end_others(account, but=here)
    note_and_tell(account, what)


def note_and_tell(account: Account, what: str) -> None:
    """Write the change into the owner's audit trail, and mail them."""
    note_at_every_place(account, what, now=timezone.now())
    tell_sign_in_changed.enqueue(account.pk, uuid.uuid4().hex)

"""What follows when the way somebody signs in has changed, whoever changed it.

A new password of somebody who knew the old one ends their other visits. Where a way in is reset (a
mailed link, a lost phone, "sign out everywhere") or an account is closed, all doors end that open
without it: keys of programs and the address of the calendar too. Nobody knows who made them.
"""

import uuid

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.dispatch import Signal, receiver
from django.http import HttpRequest
from django.utils import timezone

from people import access_kinds
from people.audit import actions as audit
from people.models import AddressChange, Person

from . import factors, parting, sessions
from .tasks import send_password_link, tell_sign_in_changed


@receiver([password_changed, password_reset])
def new_password(request: HttpRequest, user: Person, signal: Signal, **_: object) -> None:
    """Follow a password that was changed, or chosen anew by a mailed link."""
    AddressChange.objects.visible_to(user).delete()  # a thief may have asked for it
    if signal is password_reset:
        end_doors(user)
    changed(request, user, access_kinds.PASSWORD)


@receiver([authenticator_added, authenticator_reset])
def way_added(
    request: HttpRequest, user: Person, authenticator: Authenticator, **more: object
) -> None:
    """Follow a new passkey, app or set of codes; the codes that come with the first are no more."""
    if (
        authenticator.type != Authenticator.Type.RECOVERY_CODES
        or more["signal"] is authenticator_reset
    ):
        changed(request, user, access_kinds.WAY_ADDED)


@receiver(authenticator_removed)
def way_removed(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_: object
) -> None:
    """Follow a passkey or an app that was removed; codes go with the last."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        changed(request, user, access_kinds.WAY_REMOVED)


@receiver(authenticator_used)
def code_used(user: Person, authenticator: Authenticator, **_: object) -> None:
    """Follow a recovery code: whoever found the paper can use it too."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        note_and_tell(user, access_kinds.CODE_USED)


def key_made(person: Person) -> None:
    """Follow a new key of a program: it comes in without a password from then on."""
    note_and_tell(person, access_kinds.WAY_ADDED)


def lost_phone(person: Person) -> int:
    """Take off all that opens the account but the mailbox, for who lost it; count what there was.

    Keys and calendar addresses go too, uncounted.
    """
    gone = factors.take_off(person)
    end_doors(person)
    note_and_tell(person, access_kinds.LOST)
    send_password_link.enqueue([person.pk], uuid.uuid4().hex)
    return gone


def end_doors(person: Person, *, but: str | None = None) -> None:
    """End every visit but that of one key, every key of a program, every calendar's address."""
    sessions.end_others(person, but=but)
    parting.end_keys(Person.objects.filter(pk=person.pk))


def changed(request: HttpRequest, person: Person, what: str) -> None:
    """Sign out everywhere else, give this session a new name, note it and tell of it."""
    here = None
    if request.user == person:
        request.session.cycle_key()
        here = request.session.session_key
    sessions.end_others(person, but=here)
    note_and_tell(person, what)


def note_and_tell(person: Person, what: str) -> None:
    """Write it into the person's own trail, and mail them."""
    audit.note_own(person=person, what=what, at=timezone.now())
    tell_sign_in_changed.enqueue(person.pk, uuid.uuid4().hex)

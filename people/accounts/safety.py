"""What follows when a way to sign in has changed, by the person or by another.

A person who knows the old password and chooses a new one ends their other visits. After a reset (a
mailed link, a lost phone, "sign out everywhere") or when an account is closed, everything ends that
opens data without the password: also keys of programs and the address of the calendar, because an
attacker may have made them.
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
    """Act after a password was changed, or chosen anew by a mailed link."""
    AddressChange.objects.visible_to(user).delete()  # a thief may have asked for it
    if signal is password_reset:
        end_doors(user)
    changed(request, user, access_kinds.PASSWORD)


@receiver([authenticator_added, authenticator_reset])
def way_added(
    request: HttpRequest, user: Person, authenticator: Authenticator, **more: object
) -> None:
    """Act after a new passkey, app or set of codes; codes that come with the first are not new."""
    if (
        authenticator.type != Authenticator.Type.RECOVERY_CODES
        or more["signal"] is authenticator_reset
    ):
        changed(request, user, access_kinds.WAY_ADDED)


@receiver(authenticator_removed)
def way_removed(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_: object
) -> None:
    """Act after a passkey or an app was removed; the codes end with the last one."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        changed(request, user, access_kinds.WAY_REMOVED)


@receiver(authenticator_used)
def code_used(user: Person, authenticator: Authenticator, **_: object) -> None:
    """Act after a recovery code was used: a person who finds the paper can use it too."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        note_and_tell(user, access_kinds.CODE_USED)


def key_made(person: Person) -> None:
    """Act after a program's key was made: it opens data without a password from then on."""
    note_and_tell(person, access_kinds.WAY_ADDED)


def lost_phone(person: Person) -> int:
    """Remove every way in except the mailbox, for a person who lost their phone; count them.

    Keys and calendar addresses go too; they are not counted.
    """
    gone = factors.take_off(person)
    end_doors(person)
    note_and_tell(person, access_kinds.LOST)
    send_password_link.enqueue([person.pk], uuid.uuid4().hex)
    return gone


def end_doors(person: Person, *, but: str | None = None) -> None:
    """End every visit except the one of this key, every program key and calendar address."""
    sessions.end_others(person, but=but)
    parting.end_keys(Person.objects.filter(pk=person.pk))


def changed(request: HttpRequest, person: Person, what: str) -> None:
    """Sign out everywhere else, rename this session, note the change and tell the person."""
    here = None
    if request.user == person:
        request.session.cycle_key()
        here = request.session.session_key
    sessions.end_others(person, but=here)
    note_and_tell(person, what)


def note_and_tell(person: Person, what: str) -> None:
    """Write the change into the person's own audit trail, and mail the person."""
    audit.note_own(person=person, what=what, at=timezone.now())
    tell_sign_in_changed.enqueue(person.pk, uuid.uuid4().hex)

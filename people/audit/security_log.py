"""The security log: sign-ins and failed sign-ins, changed roles, downloaded tables.

Its lines name no person. A sign-in name and a network address are written as hashes. Only this
installation can make them again, from a name it already has; a new SECRET_KEY changes all hashes.
`config/settings.py` says where the lines go; they are kept for thirty days.
"""

import logging

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from people.access_kinds import own_kinds
from people.models import AccessEvent, Account, Person

log = logging.getLogger("kamlangjai.security")
SALT = "people.audit.security_log"
LETTERS = 16
NOBODY = "-"
# From the audit trail, beside what people do with their own record. Looks are not written here.
CHANGES = ("role", "closed", "reopened")


def note(
    event: str,
    *,
    account: Account | Person | None = None,
    by: Person | None = None,
    name: str = "",
    request: HttpRequest | None = None,
    **facts: str,
) -> None:
    """Write one line, by the sign-in name of an account or person.

    `name` is the typed name if no account has it; `facts` are our words.
    """
    request = request or context.request
    said = {"person": hashed(account.username if account else name)}
    if by:
        said["by"] = hashed(by.username)
    said["from"] = hashed(address_of(request) if request else "")
    log.info("%s %s", event, " ".join(f"{key}={word}" for key, word in (said | facts).items()))


def hashed(text: str) -> str:
    """Hash a sign-in name or a network address, always the same way; an empty one stays empty."""
    if not text:
        return NOBODY
    return salted_hmac(SALT, text.casefold(), algorithm="sha256").hexdigest()[:LETTERS]


def address_of(request: HttpRequest) -> str:
    """Find the network address of a request, in the way that sign-in tries are counted."""
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return ""


@receiver(user_logged_in)
def came_in(request: HttpRequest, user: Account, **_: object) -> None:
    """Note that a person signed in, by any way."""
    note("sign_in", account=user, request=request)


@receiver(user_logged_out)
def went(request: HttpRequest, user: Account | None, **_: object) -> None:
    """Note that a person signed out."""
    note("sign_out", account=user, request=request)


@receiver(authentication_failed)
def code_failed(request: HttpRequest, user: Account, **_: object) -> None:
    """Note a wrong code or passkey beside a right password."""
    note("code_failed", account=user, request=request)


@receiver(post_save, sender=AccessEvent)
def in_the_trail(instance: AccessEvent, created: bool, **_: object) -> None:
    """Note an event of the audit trail about a role, an account, or a way to sign in."""
    what = str(instance.what)
    if created and (what in own_kinds() or what.startswith(CHANGES)):
        note(what, account=instance.person, by=instance.viewer)

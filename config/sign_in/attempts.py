"""How often a person may try to sign in.

Tries are counted by account and address together, so that an attacker at one address locks no
person out at another. A wide limit counts the tries at an account from everywhere; its owner is
told when it is reached. A browser that has signed in to an account before is counted apart from
both.
"""

import hashlib
import secrets

from allauth.core import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.accounts.tasks import tell_many_tries
from people.models import Account
from people.weeks import today

COOKIE = "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"
SALT = "config.sign_in.attempts.known"
KEPT_SECONDS = 180 * 24 * 3600
# A person with more accounts on one browser is counted as unknown for the oldest of them.
ACCOUNTS = 5


def counted_as(request: HttpRequest, account: str, address: str) -> str:
    """Name what a try is counted under: the account, with the known browser or the address."""
    return f"{account} from {known_browser(request, account) or address}"


def known_browser(request: HttpRequest, account: str) -> str:
    """Find the number of a browser that has signed in to an account before; empty for others."""
    known = kept(request)
    return known["browser"] if short_hash(account) in known["accounts"] else ""


def kept(request: HttpRequest) -> dict:
    """Read what a browser keeps of its sign-ins; a value not written here counts as none."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return {"browser": "", "accounts": []}


def remember(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Make a browser known from now on for the accounts that signed in with it, without names."""
    known, one = kept(request), short_hash(account)
    accounts = [one, *(other for other in known["accounts"] if other != one)][:ACCOUNTS]
    about = {"browser": known["browser"] or secrets.token_urlsafe(12), "accounts": accounts}
    response.set_cookie(
        COOKIE,
        signing.dumps(about, salt=SALT),
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def short_hash(account: str) -> str:
    """Name an account in a cookie, so that only this installation can tell which one it is."""
    return hashlib.blake2b(
        account.casefold().encode(), digest_size=12, key=settings.SECRET_KEY.encode()[:64]
    ).hexdigest()


def may_try(request: HttpRequest, account: str) -> bool:
    """Say whether the account's wide limit leaves a try; a known browser always has one."""
    return bool(known_browser(request, account)) or ratelimit.consume(
        request, action="login_account", key=account.casefold(), dry_run=True
    )


def failed(request: HttpRequest, account: str) -> None:
    """Count a wrong password against the account's wide limit; its owner hears of the last one."""
    if known_browser(request, account):
        return
    ratelimit.consume(request, action="login_account", key=account.casefold())
    if not may_try(request, account):
        day = today(timezone.now()).isoformat()
        for one in Account.objects.filter(username=account, is_active=True):
            tell_many_tries.enqueue(one.pk, day)

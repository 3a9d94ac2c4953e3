"""How often somebody may try to sign in.

Counted by account and address together, so that who guesses somewhere locks nobody out elsewhere;
with a wide limit for an account from everywhere, of which its owner hears. A browser that has
signed in to an account before is counted apart from both.
"""

import hashlib
import secrets

from allauth.core import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.accounts.tasks import tell_many_tries
from people.models import Person
from people.weeks import today

COOKIE = "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"
SALT = "config.sign_in.attempts.known"
KEPT_SECONDS = 180 * 24 * 3600
# Whoever has more accounts on one browser is counted like anybody for the oldest of them.
ACCOUNTS = 5


def counted_as(request: HttpRequest, account: str, address: str) -> str:
    """Name what a try is counted under: the account, with the browser it knows or the address."""
    return f"{account} from {known_browser(request, account) or address}"


def known_browser(request: HttpRequest, account: str) -> str:
    """Find the number of a browser that has signed in to an account before; empty for others."""
    known = kept(request)
    return known["browser"] if short_hash(account) in known["accounts"] else ""


def kept(request: HttpRequest) -> dict:
    """Read what a browser keeps of who signed in with it; what we did not write counts for none."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return {"browser": "", "accounts": []}


def remember(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Let a browser be known from now on by those who signed in with it; their names stay out."""
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
    """Name an account in a cookie without saying which it is; only this installation can."""
    return hashlib.blake2b(
        account.casefold().encode(), digest_size=12, key=settings.SECRET_KEY.encode()[:64]
    ).hexdigest()


def may_try(request: HttpRequest, account: str) -> bool:
    """Say whether the account's wide limit leaves a try; a browser that it knows always has one."""
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
        for person in Person.objects.filter(email__iexact=account, is_active=True):
            tell_many_tries.enqueue(person.pk, day)

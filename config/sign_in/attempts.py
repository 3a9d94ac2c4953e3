"""How often a person may try to sign in.

Tries are counted by account and address together, so that an attacker at one address locks no
person out at another. A wide limit counts the tries at an account from everywhere; its owner is
told when it is reached. A browser that has signed in to an account before is counted apart from
both.

All is counted by what was typed, too, and only by that a person is told to wait. An account has
two names: were wrong tries at one of them told at the other, anybody could learn from it that
there is an account with both.
"""

import hashlib
import secrets

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from allauth.core.internal.ratelimit import consume as take_try
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


def counted_as(request: HttpRequest, account: str, address: str, *, name: str) -> str:
    """Name what a try at an account is counted under: a name, with the known browser or address."""
    return f"{name} from {known_browser(request, account) or address}"


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


def may_type(request: HttpRequest, account: str, typed: str) -> bool:
    """Say whether the wide limit of what was typed leaves a try; a known browser always has one."""
    return has_wide_tries(request, account, action="login_typed", key=typed)


def take(request: HttpRequest, account: str, address: str) -> RateLimitUsage | None:
    """Take one of an account's tries, by whichever name; none is left where this is None."""
    if not has_wide_tries(request, account, action="login_account", key=account):
        return None
    key = counted_as(request, account, address, name=account)
    # allauth's open way says yes or no, and no try of it can be given back.
    return take_try(request, app="allauth.account", action="login_here", key=key)


def give_back(taken: RateLimitUsage | None) -> None:
    """Let a try count for none."""
    if taken:
        taken.rollback()


def has_wide_tries(request: HttpRequest, account: str, *, action: str, key: str) -> bool:
    """Say whether a wide limit leaves a try; a browser that knows the account always has one."""
    return bool(known_browser(request, account)) or ratelimit.consume(
        request, action=action, key=key.casefold(), dry_run=True
    )


def failed(request: HttpRequest, account: str, typed: str) -> None:
    """Count a wrong password against the wide limits; the account's owner hears of the last one."""
    if known_browser(request, account):
        return
    ratelimit.consume(request, action="login_typed", key=typed.casefold())
    took = ratelimit.consume(request, action="login_account", key=account.casefold())
    if took and not has_wide_tries(request, account, action="login_account", key=account):
        day = today(timezone.now()).isoformat()
        for one in Account.objects.filter(username=account, is_active=True):
            tell_many_tries.enqueue(one.pk, day)

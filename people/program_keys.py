"""How a program comes in: with a key, for what the key is for, and not too often."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from .accounts.tokens import key_of_token
from .keys import closed
from .models import ApiToken, KeyScope, OrganisationKey, Person
from .models.audit import acting_program
from .organisation_keys import actions as organisation_keys
from .product_modules import route_is_open
from .tenancy import context as tenancy

# So many calls a key has in a minute of the clock.
CALLS, SECONDS = 120, 60
# Where a request keeps the headers that say so.
LIMITS = "kamlangjai.limits"


class ScopeError(Exception):
    """A key that holds and is not for this."""

    def __init__(self, scope: KeyScope):
        self.scope = scope
        super().__init__(_("This key is not for this. It needs “%(scope)s”.") % {"scope": scope})


class CallsError(Exception):
    """A key that called too often in this minute."""


class ProgramRequest(HttpRequest):
    """A request of a program: its key has let it in, for the person it acts for."""

    auth: Person


class Token(HttpBearer):
    """A key in the Authorization header; never a cookie, so no other site can use it.

    Each operation names its scope where it is registered; without one every key opens it.
    """

    def __init__(self, scope: KeyScope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """Find the person of a key, and reach their organisation from here on.

        A key of an organisation acts for an admin of it, and the trail names it beside them. A key
        of a person without a role today opens nothing. An operation of a module that their
        organisation switched off is not there.
        """
        if not (key := key_of(token)):
            return None
        person = key.person
        tenancy.enter(person.organisation_id)
        if not person.belongs:
            return None
        if person.account.closed_before:
            raise PermissionDenied(
                _("Closed for now: others helped this person sign in, and they confirm it first.")
            )
        if own := person.account.own_closed_before(timezone.now()):
            refuse_after_reset(key, own)
        count(request, key, timezone.now())
        if self.scope and not key.may(self.scope):
            raise ScopeError(self.scope)
        match = request.resolver_match
        if not match or not route_is_open(match.view_name, person):
            raise Http404
        if isinstance(key, OrganisationKey):
            acting_program.set(key.name)
        return person


def refuse_after_reset(key: ApiToken | OrganisationKey, before: datetime) -> None:
    """Refuse a person's own key while what they said is closed: it was made since.

    A key of the organisation does its work, and opens nothing of what its admin said before.
    """
    if isinstance(key, ApiToken):
        raise PermissionDenied(
            _("Closed for now: a new password was mailed to this person. It opens by itself later.")
        )
    closed.close_own(key.person.pk, before)


def key_of(text: str) -> ApiToken | OrganisationKey | None:
    """Find the key with this text: one of a person, or one of an organisation."""
    if text.startswith(organisation_keys.PREFIX):
        return organisation_keys.key_of_text(text)
    return key_of_token(text)


@contextmanager
def no_program() -> Iterator[None]:
    """Begin a request without a program, and forget the one that it named when it ends."""
    before = acting_program.set("")
    try:
        yield
    finally:
        acting_program.reset(before)


def count(request: HttpRequest, key: ApiToken | OrganisationKey, now: datetime) -> None:
    """Count a call of a key in this minute, for all processes; a call too many is refused.

    What is left goes with the answer, whichever it is. Two calls at one moment count as two, on
    whichever hosts. No row says when a key was used, only the cache for as long as the minute
    matters.
    """
    minute, gone = divmod(int(now.timestamp()), SECONDS)
    calls = counted(f"calls:{key.public_id}:{minute}", now + timedelta(seconds=SECONDS))
    again = str(SECONDS - gone)
    told = request.META[LIMITS] = {
        "RateLimit-Limit": str(CALLS),
        "RateLimit-Remaining": str(max(CALLS - calls, 0)),
        "RateLimit-Reset": again,
    }
    if calls > CALLS:
        told["Retry-After"] = again
        raise CallsError


def counted(name: str, until: datetime) -> int:
    """Count one more under a name in the table of the cache, and say how many there are.

    It is one statement, which no other process can come between; Django's own `incr` reads first
    and writes later. The cache deletes the row some time after `until`.
    """
    quoted = connection.ops.quote_name
    table, value = quoted(str(settings.CACHES["default"]["LOCATION"])), quoted("value")
    # The two names are the settings' own and the database's; nothing that is sent stands in it.
    statement = (
        f"INSERT INTO {table} (cache_key, {value}, expires) VALUES (%s, '1', %s)"  # noqa: S608
        f" ON CONFLICT (cache_key) DO UPDATE SET {value} ="
        f" CAST(CAST({table}.{value} AS INTEGER) + 1 AS TEXT) RETURNING {value}"
    )
    ends = connection.ops.adapt_datetimefield_value(until.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(statement, [cache.make_key(name), ends])
        return int(cursor.fetchone()[0])

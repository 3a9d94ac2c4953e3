"""What is set now, line by line, on the page of what is a person's own.

Each app says its lines when it loads: `people` knows the pages of none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.keys import closed
from people.models import AddressChange, ApiToken, Person
from people.rules.phone_numbers import spoken_phone

from . import sessions

Says = Callable[[Person, datetime], str]
SAID: dict[str, Says] = {}


@dataclass(frozen=True)
class YoursNow:
    """How a person's own lines stand now."""

    person: Person
    # By route: what an app says of its own page; nothing while the answers are closed.
    said: dict[str, str]
    passkeys: int
    visits: int
    keys: int
    waiting: AddressChange | None

    @property
    def names(self) -> str:
        """What colleagues call the person, and the languages they work in."""
        return " · ".join(filter(None, (self.person.short_name, self.person.spoken)))

    @property
    def phone(self) -> str:
        """The person's own number, as people read it."""
        return spoken_phone(self.person.account.phone)

    @property
    def ways(self) -> str:
        """How the person signs in."""
        if not self.passkeys:
            return _("with a password")
        n = self.passkeys
        return ngettext("%(n)s passkey", "%(n)s passkeys", n) % {"n": n}

    @property
    def devices(self) -> str:
        """On how many devices the person is signed in."""
        n = self.visits
        return ngettext("on %(n)s device", "on %(n)s devices", n) % {"n": n}

    @property
    def programs(self) -> str:
        """How many keys programs hold."""
        n = self.keys
        return ngettext("%(n)s key", "%(n)s keys", n) % {"n": n} if n else _("none")


def says(route: str) -> Callable[[Says], Says]:
    """Register what is said of an app's own page."""

    def keep(line: Says) -> Says:
        SAID[route] = line
        return line

    return keep


def yours_now(person: Person, now: datetime) -> YoursNow:
    """Read how a person's own lines stand; four statements, and those of the apps."""
    ways = Authenticator.objects.filter(user=person.account_id, type=Authenticator.Type.WEBAUTHN)
    return YoursNow(
        person=person,
        said={} if closed.before(person.pk) else said_now(person, now),
        passkeys=ways.count(),
        visits=len(sessions.open_visits(person.account, now=now)),
        keys=ApiToken.objects.visible_to(person).filter(last_day__gte=person.today).count(),
        waiting=waiting_change(person, now),
    )


def said_now(person: Person, now: datetime) -> dict[str, str]:
    """Read what the apps say of their own pages."""
    return {route: line(person, now) for route, line in SAID.items()}


def waiting_change(person: Person, now: datetime) -> AddressChange | None:
    """Find a new address that waits for its link to be opened."""
    return AddressChange.objects.visible_to(person).filter(expires__gt=now).first()

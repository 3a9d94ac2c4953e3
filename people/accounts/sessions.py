"""Visits: how long a person stays signed in on a device, and how that ends.

Settings name this module as the session engine. A visit is Django's session, sealed; it knows its
person and has a last moment that no page can move.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.keys import ring
from people.models import Account, Visit
from people.statements import written_once
from people.tenancy.context import everywhere

PURPOSE = "people.Visit.session_data"
# What a session holds about its visit, and which device was named before sign-in.
VISIT, SHARED_DEVICE = "visit", "shared_device"
# The person of the place where the session is (places.py).
PERSON = "person"
# On the device itself: what was said of it at the last sign-in. It names no person.
DEVICE_COOKIE = "shared_device"
DEVICE_KEPT = timedelta(days=180)
# Time is stored in steps: a write for each page would cost more than a minute is worth.
STEP = timedelta(minutes=1)
# Kept a day longer, so that what was sent too late can be given back to the same person.
KEPT_FOR = timedelta(days=1)

PHONES = ("Mobi", "Android", "iPad")
# In this order: most browsers also call themselves by the names further down.
BROWSERS = {
    "Line/": "LINE",
    "SamsungBrowser": "Samsung Internet",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class SessionLimits:
    """How long a visit lasts without an opened page, and at most; how long before it is said."""

    idle: timedelta
    longest: timedelta
    warning: timedelta


OWN = SessionLimits(
    idle=timedelta(minutes=60), longest=timedelta(hours=12), warning=timedelta(minutes=5)
)
SHARED = SessionLimits(
    idle=timedelta(minutes=10), longest=timedelta(hours=1), warning=timedelta(minutes=2)
)


def visit_limits(visit: dict[str, object]) -> SessionLimits:
    """Give the limits of a visit, by what was said of its device."""
    return SHARED if visit["shared"] else OWN


def last_end_of(visit: dict[str, object]) -> datetime:
    """Say when a visit ends whatever its person does."""
    return datetime.fromtimestamp(visit["since"], UTC) + visit_limits(visit).longest


def end_of(visit: dict[str, object]) -> datetime:
    """Say when a visit ends if no further page is opened."""
    idle = datetime.fromtimestamp(visit["seen"], UTC) + visit_limits(visit).idle
    return min(idle, last_end_of(visit))


def warned_at(visit: dict[str, object]) -> datetime:
    """Say when an open page tells that the visit ends, if no further one is opened."""
    return end_of(visit) - visit_limits(visit).warning


def asks_after(visit: dict[str, object], now: datetime) -> int:
    """Say after how many seconds an open page asks whether its visit ends soon.

    A page that was opened now counts as opened a step ago at most, so for nearly all it is one
    number.
    """
    limits = visit_limits(visit)
    last = int((last_end_of(visit) - limits.warning - now).total_seconds())
    return max(1, min(int((limits.idle - limits.warning - STEP).total_seconds()), last))


def device_of(user_agent: str) -> str:
    """Name a browser and its system in common words: "Chrome, Android"; or nothing."""
    known = (BROWSERS, SYSTEMS)
    found = (next((name for sign, name in one.items() if sign in user_agent), "") for one in known)
    return ", ".join(filter(None, found))


def is_phone(request: HttpRequest) -> bool:
    """Say whether people mostly carry this device with them."""
    return any(sign in request.headers.get("User-Agent", "") for sign in PHONES)


def is_shared(request: HttpRequest) -> bool:
    """Say whether others use this device: as its last sign-in said, else unless it is a phone."""
    said = request.COOKIES.get(DEVICE_COOKIE)
    return said == "yes" if said in {"yes", "no"} else not is_phone(request)


def remember_device(response: HttpResponse, *, shared: bool) -> None:
    """Keep on the device what was said of it, for its next sign-in."""
    response.set_cookie(
        DEVICE_COOKIE,
        "yes" if shared else "no",
        max_age=DEVICE_KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def name_of(session_key: str) -> str:
    """Name the row of a session: the table, or a backup of it, holds no key that opens one."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


@written_once
def open_visit(name: str, now: datetime) -> QuerySet[Visit]:
    """Read the row of a session that has not expired."""
    return Visit.objects.open_at(now).filter(pk=name)


class SessionStore(db.SessionStore):
    """Sessions that are sealed, know their person, and end with their visit.

    Only the browser has the key; the row has its name. The person is not known before the row is
    read. So here alone a statement reads across organisations, for the one row of a key.
    """

    @classmethod
    def get_model_class(cls) -> type[Visit]:
        """Keep them as visits."""
        return Visit

    def create_model_instance(self, data: dict[str, object]) -> Visit:
        """Write the person beside the sealed data, so that they can list and end the visit."""
        row = super().create_model_instance(data)
        row.session_key = name_of(self.session_key)
        row.person_id = data.get(PERSON)
        if visit := data.get(VISIT):
            row.device = visit["device"]
            row.since, row.seen = (
                datetime.fromtimestamp(visit[at], UTC) for at in ("since", "seen")
            )
        return row

    @everywhere()
    def exists(self, session_key: str) -> bool:
        """Say whether a key opens anything."""
        return super().exists(name_of(session_key))

    @everywhere()
    def delete(self, session_key: str | None = None) -> None:
        """Delete the session of a key, or this one."""
        if key := session_key or self.session_key:
            super().delete(name_of(key))

    @everywhere()
    def _get_session_from_db(self) -> Visit | None:
        """Find the row by its name; this is the one place where Django looks for the key itself."""
        rows = open_visit(name=name_of(self.session_key), now=timezone.now())
        if not rows:
            self._session_key = None
        return next(iter(rows), None)

    @everywhere()
    def save(self, must_create: bool = False) -> None:
        """Write it: at sign-in it has a person before the request reaches the organisation."""
        super().save(must_create)

    def get_expiry_date(self, **options) -> datetime:
        """Say when it ends; before sign-in it counts as the person's own device."""
        visit = self.get(VISIT)
        return end_of(visit) if visit else super().get_expiry_date(**options)

    def encode(self, session_dict: dict[str, object]) -> str:
        """Seal it: it holds secrets that wait for confirmation, and what was typed."""
        text = self.serializer().dumps(session_dict).decode()
        return ring.seal(text, owner=name_of(self.session_key or ""), purpose=PURPOSE)

    def decode(self, session_data: str) -> dict[str, object]:
        """Open it. What no key opens is empty, and the person signs in again."""
        try:
            owner = name_of(self.session_key or "")
            text = ring.unseal(session_data, owner=owner, purpose=PURPOSE)
        except ring.WrongOwnerError:
            return {}
        return self.serializer().loads(text.encode())


@receiver(user_logged_in)
def begin(request: HttpRequest, **_: object) -> None:
    """Begin a visit, by any way of signing in."""
    now = timezone.now().timestamp()
    request.session[VISIT] = {
        "since": now,
        "seen": now,
        "shared": bool(request.session.pop(SHARED_DEVICE, False)),
        "device": device_of(request.headers.get("User-Agent", "")),
    }


def stay(session: SessionBase, *, now: datetime) -> None:
    """Note that the person opens a page."""
    visit = session.get(VISIT)
    if visit and now.timestamp() - visit["seen"] >= STEP.total_seconds():
        session[VISIT] = visit | {"seen": now.timestamp()}


@everywhere()
def open_visits(account: Account, *, now: datetime) -> list[Visit]:
    """List where an account is signed in, at whichever place; the device used last first."""
    return list(Visit.objects.of(account.pk).open_at(now).order_by("-seen"))


@everywhere()
def end_others(account: Account, *, but: str | None = None) -> int:
    """End every visit of an account, at any place, except the one of this key; count them."""
    return Visit.objects.of(account.pk).exclude(pk=but and name_of(but)).delete()[0]


def holds(request: HttpRequest, account: Account) -> bool:
    """Lock an account and read it anew; say whether the visit goes on.

    A visit that was ended while this waited is forgotten: nothing is done with it any more.
    """
    account.refresh_from_db(from_queryset=Account.objects.select_for_update(of=("self",)))
    if request.session.exists(request.session.session_key):
        return True
    request.session.flush()
    return False


@everywhere()
def take_over(session_key: str, *, now: datetime) -> Visit | None:
    """Find the ended visit of a key, and delete it: it can be continued only once."""
    over = Visit.objects.filter(pk=name_of(session_key), expire_date__lte=now)
    found = over.exclude(person=None).first()
    # Two requests at once may both find it; one of them deletes it.
    return found if found and over.delete()[0] else None


def forget(*, now: datetime) -> None:
    """Delete visits that ended more than a day ago."""
    Visit.objects.filter(expire_date__lt=now - KEPT_FOR).delete()

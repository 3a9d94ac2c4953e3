"""The pairs of keys to which phones seal what they keep without signal; a new one each month.

A phone gets the public half with a page and can open nothing. Of the pairs before, each opens until
no phone can hold a text for it; then its row goes, and no copy of such a text opens ever again.
The private half is sealed with the key ring, which a new key of the ring seals anew.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from people.keys import ring
from people.models import PhoneKey
from people.models.messages.push import PHONE_KEY_PURPOSE

CURVE = ec.SECP256R1()
RENEWED_AFTER = timedelta(days=30)
# For so long a phone keeps what it could not send.
KEPT_ON_A_PHONE = timedelta(days=14)
# A page with the pair before may stay open as long as its week can be sent: from Thursday to the
# Tuesday after. What is sealed on that last day is kept from then on.
OPENS_AFTER_THE_NEXT = KEPT_ON_A_PHONE + timedelta(days=6)
# For so long a process gives out the public half that it read last.
READ_AGAIN_AFTER = timedelta(minutes=10)
NAME_LETTERS = 16


@dataclass(frozen=True)
class PublicHalf:
    """The public half of a pair, as a page gives it to a phone: its name and a point."""

    name: str
    x: str
    y: str

    def __str__(self) -> str:
        return f"{self.name}:{self.x}:{self.y}"


# The public half of this process, and since when: a page need not read it each time. A pair that
# was made, renewed or deleted here counts at once, one that another process made within minutes:
# what is sealed to the pair before opens all the same.
_given: tuple[PublicHalf, datetime] | None = None


def public_half(now: datetime) -> PublicHalf:
    """Give the public half of the newest pair; at most one statement in ten minutes.

    Where there is no pair it is made. `WrongOwnerError` where no key of the ring opens it.
    """
    global _given  # noqa: PLW0603 - it is the process that keeps it
    given = _given  # another thread may forget it meanwhile
    if given is None or not given[1] <= now < given[1] + READ_AGAIN_AFTER:
        given = (public_half_of(opened(newest() or make_pair(1, now))), now)
        _given = given
    return given[0]


def newest() -> PhoneKey | None:
    """Read the newest pair."""
    return PhoneKey.objects.order_by("-number").first()


@receiver([post_save, post_delete], sender=PhoneKey)
def forget(**_: object) -> None:
    """Read the pair again at the next page."""
    global _given  # noqa: PLW0603 - it is the process that keeps it
    _given = None


def opened(pair: PhoneKey) -> ec.EllipticCurvePrivateKey:
    """Open the private half of a pair; refused where it is that of another row."""
    pem = ring.unseal(pair.sealed_key, owner=pair.name, purpose=PHONE_KEY_PURPOSE)
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("The key of phones is of another kind.")
    return key


def opens(pair: PhoneKey) -> bool:
    """Say whether a key of the ring opens a pair."""
    try:
        opened(pair)
    except ring.WrongOwnerError:
        return False
    return True


def public_half_of(key: ec.EllipticCurvePrivateKey) -> PublicHalf:
    """Write the public half of a key as a browser reads it, with the name that follows from it."""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    digest, half = hashlib.sha256(point).digest(), len(point) // 2
    return PublicHalf(
        written(digest)[:NAME_LETTERS], written(point[1:-half]), written(point[-half:])
    )


def written(raw: bytes) -> str:
    """Write bytes in base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def make_pair(number: int, now: datetime) -> PhoneKey:
    """Make the pair of a number, once: where two come at a time, both get the one that was kept."""
    key = ec.generate_private_key(CURVE)
    name = public_half_of(key).name
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    sealed = ring.seal(pem, owner=name, purpose=PHONE_KEY_PURPOSE)
    first = {"name": name, "sealed_key": sealed, "made_at": now}
    return PhoneKey.objects.get_or_create(number=number, defaults=first)[0]


def make_sure() -> None:
    """Make the first pair after a migration; not where its table is not there yet.

    Without a key ring nothing could be sealed: that is said where it is needed.
    """
    there = PhoneKey._meta.db_table in connection.introspection.table_names()
    if settings.KEY_RING and there and newest() is None:
        make_pair(1, timezone.now())


def renew(now: datetime) -> None:
    """Make a new pair where the newest is a month old, and delete those no phone has a text for.

    It is made at once where no key of the ring opens the newest: what is sealed to it is lost.
    Safe to repeat, on several hosts at once: a pair goes by the moment at which the next was made.
    """
    last = newest()
    if last is None or last.made_at + RENEWED_AFTER <= now or not opens(last):
        make_pair(last.number + 1 if last else 1, now)
    settled = PhoneKey.objects.filter(made_at__lte=now - OPENS_AFTER_THE_NEXT)
    if after := settled.order_by("-number").first():
        PhoneKey.objects.filter(number__lt=after.number).delete()

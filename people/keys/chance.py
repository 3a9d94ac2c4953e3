"""Chance that can be drawn again: each figure about a group carries some, so none is exact.

Each organisation has its own key, sealed with the key ring. Without the key a draw cannot be
foreseen; with it the same chance is drawn again, to check what was told. A new key in the ring does
not change the organisation's key.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from fractions import Fraction

from people.models import Organisation
from people.models.organisations import CHANCE_PURPOSE

from . import ring

# This many different draws; the ends of the range are two of them.
STEPS = 2**64 - 1


def uniform(key: bytes, *about: object) -> Fraction:
    """Draw a number from -1 to 1, evenly, for what `about` names; always the same number.

    `about` names the draw (unit, block, measure): its parts are compared as text, in their order.
    """
    return Fraction(2 * drawn(key, about), STEPS) - 1


def whole_draw(key: bytes, widest: int, *about: object) -> int:
    """Draw a whole number from -widest to widest: `uniform` multiplied and rounded down."""
    return widest * (2 * drawn(key, about) - STEPS) // STEPS


def drawn(key: bytes, about: Iterable[object]) -> int:
    """Draw one of the steps, counted from 0."""
    text = b"".join(len(part).to_bytes(4) + part for part in (str(one).encode() for one in about))
    return int.from_bytes(hmac.digest(key, text, hashlib.sha256)[:8])


def chance_keys(organisations: Iterable[int]) -> dict[int, bytes]:
    """Read the keys of some organisations by id; one without a key gets one."""
    asked = Organisation.objects.filter(pk__in=organisations)
    for one in asked.filter(sealed_chance_key=""):
        keep_chance_key(one, secrets.token_bytes(32))
    return {one.pk: opened(one) for one in asked.all()}


def chance_key(organisation: Organisation) -> bytes:
    """Give the key of one organisation that was read already; one without a key gets one."""
    if organisation.sealed_chance_key:
        return opened(organisation)
    return chance_keys([organisation.pk])[organisation.pk]


def keep_chance_key(organisation: Organisation, key: bytes) -> None:
    """Seal a key for an organisation that has none yet.

    If two jobs do this at once, the first key stays: a draw may have used it already.
    """
    owner = str(organisation.public_id)
    fresh = ring.seal(key.hex(), owner=owner, purpose=CHANCE_PURPOSE)
    without = Organisation.objects.filter(pk=organisation.pk, sealed_chance_key="")
    without.update(sealed_chance_key=fresh)


def opened(organisation: Organisation) -> bytes:
    """Open an organisation's key; a key that was moved from another organisation is refused."""
    sealed, owner = organisation.sealed_chance_key, str(organisation.public_id)
    return bytes.fromhex(ring.unseal(sealed, owner=owner, purpose=CHANCE_PURPOSE))

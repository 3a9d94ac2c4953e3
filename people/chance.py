"""Chance that can be drawn again: what is told of a group carries some, so no figure is exact.

Each organisation has a key of its own, sealed with the key ring. Without it nobody can foresee a
draw; with it the same chance is drawn again, to check what was told. A new key in the ring leaves
it as it is.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from fractions import Fraction

from . import keys
from .models import Organisation
from .models.organisations import CHANCE_PURPOSE

# So many different draws; the ends of the range are two of them.
STEPS = 2**64 - 1


def uniform(key: bytes, *about: object) -> Fraction:
    """Draw a number from -1 to 1, each as likely, for what it is about; always the same one.

    `about` names the draw (unit, block, measure): its parts are compared as text, in their order.
    """
    text = b"".join(len(part).to_bytes(4) + part for part in (str(one).encode() for one in about))
    drawn = int.from_bytes(hmac.digest(key, text, hashlib.sha256)[:8])
    return Fraction(2 * drawn, STEPS) - 1


def chance_keys(organisations: Iterable[int]) -> dict[int, bytes]:
    """Read the keys of some organisations by id; one that has none yet gets one."""
    asked = Organisation.objects.filter(pk__in=organisations)
    for one in asked.filter(sealed_chance_key=""):
        fresh = keys.seal(secrets.token_hex(32), owner=str(one.public_id), purpose=CHANCE_PURPOSE)
        # Of two at once the first stays: nobody may have drawn with another.
        asked.filter(pk=one.pk, sealed_chance_key="").update(sealed_chance_key=fresh)
    return {one.pk: opened(one) for one in asked.all()}


def opened(organisation: Organisation) -> bytes:
    """Open an organisation's key; one that was moved from another organisation is refused."""
    sealed, owner = organisation.sealed_chance_key, str(organisation.public_id)
    return bytes.fromhex(keys.unseal(sealed, owner=owner, purpose=CHANCE_PURPOSE))

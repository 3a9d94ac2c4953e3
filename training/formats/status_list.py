"""Bitstring Status Lists v1.0 of the W3C: which of many badges no longer hold, in one document.

Each badge has a place among 131,072 or more; a bit there says that it was revoked. A reader takes
the whole list, so the issuer does not learn which badge was checked. No Django, no clock.
"""

import gzip
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from .openbadges import CONTEXTS, instant

# The fewest that the W3C allows: a badge is one of so many.
SIZE = 131_072
# A new list begins when one is half full, so that a free place is found by chance in few draws.
FULL = SIZE // 2
# Readers keep a list for an hour before they ask again, and never use one older than a day.
KEPT_FOR = timedelta(hours=1)
GOOD_FOR = timedelta(days=1)


def list_to_fill(given: int) -> int:
    """Say which list takes the next badge, counted from 1, after so many badges of an issuer."""
    return given // FULL + 1


def entry(address: str, place: int) -> dict[str, str]:
    """Write in a badge where its status is to be read."""
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": address,
    }


def encoded(places: Iterable[int]) -> str:
    """Write the bits, those of these places set: gzip, then base64url with a "u" before it.

    Place 0 is the left-most bit of the first byte. The same places are always the same text. A
    place beyond the list is an IndexError.
    """
    bits = bytearray(SIZE // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + urlsafe_b64encode(packed).decode().rstrip("=")


def credential(
    *, address: str, issuer: dict[str, Any], revoked: Iterable[int], now: datetime
) -> dict[str, Any]:
    """Write the list as a credential that holds from the hour that has begun, for a day.

    Within an hour it is the same text, so that it is signed and sent once. A reader who fetched it
    just before a badge was revoked can believe it for a day at most.
    """
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return {
        "@context": CONTEXTS[:1],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": instant(hour),
        "validUntil": instant(hour + GOOD_FOR),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(revoked),
            "ttl": KEPT_FOR // timedelta(milliseconds=1),
        },
    }

"""Open Badges 3.0 as VC-JWT with RS256: written, signed, and read with suspicion.

After 1EdTech's specification 3.0 on the W3C data model 2.0. The proof outside the credential is
chosen because it needs no canonical JSON-LD, and so no contexts from the network. No Django, no
clock.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

# In this order: the second builds on the first.
CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
TYPES = ("VerifiableCredential", "OpenBadgeCredential")
ALGORITHM = "RS256"
LARGEST = 20_000


class UnfitBadgeError(Exception):
    """A badge that is not what it says, with the reason."""


def instant(moment: datetime) -> str:
    """Write a moment in UTC: 2026-01-01T00:00:00Z. Without a time zone it is a ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def credential(
    *,
    identifier: str,
    issuer: dict[str, str],
    subject: str,
    achievement: dict[str, str],
    valid_from: datetime,
    valid_until: datetime | None = None,
    name: str = "",
) -> dict[str, object]:
    """Write a credential; `name` only if the holder chose to show it.

    `identifier` and `subject` are URIs. `issuer` has id and name; `achievement` has id, name,
    description and criteria, all plain texts.
    """
    person: dict[str, object] = {
        "id": subject,
        "type": ["AchievementSubject"],
        "achievement": {
            "id": achievement["id"],
            "type": ["Achievement"],
            "name": achievement["name"],
            "description": achievement["description"],
            "criteria": {"narrative": achievement["criteria"]},
        },
    }
    if name:
        person["identifier"] = [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": name,
                "identityType": "name",
            }
        ]
    found = {
        "@context": list(CONTEXTS),
        "id": identifier,
        "type": list(TYPES),
        "issuer": {"id": issuer["id"], "type": ["Profile"], "name": issuer["name"]},
        "validFrom": instant(valid_from),
        "credentialSubject": person,
    }
    return found | ({"validUntil": instant(valid_until)} if valid_until else {})


def claims(badge: Mapping[str, object]) -> dict[str, object]:
    """Repeat in the JWT's own words what the credential says; without a subject's id, KeyError."""
    found = {
        "iss": issuer_of(badge),
        "jti": badge["id"],
        "sub": badge["credentialSubject"]["id"],
        "nbf": seconds(badge["validFrom"]),
    }
    return found | ({"exp": seconds(badge["validUntil"])} if "validUntil" in badge else {})


def issuer_of(badge: Mapping[str, object]) -> str:
    """Find who issued a credential: a URI, or a profile with one."""
    issuer = badge["issuer"]
    return issuer if isinstance(issuer, str) else issuer["id"]


def seconds(text: str) -> int:
    """Read a moment as seconds since 1970; one without a time zone is a ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return int(moment.timestamp())


def sign(badge: Mapping[str, object], *, key: RSAPrivateKey, kid: str) -> str:
    """Sign a credential; the header names the algorithm and the key's address, and nothing more."""
    header = {"alg": ALGORITHM, "kid": kid}
    signed = f"{packed(header)}.{packed({**badge, **claims(badge)})}"
    signature = key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}.{encoded(signature)}"


def read(token: str, *, keys: Mapping[str, RSAPublicKey], now: datetime) -> dict[str, object]:
    """Read a badge that one of these keys signed; anything odd about it is an UnfitBadgeError.

    A badge that has expired is read all the same: `expired` says so.
    """
    parts = token.split(".")
    if len(token) > LARGEST or len(parts) != 3:
        raise UnfitBadgeError("not a signed badge")
    key = keys.get(judge_header(unpacked(parts[0])))
    if key is None:
        raise UnfitBadgeError("signed by a key that is not ours")
    try:
        signed = f"{parts[0]}.{parts[1]}".encode()
        key.verify(decoded(parts[2]), signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as broken:
        raise UnfitBadgeError("the signature does not fit") from broken
    badge = unpacked(parts[1])
    judge(badge)
    judge_claims(badge, now)
    return badge


def judge_header(header: Mapping[str, object]) -> str:
    """Refuse every header but ours, and give the key's address. `alg` is never taken on trust."""
    if header.keys() - {"alg", "kid", "typ"}:
        raise UnfitBadgeError("a header that has no business here")
    if header.get("alg") != ALGORITHM or header.get("typ", "JWT") != "JWT":
        raise UnfitBadgeError("not signed with RS256")
    if not isinstance(kid := header.get("kid"), str):
        raise UnfitBadgeError("no key is named")
    return kid


def judge(badge: Mapping[str, object]) -> None:
    """Refuse a credential that lacks what the specification asks for, or has it otherwise."""
    achievement = at(badge, "credentialSubject", "achievement")
    wanted = (
        (badge.get("@context"), lambda found: list_of(found)[:2] == CONTEXTS, "contexts"),
        (badge.get("type"), lambda found: set(TYPES) <= set(list_of(found)), "type"),
        (badge.get("id"), text, "id"),
        (at(badge, "issuer", "id") or badge.get("issuer"), text, "issuer"),
        (badge.get("validFrom"), zoned, "validFrom"),
        (badge.get("validUntil", "2000-01-01T00:00:00Z"), zoned, "validUntil"),
        (at(badge, "credentialSubject", "id"), text, "subject"),
        (
            at(badge, "credentialSubject", "type"),
            lambda found: "AchievementSubject" in list_of(found),
            "subject type",
        ),
        (at(achievement, "id"), text, "achievement"),
        (
            at(achievement, "type"),
            lambda found: "Achievement" in list_of(found),
            "achievement type",
        ),
        (at(achievement, "name"), text, "achievement name"),
        (at(achievement, "description"), text, "achievement description"),
        (
            at(achievement, "criteria", "narrative") or at(achievement, "criteria", "id"),
            text,
            "criteria",
        ),
    )
    for found, fits, what in wanted:
        if not fits(found):
            raise UnfitBadgeError(f"{what}: missing or not as it must be")


def judge_claims(badge: Mapping[str, object], now: datetime) -> None:
    """Refuse a token whose own words differ from the credential's, or that is not valid yet."""
    expected = claims(badge)
    if any(badge.get(name) != value for name, value in expected.items()):
        raise UnfitBadgeError("the token and the credential differ")
    if "exp" in badge and "exp" not in expected:
        raise UnfitBadgeError("the token and the credential differ")
    if expected["nbf"] > now.timestamp():
        raise UnfitBadgeError("not valid yet")


def expired(badge: Mapping[str, object], now: datetime) -> bool:
    """Say whether the time of a credential is over."""
    return "validUntil" in badge and seconds(badge["validUntil"]) <= now.timestamp()


def jwk(key: RSAPublicKey) -> dict[str, str]:
    """Write a public key as a JWK; nothing of the private part is ever in here."""
    numbers = key.public_numbers()
    return {"kty": "RSA", "n": encoded(octets(numbers.n)), "e": encoded(octets(numbers.e))}


def thumbprint(key: RSAPublicKey) -> str:
    """Name a key by what it is (RFC 7638)."""
    text = json.dumps(jwk(key), separators=(",", ":"), sort_keys=True)
    return encoded(hashlib.sha256(text.encode()).digest())


def octets(number: int) -> bytes:
    """Write a number as its octets, the highest first."""
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def encoded(data: bytes) -> str:
    """Write octets in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(data: str) -> bytes:
    """Read base64url, and only the one way of writing it that `encoded` has."""
    try:
        found = base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    except (binascii.Error, ValueError) as broken:
        raise UnfitBadgeError("not base64url") from broken
    if encoded(found) != data:
        raise UnfitBadgeError("not base64url")
    return found


def packed(found: Mapping[str, object]) -> str:
    """Write one part of a token."""
    return encoded(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(part: str) -> dict[str, object]:
    """Read one part of a token: a JSON object that says nothing twice."""
    try:
        found = json.loads(decoded(part), object_pairs_hook=once)
    except (ValueError, RecursionError) as broken:
        raise UnfitBadgeError("not JSON") from broken
    if not isinstance(found, dict):
        raise UnfitBadgeError("not a JSON object")
    return found


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a name that stands twice: two readers could each believe another."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def at(found: object, *names: str) -> object:
    """Follow names into a JSON value; None where the way ends."""
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def list_of(found: object) -> list:
    """Take a JSON list of texts as it is; anything else as an empty one."""
    plain = isinstance(found, list) and all(isinstance(one, str) for one in found)
    return found if plain else []


def text(found: object) -> bool:
    """Say whether something is a text that is not empty."""
    return isinstance(found, str) and bool(found.strip())


def zoned(found: object) -> bool:
    """Say whether something is a moment with its time zone."""
    try:
        return isinstance(found, str) and seconds(found) is not None
    except (ValueError, OverflowError):
        return False

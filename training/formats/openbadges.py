"""Open Badges 3.0 as VC-JWT with RS256: written, signed, and read with strict checks.

After 1EdTech's specification 3.0 on the W3C data model 2.0. The proof outside the credential is
chosen because it needs no canonical JSON-LD, and so no contexts from the network. No Django, no
clock.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from jwt.utils import base64url_decode, base64url_encode

# In this order: the second builds on the first.
CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
TYPES = ("VerifiableCredential", "OpenBadgeCredential")
ALGORITHM = "RS256"
JWS = jwt.PyJWS([ALGORITHM])
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
    issuer: dict[str, Any],
    subject: str,
    achievement: dict[str, str],
    valid_from: datetime,
    valid_until: datetime | None = None,
    name: str = "",
    status: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Write a credential; `name` only if the holder chose to show it.

    `identifier` and `subject` are URIs. `issuer` is a profile; `achievement` has id, name,
    description and criteria, all plain texts. `status` says where to read whether it was revoked.
    """
    person: dict[str, Any] = {
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
        "issuer": {"type": ["Profile"], **issuer},
        "validFrom": instant(valid_from),
        "credentialSubject": person,
    }
    if status:
        found["credentialStatus"] = dict(status)
    return found | ({"validUntil": instant(valid_until)} if valid_until else {})


def claims(badge: Mapping[str, Any]) -> dict[str, Any]:
    """Repeat in the JWT's own words what the credential says; without a subject's id, KeyError."""
    found = {
        "iss": issuer_of(badge),
        "jti": badge["id"],
        "sub": badge["credentialSubject"]["id"],
        "nbf": seconds(badge["validFrom"]),
    }
    return found | ({"exp": seconds(badge["validUntil"])} if "validUntil" in badge else {})


def issuer_of(badge: Mapping[str, Any]) -> str:
    """Find who issued a credential: a URI, or a profile with one."""
    issuer = badge["issuer"]
    return issuer if isinstance(issuer, str) else issuer["id"]


def seconds(text: str) -> int:
    """Read a moment as seconds since 1970; one without a time zone is a ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return int(moment.timestamp())


def sign(badge: Mapping[str, Any], *, key: RSAPrivateKey, kid: str) -> str:
    """Sign a credential; the header names the algorithm and the key's address, and nothing more."""
    return signed({**badge, **claims(badge)}, key=key, kid=kid)


def signed(
    said: Mapping[str, Any], *, key: RSAPrivateKey, kid: str, kind: str | None = None
) -> str:
    """Sign a document; `kind` is told by what is no badge, so that it is never taken for one."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return JWS.encode(text.encode(), key, ALGORITHM, headers={"kid": kid, "typ": kind})


def read(token: str, *, keys: Mapping[str, RSAPublicKey], now: datetime) -> dict[str, Any]:
    """Read a badge that one of these keys signed; anything odd about it is an UnfitBadgeError.

    A badge that has expired is read all the same: `expired` says so.
    """
    if len(token) > LARGEST or not is_written_as_we_do(token):
        raise UnfitBadgeError("not a signed badge")
    try:
        key = keys.get(judge_header(JWS.get_unverified_header(token)))
        if key is None:
            raise UnfitBadgeError("signed by a key that is not ours")
        badge = parsed(JWS.decode(token, key, algorithms=[ALGORITHM]))
    except jwt.InvalidTokenError as broken:
        raise UnfitBadgeError("the signature does not fit") from broken
    judge(badge)
    judge_claims(badge, now)
    return badge


def is_written_as_we_do(token: str) -> bool:
    """Say whether each part is base64url in the one way of writing it: readers are lenient."""
    try:
        return all(
            base64url_encode(base64url_decode(part)).decode() == part for part in token.split(".")
        )
    except ValueError:
        return False


def judge_header(header: Mapping[str, Any]) -> str:
    """Refuse every header but ours, and give the key's address. `alg` is never taken on trust."""
    if header.keys() - {"alg", "kid", "typ"}:
        raise UnfitBadgeError("a header that has no business here")
    if header.get("alg") != ALGORITHM or header.get("typ", "JWT") != "JWT":
        raise UnfitBadgeError("not signed with RS256")
    if not isinstance(kid := header.get("kid"), str):
        raise UnfitBadgeError("no key is named")
    return kid


def judge(badge: Mapping[str, Any]) -> None:
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


def judge_claims(badge: Mapping[str, Any], now: datetime) -> None:
    """Refuse a token that differs from its credential, or that is not valid yet."""
    expected = claims(badge)
    if any(badge.get(name) != value for name, value in expected.items()):
        raise UnfitBadgeError("the token and the credential differ")
    if "exp" in badge and "exp" not in expected:
        raise UnfitBadgeError("the token and the credential differ")
    if expected["nbf"] > now.timestamp():
        raise UnfitBadgeError("not valid yet")


def expired(badge: Mapping[str, Any], now: datetime) -> bool:
    """Say whether the time of a credential is over."""
    return "validUntil" in badge and seconds(badge["validUntil"]) <= now.timestamp()


def jwk(key: RSAPublicKey) -> dict[str, str]:
    """Write a public key as a JWK; nothing of the private part is ever in here."""
    found = RSAAlgorithm.to_jwk(key, as_dict=True)
    return {name: found[name] for name in ("kty", "n", "e")}


def thumbprint(key: RSAPublicKey) -> str:
    """Name a key by what it is (RFC 7638)."""
    text = json.dumps(jwk(key), separators=(",", ":"), sort_keys=True)
    return base64url_encode(hashlib.sha256(text.encode()).digest()).decode()


def parsed(text: bytes) -> dict[str, Any]:
    """Read what was signed: a JSON object that says nothing twice."""
    try:
        found = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as broken:
        raise UnfitBadgeError("not JSON") from broken
    if not isinstance(found, dict):
        raise UnfitBadgeError("not a JSON object")
    return found


def once(pairs: list[tuple[str, object]]) -> dict[str, Any]:
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
    if isinstance(found, list) and all(isinstance(one, str) for one in found):
        return found
    return []


def text(found: object) -> bool:
    """Say whether something is a text that is not empty."""
    return isinstance(found, str) and bool(found.strip())


def zoned(found: object) -> bool:
    """Say whether something is a moment with its time zone."""
    try:
        return isinstance(found, str) and seconds(found) is not None
    except (ValueError, OverflowError):
        return False

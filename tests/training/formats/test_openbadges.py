"""Badges: what we write an independent reader believes, and what others change we do not."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.training.conftest import badge_key
from training.formats import openbadges
from training.formats.openbadges import (
    CONTEXTS,
    UnfitBadgeError,
    claims,
    expired,
    jwk,
    read,
    sign,
    thumbprint,
)

NOW = datetime(2026, 11, 20, tzinfo=UTC)
KID = "https://kamlangjai.example.org/training/badge-key/1.json"
FROM = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = datetime(2028, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def key():
    return load_pem_private_key(badge_key().encode(), password=None)


@pytest.fixture(scope="module")
def other():
    return load_pem_private_key(badge_key(1).encode(), password=None)


@pytest.fixture
def keys(key):
    return {KID: key.public_key()}


def make_badge(**changes):
    fields = {
        "identifier": "urn:uuid:5e5c9b1e-0000-4000-8000-000000000001",
        "issuer": {"id": "https://kamlangjai.example.org/#1", "name": "Saphan Foundation"},
        "subject": "urn:uuid:5e5c9b1e-0000-4000-8000-000000000002",
        "achievement": {
            "id": "urn:uuid:5e5c9b1e-0000-4000-8000-000000000003",
            "name": "Victim interview",
            "description": "Interview victims",
            "criteria": "Attended and certified.",
        },
        "valid_from": FROM,
        "valid_until": UNTIL,
    }
    return openbadges.credential(**fields | changes)


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def verified(token, public):
    """What an independent library reads of a token, and its header."""
    found = jwt.decode(token, RSAKey.import_key(public), algorithms=["RS256"])
    return found.header, found.claims


def forged(key, badge, header=None):
    """Sign anything at all, as somebody with our key in hand could."""
    return forged_text(key, json.dumps(badge), header)


def forged_text(key, badge, header=None):
    """The same of a text, which may say things twice."""
    head = json.dumps({"alg": "RS256", "kid": KID} if header is None else header)
    signed = ".".join(encoded(one.encode()) for one in (head, badge))
    signature = key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}.{encoded(signature)}"


# --- What we write --------------------------------------------------------------------------------


def test_the_token_repeats_the_credential_in_seconds():
    found = claims(make_badge())
    assert (found["nbf"], found["exp"]) == (1767225600, 1830297600)
    assert found["sub"] == "urn:uuid:5e5c9b1e-0000-4000-8000-000000000002"
    assert found["jti"] == "urn:uuid:5e5c9b1e-0000-4000-8000-000000000001"
    assert found["iss"] == "https://kamlangjai.example.org/#1"


def test_without_an_end_there_is_no_exp():
    badge = make_badge(valid_until=None)
    assert "validUntil" not in badge
    assert "exp" not in claims(badge)
    assert not expired(badge, NOW + timedelta(days=40_000))


def test_a_bangkok_midnight_is_the_evening_before_in_utc():
    moment = datetime.fromisoformat("2026-11-20T00:00:00+07:00")
    assert make_badge(valid_from=moment)["validFrom"] == "2026-11-19T17:00:00Z"


@pytest.mark.parametrize("field", ["valid_from", "valid_until"])
def test_a_moment_without_a_zone_is_refused(field):
    with pytest.raises(ValueError, match="no time zone"):
        make_badge(**{field: datetime(2026, 1, 1)})  # noqa: DTZ001 - the zone is what is missing


def test_an_independent_library_verifies_it(key):
    header, found = verified(sign(make_badge(), key=key, kid=KID), jwk(key.public_key()))
    assert header == {"alg": "RS256", "kid": KID}
    assert found == make_badge() | claims(make_badge())
    assert found["@context"] == CONTEXTS


def test_the_name_is_there_only_if_it_was_chosen(key):
    assert "identifier" not in make_badge()["credentialSubject"]
    [shown] = make_badge(name="Kanokwan Srisuk")["credentialSubject"]["identifier"]
    assert shown == {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "Kanokwan Srisuk",
        "identityType": "name",
    }


def test_a_public_key_shows_nothing_private(key):
    assert jwk(key.public_key()).keys() == {"kty", "n", "e"}


def test_a_key_is_named_by_what_it_is():
    """The example of RFC 7638, section 3.1."""
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc"
        "_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR"
        "0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTW"
        "hAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    public = RSAKey.import_key({"kty": "RSA", "n": n, "e": "AQAB"}).public_key
    assert thumbprint(public) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


# --- What we read ---------------------------------------------------------------------------------


def test_our_own_badge_is_read(key, keys):
    found = read(sign(make_badge(), key=key, kid=KID), keys=keys, now=NOW)
    assert {name: found[name] for name in make_badge()} == make_badge()


def test_one_of_another_library_is_read_too(key, keys):
    badge = make_badge()
    head = {"alg": "RS256", "kid": KID, "typ": "JWT"}
    token = jwt.encode(head, {**badge, **claims(badge)}, RSAKey.import_key(key))
    assert read(token, keys=keys, now=NOW)["id"] == badge["id"]


def without(badge, *path):
    inner = badge
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]


def setting(value, *path):
    def change(badge):
        inner = badge
        for name in path[:-1]:
            inner = inner[name]
        inner[path[-1]] = value

    return change


ACHIEVEMENT = ("credentialSubject", "achievement")
WRONG = {
    "swapped contexts": setting(CONTEXTS[::-1], "@context"),
    "one context": setting(CONTEXTS[:1], "@context"),
    "a context that is a text": setting(CONTEXTS[0], "@context"),
    "no type of a badge": setting(["VerifiableCredential"], "type"),
    "no id": lambda badge: without(badge, "id"),
    "no issuer": lambda badge: without(badge, "issuer"),
    "an issuer without an id": setting({"name": "Us"}, "issuer"),
    "no validFrom": lambda badge: without(badge, "validFrom"),
    "a naive validFrom": setting("2026-01-01T00:00:00", "validFrom"),
    "a naive validUntil": setting("2028-01-01T00:00:00", "validUntil"),
    "no subject id": lambda badge: without(badge, "credentialSubject", "id"),
    "no subject": lambda badge: without(badge, "credentialSubject"),
    "no achievement": lambda badge: without(badge, *ACHIEVEMENT),
    "missing criteria": lambda badge: without(badge, *ACHIEVEMENT, "criteria"),
    "empty criteria": setting({"narrative": " "}, *ACHIEVEMENT, "criteria"),
    "achievement without description": lambda badge: without(badge, *ACHIEVEMENT, "description"),
    "achievement without name": lambda badge: without(badge, *ACHIEVEMENT, "name"),
    "achievement of no type": setting([], *ACHIEVEMENT, "type"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_credential_that_is_not_one_is_refused_though_our_key_signed_it(what, key, keys):
    badge = make_badge()
    said = claims(badge)
    WRONG[what](badge)
    with pytest.raises(UnfitBadgeError):
        read(forged(key, {**badge, **said}), keys=keys, now=NOW)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sub", "urn:uuid:somebody-else"),
        ("iss", "https://elsewhere.example.org"),
        ("jti", "urn:uuid:another"),
        ("nbf", 1767225601),
        ("nbf", None),
        ("exp", 1830297601),
        ("exp", None),
    ],
)
def test_a_token_that_says_otherwise_than_its_credential_is_refused(name, value, key, keys):
    badge = make_badge()
    found = {**badge, **claims(badge), name: value}
    if value is None:
        del found[name]
    with pytest.raises(UnfitBadgeError, match="differ"):
        read(forged(key, found), keys=keys, now=NOW)


def test_an_end_that_only_the_token_knows_is_refused(key, keys):
    badge = make_badge(valid_until=None)
    with pytest.raises(UnfitBadgeError, match="differ"):
        read(forged(key, {**badge, **claims(badge), "exp": 1830297600}), keys=keys, now=NOW)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "kid": KID},
        {"alg": "HS256", "kid": KID},
        {"alg": "rs256", "kid": KID},
        {"alg": "RS256", "kid": KID, "crit": ["b64"], "b64": False},
        {"alg": "RS256", "kid": KID, "jku": "https://evil.example.org"},
        {"alg": "RS256", "kid": KID, "typ": "vc+jwt"},
        {"alg": "RS256", "kid": "https://evil.example.org/key.json"},
        {"alg": "RS256", "kid": None},
        {"alg": "RS256"},
        {"alg": ["RS256"], "kid": KID},
    ],
)
def test_every_other_header_is_refused(header, key, keys):
    badge = make_badge()
    with pytest.raises(UnfitBadgeError):
        read(forged(key, {**badge, **claims(badge)}, header), keys=keys, now=NOW)


def test_unsigned_and_signed_by_another_are_refused(key, other, keys):
    token = sign(make_badge(), key=key, kid=KID)
    head, body, _signature = token.split(".")
    none = encoded(b'{"alg":"none"}')
    public = key.public_key().public_numbers().n.to_bytes(256, "big")
    symmetric = jwt.encode({"alg": "HS256", "kid": KID}, make_badge(), OctKey.import_key(public))
    for changed in (
        f"{head}.{body}.",
        f"{none}.{body}.",
        f"{head}.{body}",
        token + ".",
        token + "=",
        symmetric,
        sign(make_badge(), key=other, kid=KID),
        "",
        "x.y.z",
        "é.é.é",
        "a" * 30_000,
    ):
        with pytest.raises(UnfitBadgeError):
            read(changed, keys=keys, now=NOW)


@pytest.mark.parametrize("written", ["PEM", "DER", "JWK", "modulus"])
def test_our_public_key_is_no_password_in_whatever_way_it_is_written(written, key, keys):
    """HS256 with what everybody can read: a reader that trusts the header believes it."""
    public = key.public_key()
    secret = {
        "PEM": public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "DER": public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "JWK": json.dumps(jwk(public)).encode(),
        "modulus": public.public_numbers().n.to_bytes(256),
    }[written]
    badge = make_badge()
    for name in ("HS256", "RS256"):
        head = {"alg": name, "kid": KID}
        signed = ".".join(
            encoded(json.dumps(one).encode()) for one in (head, {**badge, **claims(badge)})
        )
        forgery = encoded(hmac.digest(secret, signed.encode(), "sha256"))
        with pytest.raises(UnfitBadgeError):
            read(f"{signed}.{forgery}", keys=keys, now=NOW)


@given(st.integers(0, 2_000), st.integers(1, 255))
@settings(deadline=None)
def test_any_changed_letter_is_noticed(place, change):
    key = load_pem_private_key(badge_key().encode(), password=None)
    token = sign(make_badge(), key=key, kid=KID)
    place %= len(token)
    changed = token[:place] + chr((ord(token[place]) ^ change) % 128) + token[place + 1 :]
    if changed == token:
        return
    with pytest.raises(UnfitBadgeError):
        read(changed, keys={KID: key.public_key()}, now=NOW)


def test_a_badge_of_tomorrow_is_refused_and_one_of_yesterday_is_expired(key, keys):
    token = sign(make_badge(), key=key, kid=KID)
    with pytest.raises(UnfitBadgeError, match="not valid yet"):
        read(token, keys=keys, now=FROM - timedelta(seconds=1))
    assert read(token, keys=keys, now=FROM)
    for now, over in ((UNTIL - timedelta(seconds=1), False), (UNTIL, True)):
        assert expired(read(token, keys=keys, now=now), now) is over


def test_a_name_that_stands_twice_is_refused(key, keys):
    badge = make_badge()
    text = json.dumps({**badge, **claims(badge)})
    twice = text[:-1] + ', "sub": "urn:uuid:somebody-else"}'
    with pytest.raises(UnfitBadgeError, match="not JSON"):
        openbadges.parsed(twice.encode())
    with pytest.raises(UnfitBadgeError, match="not JSON"):
        read(forged_text(key, twice), keys=keys, now=NOW)


@given(st.integers(0, 2), st.sampled_from("=+/ \n-\u0e01"))
@settings(deadline=None)
def test_base64url_is_read_in_one_way_only(part, odd):
    key = load_pem_private_key(badge_key().encode(), password=None)
    parts = sign(make_badge(), key=key, kid=KID).split(".")
    parts[part] += odd
    with pytest.raises(UnfitBadgeError):
        read(".".join(parts), keys={KID: key.public_key()}, now=NOW)

"""Open what a phone sealed for this server while there was no signal.

A text is `v1.<pair>.<own point>.<iv>.<text>`, each part but the first two in base64url without
padding. The phone makes a key pair of its own for each text and throws the private half away: so
neither the phone nor its owner can open the text again. ECDH on P-256 with the public half of this
server, HKDF-SHA-256, AES-256-GCM; what stands before the iv is the associated data.
"""

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.crypto import constant_time_compare, salted_hmac

from people.keys.ring import WrongOwnerError
from people.models import Person, PhoneKey

from . import phone_keys

WAY = "v1"
INFO = b"kamlangjai kept week v1"
PARTS = 5
POINT, IV = 65, 12
AT_MOST = 64 * 1024
MARK_PURPOSE = "people.phones.mark"
MARK_LETTERS = 32


class UnreadableError(Exception):
    """A text that does not open: changed, for a pair that is gone, or no such text at all."""


def unseal(sealed: str) -> bytes:
    """Open a sealed text with the pair that it names; UnreadableError where it does not open."""
    if len(sealed) > AT_MOST or sealed.count(".") != PARTS - 1:
        raise UnreadableError
    way, name, *rest = sealed.split(".")
    _named, point, iv, text = map(read, (name, *rest))
    if way != WAY or len(point) != POINT or len(iv) != IV:
        raise UnreadableError
    begins = sealed[: len(WAY) + 1 + len(name) + 1 + len(rest[0])]
    try:
        return AESGCM(shared_key(name, point)).decrypt(iv, text, begins.encode())
    except InvalidTag:
        raise UnreadableError from None


def read(part: str) -> bytes:
    """Read base64url without padding, written in the one way that there is for each bytes."""
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableError from None
    if phone_keys.written(raw) != part:
        raise UnreadableError
    return raw


def shared_key(name: str, point: bytes) -> bytes:
    """Derive the key of a text from the point that came with it and the pair that it names."""
    pair = PhoneKey.objects.filter(name=name).first()
    if pair is None:
        raise UnreadableError
    try:
        other = ec.EllipticCurvePublicKey.from_encoded_point(phone_keys.CURVE, point)
        secret = phone_keys.opened(pair).exchange(ec.ECDH(), other)
    except (ValueError, WrongOwnerError):
        raise UnreadableError from None
    return HKDF(hashes.SHA256(), 32, salt=point, info=INFO).derive(secret)


def owner_mark(person: Person) -> str:
    """Mark what a phone keeps for a person: it tells phones apart from people, and nothing else.

    It stays as long as SECRET_KEY, and is another one at each place of an account.
    """
    found = salted_hmac(MARK_PURPOSE, str(person.public_id), algorithm="sha256")
    return found.hexdigest()[:MARK_LETTERS]


def is_marked(person: Person, mark: str) -> bool:
    """Say whether a mark is the person's."""
    return constant_time_compare(mark, owner_mark(person))

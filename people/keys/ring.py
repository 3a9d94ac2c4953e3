"""Seal short texts for one owner, with a key ring apart from SECRET_KEY."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SEPARATOR = b"\x00"


class WrongOwnerError(Exception):
    """The sealed text was moved to another row or changed, or its key is not in the ring."""

    def __init__(self, purpose: str):
        super().__init__(
            f"{purpose}: no key of KEY_RING opens this. A key is missing, or the row was changed "
            "by hand. Nothing was written; see docs/operating.md, 'Keys'."
        )


def fernets(purpose: str) -> list[Fernet]:
    """Derive the keys of one purpose, the newest first."""
    return [Fernet(base64.urlsafe_b64encode(key)) for key in derived(purpose)]


def derived(purpose: str) -> list[bytes]:
    """Derive 256 bits of one purpose from each key of the ring, the newest first."""
    if not settings.KEY_RING:
        raise ImproperlyConfigured("KEY_RING is not set; see README, 'Configuration'.")
    return [derived_from(key, purpose) for key in settings.KEY_RING]


@lru_cache(maxsize=128)
def derived_from(key: str, purpose: str) -> bytes:
    """Derive 256 bits of one purpose from a key, once a process: every page opens its visit."""
    derive = HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive
    return derive(hashlib.sha256(key.encode()).digest())


def keyed_hashes(text: str, *, purpose: str) -> list[str]:
    """Hash a short secret with each key of the ring, the newest first.

    Who has the hash and no key cannot try out what it is a hash of.
    """
    return [hmac.digest(key, text.encode(), "sha256").hex() for key in derived(purpose)]


def ring(purpose: str) -> MultiFernet:
    """Hold the keys of one purpose together; the first key seals, all keys open."""
    return MultiFernet(fernets(purpose))


def renewer(purpose: str) -> Callable[[str], str]:
    """Make a function that seals a text again with the newest key, for the same owner.

    A text with the newest key is returned unchanged. A text that no key of the ring opens is
    refused.
    """
    newest, every = fernets(purpose)[0], ring(purpose)

    def renew(sealed: str) -> str:
        try:
            newest.decrypt(sealed.encode())
        except InvalidToken:
            return rotated(sealed)
        return sealed

    def rotated(sealed: str) -> str:
        try:
            return every.rotate(sealed.encode()).decode()
        except InvalidToken as broken:
            raise WrongOwnerError(purpose) from broken

    return renew


def seal(text: str, *, owner: str, purpose: str) -> str:
    """Encrypt a text so that only a row of this owner can open it; an empty one stays empty."""
    if not text:
        return ""
    return ring(purpose).encrypt(owner.encode() + SEPARATOR + text.encode()).decode()


def unseal(sealed: str, *, owner: str, purpose: str) -> str:
    """Decrypt a text from `seal`; the text of another owner or a changed text is refused."""
    if not sealed:
        return ""
    try:
        found, _, text = ring(purpose).decrypt(sealed.encode()).partition(SEPARATOR)
    except InvalidToken as broken:
        raise WrongOwnerError(purpose) from broken
    if found.decode() != owner:
        raise WrongOwnerError(purpose)
    return text.decode()

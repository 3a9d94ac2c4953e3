"""Seal short texts for one owner, with a key ring apart from SECRET_KEY."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SEPARATOR = b"\x00"


class WrongOwnerError(Exception):
    """A sealed text was moved to a row of somebody else, or changed."""


def ring(purpose: str) -> MultiFernet:
    """Derive the keys of one purpose; the first seals, all of them open."""
    if not settings.KEY_RING:
        raise ImproperlyConfigured("KEY_RING is not set; see README, 'Configuration'.")
    return MultiFernet(
        Fernet(
            base64.urlsafe_b64encode(
                HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive(
                    hashlib.sha256(key.encode()).digest()
                )
            )
        )
        for key in settings.KEY_RING
    )


def seal(text: str, *, owner: str, purpose: str) -> str:
    """Encrypt a text so that only a row of this owner can open it; an empty one stays empty."""
    if not text:
        return ""
    return ring(purpose).encrypt(owner.encode() + SEPARATOR + text.encode()).decode()


def unseal(sealed: str, *, owner: str, purpose: str) -> str:
    """Decrypt what `seal` made; another owner's or a changed text is refused."""
    if not sealed:
        return ""
    try:
        found, _, text = ring(purpose).decrypt(sealed.encode()).partition(SEPARATOR)
    except InvalidToken as broken:
        raise WrongOwnerError(purpose) from broken
    if found.decode() != owner:
        raise WrongOwnerError(purpose)
    return text.decode()

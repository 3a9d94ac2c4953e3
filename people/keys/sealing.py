"""Seal what people say for one owner and one row, with the key ring apart from SECRET_KEY.

AES-256-GCM over a mapping written as JSON. Purpose, owner and row are its associated data: the
value does not open in another row or for another owner. The JSON is filled with spaces to whole
blocks, so that its length does not tell how much was said.

A sealed value is a byte for the way of sealing, a byte that names the key, 12 random bytes, and the
text with its tag.
"""

import json
import math
import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from operator import attrgetter
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from . import closed
from .ring import WrongOwnerError

FIRST_WAY = b"\x01"
NAMED, NONCE, TAG = 2, 12, 16
BEGINS = NAMED + NONCE
BLOCK = 128
KEY = 32


class Keys:
    """The keys of one purpose, derived once: the newest key seals, all keys open."""

    def __init__(self, purpose: str, ring: tuple[str, ...]):
        self.purpose = purpose
        self.by_name: dict[bytes, list[AESGCM]] = defaultdict(list)
        for key in ring:
            name, cipher = derived(purpose, key)
            self.by_name[name].append(cipher)
        # The newest key is the first of the ring.
        self.name = next(iter(self.by_name))
        self.newest = self.by_name[self.name][0]

    def seal(self, text: bytes, bound: bytes) -> bytes:
        """Encrypt a text with the newest key for what it is bound to."""
        nonce = os.urandom(NONCE)
        return self.name + nonce + self.newest.encrypt(nonce, text, bound)

    def unseal(self, sealed: bytes, bound: bytes) -> bytes:
        """Decrypt; refused if no key opens it, and in any row but its own."""
        if len(sealed) >= BEGINS + TAG:
            # Two keys of a ring may have one name.
            for cipher in self.by_name.get(sealed[:NAMED], ()):
                try:
                    return cipher.decrypt(sealed[NAMED:BEGINS], sealed[BEGINS:], bound)
                except InvalidTag:
                    continue
        raise WrongOwnerError(self.purpose)

    def opener(self) -> Callable[[bytes, object, object], bytes]:
        """Make what decrypts many rows one after the other, each with its owner and its name.

        It refuses what `unseal` refuses. Nothing is looked up twice: blocks have many rows.
        """
        begins, name, decrypt = f"{self.purpose}\0", self.name, self.newest.decrypt

        def unsealed(sealed: bytes, owner: object, row: object) -> bytes:
            bound = f"{begins}{owner}\0{row}".encode()
            if sealed[:NAMED] == name:
                try:
                    return decrypt(sealed[NAMED:BEGINS], sealed[BEGINS:], bound)
                except (InvalidTag, ValueError):  # perhaps another key of this name, or too short
                    pass
            return self.unseal(sealed, bound)

        return unsealed

    def renew(self, sealed: bytes, bound: bytes) -> bytes:
        """Seal again with the newest key what an older key sealed; refused as by `unseal`."""
        text = self.unseal(sealed, bound)
        return sealed if self.is_newest(sealed, bound) else self.seal(text, bound)

    def is_newest(self, sealed: bytes, bound: bytes) -> bool:
        """Say whether the newest key opens what some key of the ring opens."""
        try:
            self.newest.decrypt(sealed[NAMED:BEGINS], sealed[BEGINS:], bound)
        except InvalidTag:
            return False
        return True


def derived(purpose: str, key: str) -> tuple[bytes, AESGCM]:
    """Derive one key of a purpose, with the two bytes that a sealed value begins with."""
    made = HKDF(hashes.SHA256(), KEY + 1, salt=None, info=f"{purpose} AES-GCM".encode())
    found = made.derive(key.encode())
    return FIRST_WAY + found[KEY:], AESGCM(found[:KEY])


@lru_cache(maxsize=256)
def held(purpose: str, ring: tuple[str, ...]) -> Keys:
    """Hold the keys of a purpose while the process has this ring."""
    return Keys(purpose, ring)


def keys_of(purpose: str) -> Keys:
    """Give the keys of a purpose; without a key ring there are none."""
    if not (ring := settings.KEY_RING):
        raise ImproperlyConfigured("KEY_RING is not set; see README, 'Configuration'.")
    return held(purpose, tuple(ring))


def bound_to(purpose: str, owner: object, row: object) -> bytes:
    """Write down what a value is bound to: its purpose, its owner, and what names the row."""
    return f"{purpose}\0{owner}\0{row}".encode()


def row_of(*parts: object) -> str:
    """Name a row by all values that must not change after the row was sealed."""
    return ":".join(map(str, parts))


def seal(said: Mapping[str, object], *, purpose: str, owner: object, row: object) -> bytes:
    """Seal a mapping for one owner and one row."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    padded = text.ljust(math.ceil(len(text) / BLOCK) * BLOCK)
    return keys_of(purpose).seal(padded, bound_to(purpose, owner, row))


def unseal(sealed: bytes, *, purpose: str, owner: object, row: object) -> dict:
    """Open a mapping; refused for another owner, in another row, or if a key is missing."""
    # As text: of bytes the reader would guess the encoding first.
    text = keys_of(purpose).unseal(bytes(sealed), bound_to(purpose, owner, row)).decode()
    return json.loads(text)


def has_key(sealed: bytes, *, purpose: str) -> bool:
    """Say whether the key ring has the key that a sealed value names."""
    return sealed[:NAMED] in keys_of(purpose).by_name


class SealedRow:
    """A model with sealed mappings. An empty one holds nothing: never written, or deleted.

    SEALED gives the purpose of each field. BOUND_TO names the owner and then what names the row, as
    a query would. SAID_AT names the field with the moment when it was said.
    """

    SEALED: ClassVar[dict[str, str]]
    BOUND_TO: ClassVar[tuple[str, ...]]
    SAID_AT: ClassVar[str]

    @property
    def bound(self) -> dict[str, object]:
        """What the sealed values of this row are bound to."""
        owner, *row = (read(self) for read in self.readers())
        return {"owner": owner, "row": row_of(*row)}

    @property
    def said_by(self) -> object:
        """The person who said it: to them it is closed after a mailed reset. Mostly the owner."""
        return self.readers()[0](self)

    @classmethod
    @cache
    def readers(cls) -> tuple[attrgetter, ...]:
        """Make once what reads the names of BOUND_TO from a row."""
        return tuple(attrgetter(name.replace("__", ".")) for name in cls.BOUND_TO)

    def opened(self, name: str) -> dict:
        """Open one field; refused in another row, if a key is missing, and while it is closed."""
        closed.refuse(getattr(self, self.SAID_AT), self.said_by)
        return self.unsealed(name, getattr(self, name), **self.bound)

    @classmethod
    def unsealed(cls, name: str, sealed: bytes, *, owner: object, row: object) -> dict:
        """Open one field that was read without its object."""
        return unseal(sealed, purpose=cls.SEALED[name], owner=owner, row=row) if sealed else {}

    @classmethod
    def opener_of(cls, name: str) -> Callable[[bytes, object, object, object], dict]:
        """Make what opens a field of many rows that were read without their objects.

        It is given the sealed value, its moment, its owner and its row, and refuses what `opened`
        refuses.
        """
        unseal = keys_of(cls.SEALED[name]).opener()

        def opened(sealed: bytes, said_at: object, owner: object, row: object) -> dict:
            closed.refuse(said_at, owner)
            return json.loads(unseal(bytes(sealed), owner, row).decode()) if sealed else {}

        return opened

    def keep(self, name: str, said: Mapping[str, object]) -> None:
        """Seal what was said into one field, for this row and its owner."""
        setattr(self, name, seal(said, purpose=self.SEALED[name], **self.bound))

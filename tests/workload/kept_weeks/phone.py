"""A phone without signal: it seals what My week would have posted, as the scripts do.

Written once more from the format, with nothing of the product's own code.
"""

import base64
import json
import os
import uuid
from urllib.parse import urlencode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEPT = "/my-week/kept/"
BLOCK = 1024


def letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def seal_text(seal: str, text: bytes) -> str:
    """Seal a text to what `data-seal` says: `<pair>:<x>:<y>`."""
    pair, *sides = seal.split(":")
    own = ec.generate_private_key(ec.SECP256R1())
    epk = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    server = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), b"\4" + b"".join(map(raw, sides))
    )
    secret = own.exchange(ec.ECDH(), server)
    key = HKDF(hashes.SHA256(), 32, salt=epk, info=b"kamlangjai kept week v1").derive(secret)
    begins, iv = f"v1.{pair}.{letters(epk)}", os.urandom(12)
    sealed = AESGCM(key).encrypt(iv, text, begins.encode("ascii"))
    return f"{begins}.{letters(iv)}.{letters(sealed)}"


def seal_week(seal: str, owner: str, week: object, typed: dict, **changes: object) -> str:
    """Seal one week's form for the person with this mark, filled with spaces to whole blocks."""
    told = {
        "owner": owner,
        "week": str(week),
        "key": typed.get("key", str(uuid.uuid4())),
        "kept": "2026-11-20T09:00:00+07:00",
        "fields": urlencode(typed, doseq=True),
    } | changes
    text = json.dumps(told).encode()
    return seal_text(seal, text.ljust(-(-len(text) // BLOCK) * BLOCK))

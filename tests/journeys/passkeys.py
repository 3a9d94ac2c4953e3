"""A phone that makes passkeys: it answers what a browser would, signed for real."""

import hashlib
import json
import re
import secrets
import struct
from html import unescape

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

HOST = "localhost"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


class Phone:
    """One passkey on one phone; `verifies` says whether it asks for a finger, face or PIN."""

    def __init__(self, *, verifies=True):
        self.verifies = verifies
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = secrets.token_bytes(16)
        self.owner = None

    def make(self, options):
        """Answer a page that asks for a new passkey."""
        asked = options["publicKey"]
        self.owner = asked["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        kept = bytes(16) + struct.pack(">H", len(self.name)) + self.name + public
        told = {"fmt": "none", "attStmt": {}, "authData": self.data(WITH_KEY) + kept}
        said = self.said("webauthn.create", asked)
        return self.answer(clientDataJSON=said, attestationObject=cbor.encode(told))

    def show(self, options, owner=None):
        """Answer a page that asks for the passkey, if need be in somebody else's name."""
        said, data = self.said("webauthn.get", options["publicKey"]), self.data()
        signed = data + hashlib.sha256(said).digest()
        return self.answer(
            clientDataJSON=said,
            authenticatorData=data,
            signature=self.key.sign(signed, ec.ECDSA(hashes.SHA256())),
            userHandle=websafe_decode(owner or self.owner),
        )

    def data(self, more=0):
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return hashlib.sha256(HOST.encode()).digest() + bytes([flags]) + bytes(4)

    def said(self, kind, asked):
        said = {"type": kind, "challenge": asked["challenge"], "origin": f"http://{HOST}"}
        return json.dumps(said).encode()

    def answer(self, **response):
        return json.dumps(
            {
                "id": websafe_encode(self.name),
                "rawId": websafe_encode(self.name),
                "type": "public-key",
                "response": {name: websafe_encode(value) for name, value in response.items()},
                "clientExtensionResults": {},
            }
        )


def options_in(page):
    """Read what a page asks the phone for."""
    found = re.search(r'<script id="passkey-options"[^>]*>(.*?)</script>', page.text, re.DOTALL)
    return json.loads(unescape(found[1]))

"""Sign what a program is told, as Standard Webhooks 1.0 has it (standardwebhooks.com)."""

import base64
import hmac
import secrets
from datetime import datetime

PREFIX = "whsec_"
# Between the 24 and 64 bytes that the standard asks for.
SECRET_BYTES = 32


def new_secret() -> str:
    """Make a secret as receivers are given it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, *, message: str, seconds: int, body: bytes) -> str:
    """Sign the number of a message, the second at which it leaves, and its body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def signed_headers(secret: str, *, message: str, at: datetime, body: bytes) -> dict[str, str]:
    """Write the headers by which a receiver knows who sent a body, which, and when."""
    seconds = int(at.timestamp())
    return {
        "Content-Type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature(secret, message=message, seconds=seconds, body=body),
    }

"""Say to push services who asks (VAPID, RFC 8292): each call is signed with the installation's key.

The key is made once and kept sealed. A browser that was joined takes notices of this key alone, so
it stays as long as the installation: a new key in the ring seals it anew and does not change it.
"""

import base64
from datetime import datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import connection

from people.keys import ring
from people.models import PushKey
from people.models.messages.push import KEY_PURPOSE

OWNER = "installation"
# RFC 8292 allows a day; clocks differ.
SIGNED_FOR = timedelta(hours=12)


def push_key() -> ec.EllipticCurvePrivateKey:
    """Open the key of this installation; the first call makes it, also where two come at once."""
    kept = PushKey.objects.filter(pk=1).first()
    if kept is None:
        kept, _made = PushKey.objects.get_or_create(pk=1, defaults={"sealed_key": sealed_new_key()})
    pem = ring.unseal(kept.sealed_key, owner=OWNER, purpose=KEY_PURPOSE)
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("The key of pushes is of another kind.")
    return key


def make_sure() -> None:
    """Make the key after a migration, so that no page has to; not where its table is not there yet.

    Without a key ring nothing could be sealed: that is said where it is needed.
    """
    if settings.KEY_RING and PushKey._meta.db_table in connection.introspection.table_names():
        push_key()


def sealed_new_key() -> str:
    """Make a key and seal it."""
    made = ec.generate_private_key(ec.SECP256R1())
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return ring.seal(pem, owner=OWNER, purpose=KEY_PURPOSE)


def public_key(key: ec.EllipticCurvePrivateKey) -> str:
    """Write the public half as browsers and push services read it."""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def signed_for(audience: str, now: datetime) -> str:
    """Sign a call of a push service: the value of its Authorization header."""
    key, claims = push_key(), {"aud": audience, "exp": int((now + SIGNED_FOR).timestamp())}
    if contact := contact_address():
        claims["sub"] = contact
    return f"vapid t={jwt.encode(claims, key, algorithm='ES256')}, k={public_key(key)}"


def contact_address() -> str:
    """Say where a push service reaches an operator: the contact for security, or the site."""
    contact = settings.SECURITY_CONTACT
    if contact.startswith("https://"):
        return contact
    if "@" in contact:
        return f"mailto:{contact}"
    return settings.SITE_URL if settings.HTTPS else ""

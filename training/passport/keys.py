"""The keys that sign badges: the first of BADGE_KEY signs, all of them are published."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from people.writing import links
from training.formats import openbadges

END_OF_KEY = "-----END PRIVATE KEY-----"
FEWEST_BITS = 2048


@lru_cache(maxsize=4)
def key_ring(text: str) -> tuple[RSAPrivateKey, ...]:
    """Read the private keys of BADGE_KEY, one PEM after the other; the first one signs."""
    pieces = [f"{one.strip()}\n{END_OF_KEY}\n" for one in text.split(END_OF_KEY) if one.strip()]
    try:
        keys = [load_pem_private_key(piece.encode(), password=None) for piece in pieces]
    except ValueError as broken:
        raise ImproperlyConfigured("BADGE_KEY holds something that is no key.") from broken
    fit = [one for one in keys if isinstance(one, RSAPrivateKey) and one.key_size >= FEWEST_BITS]
    if fit != keys:
        raise ImproperlyConfigured("BADGE_KEY must hold RSA keys of 2,048 bits or more, as PKCS 8.")
    return tuple(fit)


def signs() -> bool:
    """Say whether this installation signs badges: only with a key."""
    return bool(settings.BADGE_KEY)


def published() -> dict[str, RSAPublicKey]:
    """The public keys by their address, those that sign no longer too."""
    keys = [one.public_key() for one in key_ring(settings.BADGE_KEY)]
    return {key_address(openbadges.thumbprint(one)): one for one in keys}


def key_address(name: str) -> str:
    """Write where a public key can be read."""
    return links.to("badge_key", name)


def written_keys() -> dict[str, dict[str, str]]:
    """Write the public keys as JWKs, by their address."""
    more = {"alg": openbadges.ALGORITHM, "use": "sig"}
    return {at: openbadges.jwk(key) | more | {"kid": at} for at, key in published().items()}


def newest() -> tuple[RSAPrivateKey, str]:
    """Find the key that signs, and the address of its public half."""
    key = key_ring(settings.BADGE_KEY)[0]
    return key, key_address(openbadges.thumbprint(key.public_key()))


def sign(credential: Mapping[str, Any]) -> str:
    """Sign a credential with the newest key."""
    key, address = newest()
    return openbadges.sign(credential, key=key, kid=address)


def sign_document(said: Mapping[str, Any], kind: str) -> str:
    """Sign what is no badge with the newest key; its head says what kind of document it is."""
    key, address = newest()
    return openbadges.signed(said, key=key, kid=address, kind=kind)


def sign_list(statuses: Mapping[str, Any]) -> str:
    """Sign a list that names no person; the same once more costs nothing."""
    return signed_list(json.dumps(statuses), settings.BADGE_KEY, settings.SITE_URL)


@lru_cache(maxsize=32)
def signed_list(text: str, _ring: str, _site: str) -> str:
    """Sign a list that is written as JSON. A badge is never kept here: it may hold a name."""
    return sign(json.loads(text))

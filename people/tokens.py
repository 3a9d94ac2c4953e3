"""Keys with which a person's own program speaks for them. Only their hashes are kept."""

import hashlib
import hmac
import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import ApiToken, Person
from .reach import everywhere

PREFIX = "kj_"
AT_MOST = 10


def new_token(prefix: str = "") -> str:
    """Draw a token that nobody can guess: 256 bits."""
    return prefix + secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Hash a token for keeping; it is long and random, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def make(*, person: Person, name: str) -> tuple[ApiToken, str]:
    """Make a key and return it with its text, which cannot be read again.

    A key without a name is refused, and so is the eleventh.
    """
    if ApiToken.objects.visible_to(person).count() >= AT_MOST:
        raise ValidationError(_("You have ten keys. Please remove one first."))
    text = new_token(PREFIX)
    token = ApiToken(person=person, name=name, token_hash=hash_of(text))
    token.full_clean()
    token.save()
    return token, text


def person_of(text: str) -> Person | None:
    """Find whose key this is; an unknown one, or one of somebody without a role, is nobody's."""
    if not text.startswith(PREFIX):
        return None
    wanted = hash_of(text)
    with everywhere():
        token = ApiToken.objects.select_related("person").filter(token_hash=wanted).first()
        # The search compares hashes of what was sent: its timing tells nothing about a real key.
        if not token or not hmac.compare_digest(token.token_hash, wanted):
            return None
        return token.person if token.person.is_active and token.person.roles else None

"""How long a password has to be: more where nothing stands beside it."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext_lazy as _

from . import factors
from .models import Person

# NIST SP 800-63B-4: fifteen where the password is all that is asked for, eight where it is not.
ALONE, BESIDE_A_FACTOR = 15, 8
ALONE_ASKS = _("15 characters or more. A short sentence is easy to keep in mind.")
BESIDE_ASKS = _("8 characters or more: your passkey or app stands beside it.")


def shortest_for(person: Person | None) -> int:
    """Say how many characters somebody's password needs at least."""
    return BESIDE_A_FACTOR if person and person.pk and factors.held_by(person) else ALONE


class LengthValidator:
    """Refuse a password that is too short for whose it is."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Judge it in Django's own words."""
        MinimumLengthValidator(shortest_for(user)).validate(password)

    def get_help_text(self) -> str:
        """Say it for somebody who has nothing beside it."""
        return ALONE_ASKS

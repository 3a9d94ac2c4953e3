"""What may not be typed into free text: victims' identities stay out of this product."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .weeks import THAI_DIGITS

# Where somebody could be led or called to: an address on the net, a mailbox, a Thai number.
WAYS = re.compile(
    r"://|www\."
    r"|(?<![a-z0-9-])[a-z0-9-]+\.(?:com|net|org|info|co|io|me|th|ly|link|app|site|asia|xyz)(?![a-z])"
    r"|[a-z0-9._+-]+@[a-z0-9]"
    r"|(?<!\d)(?:\+66|0)(?:[ .-]?\d){8,9}(?!\d)",
    re.IGNORECASE,
)
THIRTEEN_DIGITS = re.compile(r"(?<!\d)\d(?:[ -]?\d){12}(?!\d)")


def is_national_id(digits: str) -> bool:
    """Say whether 13 digits carry the check digit of a Thai national ID: (11 − Σ mod 11) mod 10."""
    if len(digits) != 13 or not digits.isdigit():
        return False
    total = sum(int(d) * (13 - i) for i, d in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


def refuse_identity(text: str) -> None:
    """Refuse a text that holds a Thai national ID number; spaces, dashes, Thai digits or not."""
    for found in THIRTEEN_DIGITS.finditer(text.translate(THAI_DIGITS)):
        if is_national_id(re.sub(r"[ -]", "", found[0])):
            raise ValidationError(
                _("This looks like a national ID number. Please take it out: no identities here."),
                code="national_id",
            )


def refuse_ways(text: str) -> None:
    """Refuse a link, a mail address and a phone number, where strangers write to people here."""
    if WAYS.search(unicodedata.normalize("NFKC", text).translate(THAI_DIGITS)):
        raise ValidationError(
            _("Please leave out phone numbers, mail addresses and links."), code="ways"
        )

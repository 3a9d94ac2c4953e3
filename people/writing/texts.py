"""What may be typed into free text: no national ID, and nothing personal without a second look."""

import re
import unicodedata
from collections.abc import Collection
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.rules.typed_days import THAI_DIGITS

from .personal import Sign, holds_national_id, personal_signs
from .sentences import in_a_row_later

# Ways to lead or call a person elsewhere: an address on the net, a mailbox, a Thai number.
WAYS = re.compile(
    r"://|www\."
    r"|(?<![a-z0-9-])[a-z0-9-]+\.(?:com|net|org|info|co|io|me|th|ly|link|app|site|asia|xyz)(?![a-z])"
    r"|(?<![a-z0-9._+-])[a-z0-9._+-]+@[a-z0-9]"
    r"|(?<!\d)(?:\+66|0)(?:[ .-]?\d){8,9}(?!\d)",
    re.IGNORECASE,
)
PERSONAL = "looks_personal"
# No free text is longer, nor is a cell of a list. To read more would let others wait.
READ_AT_MOST = 5_000
CHANGED = _("Something changed since you looked. Please look again before you save.")
TOO_LONG = _("Please write at most %(limit_value)d letters here. Now it has %(show_value)d.")
LOOKS_LIKE = {
    Sign.ID: _("These 13 digits look like a national ID number with a typing mistake."),
    Sign.PHONE: _("This looks like a phone number."),
    Sign.EMAIL: _("This looks like an email address."),
    Sign.PASSPORT: _("This looks like a passport number."),
    Sign.NAME: _("This looks like somebody's name."),
    Sign.ADDRESS: _("This looks like an address where somebody lives."),
}
ADVICE = _("Please take it out if it could lead to somebody, or send it all the same.")


def refuse_unread(text: str) -> None:
    """Refuse a text that is longer than any free text, without reading it."""
    if len(text) > READ_AT_MOST:
        about = {"limit_value": READ_AT_MOST, "show_value": len(text)}
        raise ValidationError(TOO_LONG, code="max_length", params=about)


def refuse_identity(text: str) -> None:
    """Refuse a text that holds a Thai national ID number, with any signs between its digits."""
    refuse_unread(text)
    if holds_national_id(text):
        raise ValidationError(
            _("This looks like a national ID number. Please take it out: no identities here."),
            code="national_id",
        )


def warn_personal(text: str, *, seen: Collection[str] = ()) -> None:
    """Warn once of what looks personal in a free text; a national ID is always refused.

    `seen` holds the marks of the texts that the writer was warned of and sends all the same. A text
    that was changed since has another mark and is judged again.
    """
    refuse_identity(text)
    if (found := personal_signs(text)) and mark_of_text(text) not in seen:
        raise ValidationError(in_a_row_later([LOOKS_LIKE[found[0]], ADVICE]), code=PERSONAL)


def mark_of_text(text: str) -> str:
    """Make a short mark of a text; spaces and line ends do not change it."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:24]


def refuse_ways(text: str) -> None:
    """Refuse a link, a mail address and a phone number, where strangers write to people here."""
    refuse_unread(text)
    if WAYS.search(unicodedata.normalize("NFKC", text).translate(THAI_DIGITS)):
        raise ValidationError(
            _("Please leave out phone numbers, mail addresses and links."), code="ways"
        )

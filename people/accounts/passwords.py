"""Which passwords are accepted: long enough, longer without a second factor, and not too easy."""

from string import ascii_lowercase, digits

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import Account, Organisation

from . import factors
from .places import workplaces_of

# NIST SP 800-63B-4: fifteen where the password is all that is asked for, eight where it is not.
ALONE, BESIDE_A_FACTOR = 15, 8
ALONE_ASKS = _("15 characters or more. A short sentence is easy to keep in mind.")
BESIDE_ASKS = _("8 characters or more, because you also have a passkey or an app.")
SENTENCE = _("A short sentence is easy to keep in mind.")
PRODUCT = ("kamlangjai", "กำลังใจ")
# Shorter ones are in many words by chance.
SHORTEST_NAME = 4
DIFFERENT_CHARACTERS = 5
# What people type or say in order: the alphabets, and keyboards in both languages.
ROWS = (
    ascii_lowercase,
    digits + "0",
    "๐๑๒๓๔๕๖๗๘๙",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "ๆไำพะัีรนยบล",
    "ฟหกดเ้่าสวง",
    "ผปแอิืทมใฝ",
)


def shortest_for(account: Account | None) -> int:
    """Say how many characters the password of a person needs at least."""
    return BESIDE_A_FACTOR if account and account.pk and factors.held_by(account) else ALONE


class LengthValidator:
    """Refuse a password that is too short for this person."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Refuse it in Django's own words."""
        MinimumLengthValidator(shortest_for(user)).validate(password)

    def get_help_text(self) -> str:
        """Give the rule for a person without a second factor."""
        return str(ALONE_ASKS)


class GuessableValidator:
    """Refuse a password that is long but among the first that an attacker would try."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Check what is left of it without names, runs and repeats."""
        if repeats_itself(password):
            raise ValidationError(_("This password repeats itself. %s") % SENTENCE, code="repeats")
        if not says_enough(without_runs(password), user):
            raise ValidationError(
                _("These characters follow each other on the keyboard or in the alphabet. %s")
                % SENTENCE,
                code="runs",
            )
        if not says_enough(without_names(password, user), user):
            raise ValidationError(
                _("Apart from the names of this product and your organisation, little is left. %s")
                % SENTENCE,
                code="names",
            )

    def get_help_text(self) -> str:
        """Return nothing: the rule about the length says enough."""
        return ""


def says_enough(left: str, user: Account | None) -> bool:
    """Say whether the rest is at least half a password long, with five different characters."""
    return len(left) > shortest_for(user) // 2 and len(set(left)) >= DIFFERENT_CHARACTERS


def repeats_itself(password: str) -> bool:
    """Say whether a password is one piece, repeated; the last repeat may be cut short."""
    text = password.casefold()
    # How much of its beginning ends at each character: one pass (Knuth, Morris and Pratt 1977). To
    # try each length of a piece takes hours for a text of a hundred thousand characters.
    begun = [0] * len(text)
    for place in range(1, len(text)):
        length = begun[place - 1]
        while length and text[length] != text[place]:
            length = begun[length - 1]
        begun[place] = length + (text[length] == text[place])
    return bool(text) and 2 * begun[-1] >= len(text)


def without_runs(password: str) -> str:
    """Leave out each character that repeats the one before it or follows it in a row."""
    text = password.casefold()
    return "".join(
        one for before, one in zip(" " + text, text, strict=False) if not is_next(before, one)
    )


def is_next(before: str, one: str) -> bool:
    """Say whether a character follows the one before it in the alphabet or on the keyboard."""
    return before == one or any(before + one in row or one + before in row for row in ROWS)


def without_names(password: str, user: Account | None) -> str:
    """Leave out the names of the product, of the person's organisation, and the words in them."""
    text = password.casefold()
    for name in sorted(names_known(user), key=len, reverse=True):
        text = text.replace(name, "")
    return text


def organisations_of(user: Account | None) -> list[Organisation]:
    """List where the owner works: the place they come to, or else all of the account."""
    if user is None:
        return []
    if coming := user.__dict__.get("person"):
        return [coming.organisation]
    return [one.organisation for one in workplaces_of(user)] if user.pk else []


def names_known(user: Account | None) -> set[str]:
    """Collect the names that an attacker would try first, whole and word by word."""
    whole = [name for one in organisations_of(user) for name in one.name.values()]
    names = [*PRODUCT, *whole, *(word for name in whole for word in name.split())]
    return {name.casefold() for name in names if len(name) >= SHORTEST_NAME}

"""Which passwords are taken: how long, longer where nothing stands beside it, and none too easy."""

from string import ascii_lowercase, digits

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import Person

from . import factors

# NIST SP 800-63B-4: fifteen where the password is all that is asked for, eight where it is not.
ALONE, BESIDE_A_FACTOR = 15, 8
ALONE_ASKS = _("15 characters or more. A short sentence is easy to keep in mind.")
BESIDE_ASKS = _("8 characters or more: your passkey or app stands beside it.")
SENTENCE = _("A short sentence is easy to keep in mind.")
PRODUCT = ("kamlangjai", "กำลังใจ")
# Shorter ones stand in many words by chance.
SHORTEST_NAME = 4
DIFFERENT_CHARACTERS = 5
# What fingers and children say one after the other: the alphabets, and keyboards in both languages.
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
        return str(ALONE_ASKS)


class GuessableValidator:
    """Refuse a password that is long and still among the first that anybody would try."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Judge what is left of it without names and without what follows by itself."""
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
        """Say nothing more: how long it has to be says enough."""
        return ""


def says_enough(left: str, user: Person | None) -> bool:
    """Say whether what is left is at least half as long as a password, of five characters."""
    return len(left) > shortest_for(user) // 2 and len(set(left)) >= DIFFERENT_CHARACTERS


def repeats_itself(password: str) -> bool:
    """Say whether a password is one piece, said twice or more; the last time may be cut short."""
    text = password.casefold()
    return any(
        text == (text[:piece] * len(text))[: len(text)] for piece in range(1, len(text) // 2 + 1)
    )


def without_runs(password: str) -> str:
    """Leave out each character that is the one before it again, or its neighbour in a row."""
    text = password.casefold()
    return "".join(
        one for before, one in zip(" " + text, text, strict=False) if not is_next(before, one)
    )


def is_next(before: str, one: str) -> bool:
    """Say whether a character follows from the one before: in the alphabet or on the keyboard."""
    return before == one or any(before + one in row or one + before in row for row in ROWS)


def without_names(password: str, user: Person | None) -> str:
    """Leave out the names of the product and of the person's organisation, and of its words."""
    text = password.casefold()
    for name in sorted(names_known(user), key=len, reverse=True):
        text = text.replace(name, "")
    return text


def names_known(user: Person | None) -> set[str]:
    """Collect the names that anybody would try first, whole and in their words."""
    organisation = user.organisation if user and user.organisation_id else None
    whole = [organisation.name_en, organisation.name_th] if organisation else []
    names = [*PRODUCT, *whole, *(word for name in whole for word in name.split())]
    return {name.casefold() for name in names if len(name) >= SHORTEST_NAME}

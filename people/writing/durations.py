"""How long something took, as people type it: 1:30, 1.5, 1 h 30, 90 min, ๑ ชม. ๓๐ นาที."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.rules.typed_days import THAI_DIGITS

from .sentences import Sentence, in_a_row

HOURS, MINUTES = 60, 1
FRACTIONS = {"¼": ".25", "½": ".5", "¾": ".75"}
H = r"(?:h|hrs?|hours?|ชม\.?|ชั่วโมง)"
M = r"(?:m|mins?|minutes?|น\.?|นาที)\.?"
CLOCKED = re.compile(rf"(\d{{1,3}}):(\d{{2}})\s*{H}?")
WORDED = re.compile(rf"(\d{{0,3}}(?:\.\d{{1,2}})?)\s*{H}(?:\s*(\d{{1,2}})\s*(?:{M})?)?")
IN_MINUTES = re.compile(rf"(\d{{1,5}})\s*{M}")
BARE = re.compile(r"\d{1,5}|\d{0,3}\.\d{1,2}")
# Of two decimals only quarters are read: 1.30 may be meant as an hour and a half.
UNSURE = re.compile(r"(\d{1,3})\.([0-5]\d)")
QUARTERS = {"00", "25", "50", "75"}
LONGEST = 40


def parse_duration(text: str, bare: int = HOURS) -> int:
    """Read how many minutes a text says; a number alone is hours, or minutes where `bare` says so.

    A text that is no time, or may be one of two, is a ValueError.
    """
    typed = tidy(text)
    if (found := UNSURE.match(typed)) and found[2] not in QUARTERS:
        raise ValueError(f"{text!r} may be hours and minutes")
    if found := CLOCKED.fullmatch(typed):
        return minutes_of(int(found[1]), int(found[2]))
    if found := WORDED.fullmatch(typed):
        whole, rest = found[1] or "", int(found[2] or 0)
        if not whole.strip(".") or (found[2] and "." in whole):
            raise ValueError(f"{text!r} is no time")
        return minutes_of(Decimal(whole), rest)
    if found := IN_MINUTES.fullmatch(typed):
        return int(found[1])
    if BARE.fullmatch(typed):
        return exact(Decimal(typed) * bare)
    raise ValueError(f"{text!r} is no time")


def tidy(text: str) -> str:
    """Write a typed time in one way: small, with Arabic digits and decimal points."""
    if len(text) > LONGEST:
        raise ValueError("A text this long is no time")
    typed = text.translate(THAI_DIGITS).strip().lower().replace(",", ".")
    for sign, decimals in FRACTIONS.items():
        typed = typed.replace(f" {sign}", sign).replace(sign, decimals)
    return typed


def minutes_of(hours: Decimal | int, minutes: int) -> int:
    """Add hours and minutes; sixty minutes are an hour and stand there as one."""
    if minutes > 59:
        raise ValueError(f"{minutes} minutes are more than an hour")
    return exact(Decimal(hours) * 60) + minutes


def exact(minutes: Decimal) -> int:
    """Take whole minutes only."""
    if minutes != int(minutes):
        raise ValueError(f"{minutes} are no whole minutes")
    return int(minutes)


def typed_duration(minutes: Decimal | int) -> str:
    """Write minutes as a person would type them: 4, 1:30, 0:45."""
    hours, rest = divmod(int(minutes), 60)
    return f"{hours}:{rest:02}" if rest else str(hours)


def meant_duration(text: str) -> int | None:
    """Guess the minutes that 1.30 stands for; None where it is anybody's guess."""
    try:
        found = UNSURE.match(tidy(text))
    except ValueError:
        return None
    return int(found[1]) * 60 + int(found[2]) if found else None


class DurationField(forms.Field):
    """A time in hours and quarter hours, kept in minutes; what may be two things is asked about."""

    default_error_messages = {
        "invalid": gettext_lazy("Please write hours like 1:30 or 1.5."),
        "min_value": gettext_lazy("This cannot be below 0."),
    }
    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def __init__(
        self,
        *,
        bare: int = HOURS,
        at_most: int | None = None,
        too_long: Sentence = "",
        **told: Any,
    ) -> None:
        """Take what a number alone means, and how long it can be with the sentence for longer."""
        super().__init__(**told)
        self.bare, self.at_most, self.too_long = bare, at_most, too_long

    def to_python(self, value: object) -> int | None:
        """Read the minutes; refuse another text, with the time that it may stand for."""
        typed = str(value or "").strip()
        if not typed:
            return None
        try:
            found = parse_duration(typed, self.bare)
        except ValueError:
            raise self.refused(typed) from None
        if self.at_most is not None and found > self.at_most:
            raise ValidationError(self.longer(typed), code="max_value")
        return found

    def refused(self, typed: str) -> ValidationError:
        """Say why a text is no time."""
        if typed.startswith(("-", "−")):
            return ValidationError(self.error_messages["min_value"], code="min_value")
        if (meant := meant_duration(typed)) is None:
            return ValidationError(self.error_messages["invalid"], code="invalid")
        return ValidationError(did_you_mean(meant), code="invalid")

    def longer(self, typed: str) -> str:
        """Say that it is too long; a number that fits as minutes is asked about."""
        alone = typed.translate(THAI_DIGITS)
        fits = alone.isdecimal() and int(alone) <= (self.at_most or 0)
        return in_a_row([self.too_long, did_you_mean(int(alone)) if fits else ""])


def did_you_mean(minutes: int) -> str:
    """Ask whether a time was meant."""
    hours, rest = divmod(minutes, 60)
    return _("Did you mean %(time)s?") % {"time": f"{hours}:{rest:02}"}

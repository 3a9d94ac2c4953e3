"""Times of day as people type them: 0830, 830, 8.30, 8:30, 08.30 น. or ๐๘๓๐."""

import re
from datetime import time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.rules.typed_days import THAI_DIGITS

CLOCK = re.compile(r"(?:(\d{1,2})[:.](\d{2})|(\d{1,2})(\d{2})|(\d{1,2}))\s*(?:น\.?)?")
LONGEST = 20


def parse_clock(text: str) -> time:
    """Read a time of day; 24:00 is midnight. A text that is no time is a ValueError."""
    typed = text.translate(THAI_DIGITS).strip()
    found = CLOCK.fullmatch(typed) if typed.replace("น", "").isascii() else None
    if not found:
        raise ValueError(f"{text!r} is no time of day")
    hour = int(found[1] or found[3] or found[5])
    return clock_of(hour, int(found[2] or found[4] or 0))


def clock_of(hour: int, minute: int) -> time:
    """Make a time; only the day's last moment has the hour 24."""
    return time(0 if (hour, minute) == (24, 0) else hour, minute)


def meant_clock(text: str) -> time | None:
    """Guess the time that a text stands for; None where it is anybody's guess."""
    typed = text.translate(THAI_DIGITS).strip().lower()
    if len(typed) > LONGEST or not typed[:1].isdigit():
        return None
    groups = re.findall(r"[0-9]+", typed)
    if len(groups) == 1 and len(groups[0]) in (3, 4):
        groups = [groups[0][:2], groups[0][2:]]
    if not 1 <= len(groups) <= 2 or any(len(one) > 2 for one in groups):
        return None
    hour, minute = int(groups[0]), int(groups[1].ljust(2, "0")) if len(groups) == 2 else 0
    if re.search(r"\bpm\b|[0-9]\s*pm|p\.m", typed) and hour < 12:
        hour += 12
    try:
        return clock_of(hour, minute)
    except ValueError:
        return None


class ClockField(forms.Field):
    """A time of day, read as it was typed; what cannot be read is asked about."""

    default_error_messages = {"invalid": gettext_lazy("Please write a time like 08:30.")}

    def to_python(self, value: object) -> time | None:
        """Read the time; refuse another text, with the time that it may stand for."""
        typed = str(value or "").strip()
        if not typed:
            return None
        try:
            return parse_clock(typed)
        except ValueError:
            if (meant := meant_clock(typed)) is None:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None
            asked = _("Did you mean %(time)s?") % {"time": f"{meant:%H:%M}"}
            raise ValidationError(asked, code="invalid") from None

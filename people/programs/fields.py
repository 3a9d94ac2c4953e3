"""Fields of what programs send: days in the common era alone, times, texts that can be kept."""

import re
from datetime import date, time
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError, PydanticKnownError

# Years of the Buddhist era that a program may have sent for one of today.
FIRST_BUDDHIST, LAST_BUDDHIST, ERA = 2400, 2700, 543
# No role, absence or certificate reaches beyond; verbs count months from a day in both directions.
FIRST_YEAR, LAST_YEAR = 1900, 2199
WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WRITTEN_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?")


def written_day(sent: object) -> object:
    """Refuse what is read as a day elsewhere: seconds since 1970, or a day with an hour."""
    if isinstance(sent, date) or isinstance(sent, str) and WRITTEN.fullmatch(sent):
        return sent
    raise PydanticKnownError("date_type")


def common_day(day: date) -> date:
    """Refuse a year of the Buddhist era, which has one way to be written here, and one far off."""
    if FIRST_BUDDHIST <= day.year <= LAST_BUDDHIST:
        sentence = _("Please write the year of the common era: %(year)s.") % {
            "year": day.year - ERA
        }
        raise PydanticCustomError("buddhist_year", sentence.replace("{", "{{").replace("}", "}}"))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError("year", _("Please check the year."))
    return day


def written_time(sent: object) -> object:
    """Refuse what is read as a time elsewhere: seconds since midnight, one of another zone."""
    if isinstance(sent, time) or isinstance(sent, str) and WRITTEN_TIME.fullmatch(sent):
        return sent
    raise PydanticCustomError("time", _("Please write a time like 08:30."))


def kept_text(text: str) -> str:
    """Refuse a text with a sign that no database keeps."""
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise PydanticCustomError("text", _("This text has a sign that cannot be kept."))
    return text


CommonDay = Annotated[date, BeforeValidator(written_day), AfterValidator(common_day)]
# On the clocks of Bangkok.
ClockTime = Annotated[time, BeforeValidator(written_time)]
KeptText = Annotated[str, StringConstraints(max_length=120), AfterValidator(kept_text)]

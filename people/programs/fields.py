"""Fields of what programs send: days in the common era alone, and texts that can be kept."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

# Years of the Buddhist era that a program may have sent for one of today.
FIRST_BUDDHIST, LAST_BUDDHIST, ERA = 2400, 2700, 543


def common_day(day: date) -> date:
    """Refuse a year of the Buddhist era: between programs a day has one way to be written."""
    if FIRST_BUDDHIST <= day.year <= LAST_BUDDHIST:
        sentence = _("Please write the year of the common era: %(year)s.") % {
            "year": day.year - ERA
        }
        raise PydanticCustomError("buddhist_year", sentence.replace("{", "{{").replace("}", "}}"))
    return day


def kept_text(text: str) -> str:
    """Refuse a text with a sign that no database keeps."""
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise PydanticCustomError("text", _("This text has a sign that cannot be kept."))
    return text


CommonDay = Annotated[date, AfterValidator(common_day)]
KeptText = Annotated[str, StringConstraints(max_length=120), AfterValidator(kept_text)]

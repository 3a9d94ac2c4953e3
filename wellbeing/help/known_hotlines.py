"""The numbers for help that the product knows, each with where it was read; see `hotlines.toml`."""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from people.models import Organisation
from people.rules.typed_days import parse_day
from wellbeing.models import Hotline

FILE = Path(__file__).with_name("hotlines.toml")


@lru_cache(maxsize=1)
def known_numbers() -> list[dict[str, Any]]:
    """Read the file once."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["number"]


def at_first() -> list[Hotline]:
    """Make the numbers that people see before their organisation has a list of its own.

    The operator's number stands first; if it is none that is known, it takes the place of 1323.
    """
    first, *others = [hotline_of(one) for one in known_numbers() if one.get("at_first")]
    if first.number != settings.HELPLINE:
        name = {"en": "Number for help", "th": "เบอร์ขอความช่วยเหลือ"}
        first = Hotline(name=name, number=settings.HELPLINE)
    first.checked_on = checked_day()
    return [first, *(one for one in others if one.number != settings.HELPLINE)]


def national_numbers() -> list[Hotline]:
    """Make the numbers for everybody in the country: for pages that anybody reads."""
    return [hotline_of(one) for one in known_numbers() if "kinds" not in one]


def offered_to(organisation: Organisation) -> list[Hotline]:
    """Make the numbers that an organisation of this kind may take over."""
    return [
        hotline_of(one)
        for one in known_numbers()
        if organisation.kind in one.get("kinds", [organisation.kind])
    ]


def hotline_of(known: dict[str, Any]) -> Hotline:
    """Make a number that belongs to no organisation yet and is not checked."""
    return Hotline(**{name: text for name, text in known.items() if name not in NOT_KEPT})


# What says where a number is offered and when it was read: an organisation calls it itself.
NOT_KEPT = {"at_first", "kinds", "read_on"}


def checked_day() -> date | None:
    """Read the day on which the operator called the number; an unreadable day is None."""
    try:
        return parse_day(settings.HELPLINE_CHECKED)
    except ValueError:
        return None

"""What a correction of a release may not hold: a number that is no year, and some names. Pure.

A correction never tells a cell again: two tellings of one cell differ by a person.
"""

import re
import unicodedata
from collections.abc import Iterable

from people.rules.typed_days import THAI_DIGITS

YEAR = r"(?:20|25)[0-9]{2}(?![0-9])"
# A quarter or a year as people write it: 2026-Q3, Q3/2026, quarter 3 of 2026, ไตรมาส 3/2569, 2026.
TIMES = re.compile(
    rf"(?<![0-9.,]){YEAR}(?:[-/ ]?Q[1-4](?![0-9]))?"
    rf"|(?<![a-z0-9])(?:Q|quarter ?|ไตรมาส(?:ที่)? ?)[1-4](?![0-9])(?:(?:/| ?(?:of|ปี)? ?){YEAR})?",
    re.IGNORECASE,
)


def holds_number(text: str) -> bool:
    """Say whether a text holds a digit, or a sign for a number, that is no year and no quarter."""
    plain = unicodedata.normalize("NFKC", text).translate(THAI_DIGITS)
    return any(sign.isnumeric() for sign in TIMES.sub(" ", plain))


def name_held(text: str, names: Iterable[str]) -> str:
    """Find the first of some names that a text holds, whatever its capitals and spaces are."""
    plain = as_compared(text)
    return next((one for one in names if one and as_compared(one) in plain), "")


def as_compared(text: str) -> str:
    """Write a text as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())

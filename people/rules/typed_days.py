"""Days and years as people in Thailand type them."""

import re
from datetime import date

BUDDHIST_OFFSET = 543
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# Spaces of any width, and what has none: a day that is copied from a page may hold them.
SPACES = re.compile(r"[\s\u200b\u2060\ufeff]+")
DAY_FORMS = (
    re.compile(r"(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<d>[0-9]{1,2}) ?[-/. ] ?(?P<m>[0-9]{1,2}) ?[-/. ] ?(?P<y>[0-9]{4})"),
    re.compile(
        r"(?P<d>[0-9]{1,2})[-/. ]*(?P<m>[^\W\d_][^\d,/-]*?)[-/, ]*"
        r"(?P<era>พ\.?ศ\.?|ค\.?ศ\.?)? ?(?P<y>[0-9]{4})"
    ),
    re.compile(r"(?P<m>[a-z]+)\.? (?P<d>[0-9]{1,2}),? (?P<y>[0-9]{4})", re.IGNORECASE),
)
# Each month as it is written in full and short, in Thai and English; dots and spaces left out.
MONTH_NAMES = (
    ("มกราคม", "มกรา", "มค", "january", "jan"),
    ("กุมภาพันธ์", "กุมภา", "กพ", "february", "feb"),
    ("มีนาคม", "มีนา", "มีค", "march", "mar"),
    ("เมษายน", "เมษา", "เมย", "april", "apr"),
    ("พฤษภาคม", "พฤษภา", "พค", "may"),
    ("มิถุนายน", "มิถุนา", "มิย", "june", "jun"),
    ("กรกฎาคม", "กรกฎา", "กค", "july", "jul"),
    ("สิงหาคม", "สิงหา", "สค", "august", "aug"),
    ("กันยายน", "กันยา", "กย", "september", "sept", "sep"),
    ("ตุลาคม", "ตุลา", "ตค", "october", "oct"),
    ("พฤศจิกายน", "พฤศจิกา", "พย", "november", "nov"),
    ("ธันวาคม", "ธันวา", "ธค", "december", "dec"),
)
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names}


def common_year(year: int) -> int:
    """Turn a typed year into the common era: 2400 and up is Buddhist, 1900 to 2200 is as it is.

    Anything between or outside is a ValueError: the reader cannot know which was meant.
    """
    if 2400 <= year <= 2743:
        return year - BUDDHIST_OFFSET
    if 1900 <= year <= 2200:
        return year
    raise ValueError(f"{year} is no year we can place")


def parse_day(text: str) -> date:
    """Read a day as people type it: 24/11/2569, 24 พ.ย. 2569, 24 November 2026, with Thai digits.

    The leap year is judged by the common era. A day that does not exist is a ValueError.
    """
    typed = SPACES.sub(" ", text.translate(THAI_DIGITS)).strip()
    for form in DAY_FORMS:
        if found := form.fullmatch(typed):
            parts = found.groupdict()
            year = common_year(int(parts["y"]))
            if parts.get("era") and (parts["era"][0] == "ค") != (year == int(parts["y"])):
                raise ValueError(f"{text!r} names another era than its year")
            return date(year, month_of(parts["m"]), int(parts["d"]))
    raise ValueError(f"{text!r} is not a day")


def month_of(text: str) -> int:
    """Read a month by its number or by its name; another word is a ValueError."""
    if text.isdigit():
        return int(text)
    if found := MONTHS.get(re.sub(r"[. ]", "", text).casefold()):
        return found
    raise ValueError(f"{text!r} is not a month")

"""Read a phone number as people write it, and write it as a phone dials it: +66812345678."""

import re
import unicodedata

HOME = "66"
# What people write between the digits.
BETWEEN = re.compile(r"[\s.()/\u200b\u2010-\u2015\u2212-]+")
# A country and its number: the international plan allows fifteen digits.
WHOLE = re.compile(r"\+[1-9]\d{7,14}")
# Of Thailand, behind the country: eight digits of a landline, nine of a mobile phone.
THAI = re.compile(r"\+66\d{8,9}")


def read_phone(typed: str) -> str | None:
    """Read a number, in Thai digits or others; None if it is none. Without a country it is Thai."""
    text = BETWEEN.sub("", unicodedata.normalize("NFKC", typed))
    digits = "".join(str(unicodedata.digit(one, one)) for one in text)
    found = with_country(digits)
    rule = THAI if found.startswith(f"+{HOME}") else WHOLE
    return found if rule.fullmatch(found) else None


def with_country(digits: str) -> str:
    """Write the country before a number; people often keep the 0 behind it."""
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("0"):
        digits = f"+{HOME}{digits[1:]}"
    elif digits.startswith(HOME):
        digits = f"+{digits}"
    return digits.replace(f"+{HOME}0", f"+{HOME}", 1)


def spoken_phone(number: str) -> str:
    """Write a stored number as people in Thailand read it: 081 234 5678; others as they are."""
    if not number.startswith(f"+{HOME}"):
        return number
    digits = f"0{number[len(HOME) + 1 :]}"
    cut = len(digits) - 7
    return f"{digits[:cut]} {digits[cut : cut + 3]} {digits[cut + 3 :]}"

"""What a workbook holds in a cell, as the text that it shows."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

type Value = str | int | float | bool | date | datetime | time | timedelta

# Signs without a width, and those that turn the direction of writing: copied along, never meant.
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\u00ad]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
# Where none of these is, a cell is tidy as it is: nearly all are, and a list may have 300,000.
UNTIDY = re.compile(
    r"[\x00-\x1f\x7f\x85\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff\ufffe]"
    r"|  |^[ '#]|^Err:| $"
)
ERRORS = re.compile(
    r"#(?:N/A|NA|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA)|Err:\d{3}"
)


def tidy_cell(text: str) -> str:
    """Write a cell in one way: one space between words, without unseen signs; an error is empty.

    An apostrophe before the text is how sheets are told that it is a text, and no part of it.
    """
    return tidied(text) if UNTIDY.search(text) else text


def tidied(text: str) -> str:
    """Do so, whatever stands in it."""
    text = CONTROLS.sub("", UNSEEN.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")
    lines = (SPACES.sub(" ", line).strip() for line in re.split(r"[\n\x0b\x0c\u2028\u2029]", text))
    tidy = "\n".join(filter(None, lines))
    if tidy.startswith("'") and len(tidy) > 1 and not tidy.endswith("'"):
        tidy = tidy[1:].lstrip()
    return "" if ERRORS.fullmatch(tidy) else tidy


def cell_text(value: Value) -> str:
    """Write a value as a list in text has it: a tick as 1, 12.0 as 12, a day as 2026-11-20."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return shown_number(value)
    if isinstance(value, timedelta):
        return length_text(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes" if not value.second else "seconds").removesuffix(
            " 00:00"
        )
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    return value.isoformat()


def shown_number(value: float) -> str:
    """Write a number with the 15 digits that a sheet keeps, and no exponent."""
    short = f"{value:.15g}"
    return f"{Decimal(short):f}" if "e" in short else short


def length_text(length: timedelta) -> str:
    """Write a length of time as hours, minutes and, if there are any, seconds: 30:05."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    text = f"{minutes // 60}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text


def column_name(place: int) -> str:
    """Name a column as a sheet does, by its place from 0 on: A, B, Z, AA."""
    name, place = "", place + 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name

"""Tables in a workbook (XLSX): the values of its first sheet and nothing else. No Django.

openpyxl builds objects of all that it meets, styles too. So what is inside is judged first, by the
list of parts and by what each is made of: then whatever it reads takes little memory and no job.
"""

import warnings
from collections import Counter
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

MEGABYTE = 1024 * 1024
LARGEST, MOST_UNPACKED = 2 * MEGABYTE, 8 * MEGABYTE
PARTS_AT_MOST = 200
ROWS_AT_MOST, COLUMNS_AT_MOST, LAST_ROW = 5_000, 50, 20_000
# A roll of 500 people in ten columns has half as many; each is what openpyxl reads in 50 MB.
AT_MOST = {"cells": 80_000, "others": 10_000, "sheets": 12, "letters": 1_000_000}
CELLS = {"row", "c", "v", "f", "is", "si", "t", "r"}
START, MACROS = b"PK\x03\x04", "vbaproject.bin"
Value = str | int | float | datetime | None


def rows(content: bytes) -> list[list[str]]:
    """Read the first sheet, row by row, without empty rows; what cannot be read is a ValueError.

    Refused: more than 2 MB, more than 8 MB unpacked, more than 5,000 rows, macros, a lock.
    """
    if len(content) > LARGEST:
        raise ValueError("too large")
    try:
        with ZipFile(BytesIO(content)) as archive:
            judge(archive)
        return values(content)
    except Exception as broken:  # files that lie about themselves make readers raise anything
        raise ValueError("not a workbook") from broken


def judge(archive: ZipFile) -> None:
    """Refuse by the list of what is inside, then by what each part is made of.

    A part that is longer than it says there is cut at that length, and its check sum fails.
    """
    parts = archive.infolist()
    if len(parts) > PARTS_AT_MOST or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise ValueError("unpacks to too much")
    counts: Counter[str] = Counter()
    for one in parts:
        if one.flag_bits & 1 or one.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise ValueError("locked, or packed in another way")
        if one.filename.lower().endswith(MACROS):
            raise ValueError("holds macros")
        with archive.open(one) as part:
            count(part, counts)


def count(part: IO[bytes], counts: Counter[str]) -> None:
    """Count elements and letters, and refuse too many; what is no XML, like a picture, has none."""

    def add(what: str, number: int) -> None:
        """Count some of a kind; too many are a ValueError."""
        counts[what] += number
        if counts[what] > AT_MOST[what]:
            raise ValueError(f"too many {what}")

    def begin(tag: str, attributes: dict[str, str]) -> None:
        """Count an element with its attributes, and what it begins."""
        name = tag.rpartition(":")[2]
        add("cells" if name in CELLS else "others", 1 + len(attributes))
        add("sheets", name == "sheet")
        add("letters", sum(map(len, attributes.values())))

    def refuse(*_declared: object) -> None:
        """Refuse a document that declares its own type."""
        raise ValueError("declares a document type")  # and entities that grow or lead elsewhere

    parser = ParserCreate()
    parser.StartElementHandler = begin
    parser.CharacterDataHandler = lambda letters: add("letters", len(letters))
    parser.StartDoctypeDeclHandler = refuse
    with suppress(ExpatError):
        parser.ParseFile(part)


def values(content: bytes) -> list[list[str]]:
    """Read the first sheet by openpyxl, which warns of whatever it leaves out, like charts."""
    from openpyxl import load_workbook

    with warnings.catch_warnings(action="ignore"):
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        # Bounds that the sheet tells of itself can lie.
        bounds = {"max_row": LAST_ROW, "max_col": COLUMNS_AT_MOST}
        lines = map(texts, book.worksheets[0].iter_rows(**bounds, values_only=True))
        found = list(islice(filter(None, lines), ROWS_AT_MOST + 1))
    # None at all: an empty sheet, or the strict kind of workbook, in which openpyxl finds no rows.
    if not 0 < len(found) <= ROWS_AT_MOST:
        raise ValueError("no rows, or too many")
    return found


def texts(line: tuple[Value, ...]) -> list[str]:
    """Write a row as texts, up to its last value."""
    width = max((place for place, value in enumerate(line, 1) if value is not None), default=0)
    return [text(value) for value in line[:width]]


def text(value: Value) -> str:
    """Write a value as CSV has it: a tick as 1, a number without a useless .0, a day as a day."""
    if value is None or isinstance(value, str):
        return value or ""
    written = str(int(value) if isinstance(value, bool) else value)
    return written.removesuffix(".0").removesuffix(" 00:00:00")

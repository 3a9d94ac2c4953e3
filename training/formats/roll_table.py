"""Results that come from a spreadsheet: read, matched with the people of a session. No Django."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from . import xlsx

LINES_AT_MOST, LETTERS_AT_MOST = 500, 100_000
# What people write in a column of attendance, in either language.
MARKS = {
    "full": {"full", "full day", "f", "yes", "y", "present", "here", "1", "เต็มวัน", "มา", "ครบ"},
    "part": {"part", "partly", "half", "half day", "p", "บางช่วง", "บางส่วน", "ครึ่งวัน"},
    "away": {"away", "absent", "a", "no", "n", "0", "ไม่มา", "ขาด", "ลา", "ไม่ได้มา"},
}
MARK_OF = {word: mark for mark, words in MARKS.items() for word in words}
YES = {
    "yes",
    "y",
    "x",
    "1",
    "true",
    "pass",
    "passed",
    "certified",
    "certify",
    "✓",
    "✔",
    "ผ่าน",
    "ใช่",
}
HEADER = {"name", "person", "full name", "ชื่อ", "ชื่อ-สกุล", "ชื่อ นามสกุล", "ชื่อ-นามสกุล"}
SPACES = re.compile(r"[\s\u00a0]+")


@dataclass(frozen=True)
class RollPerson:
    """A person with a place: how their line is called on the page, and by what they are known."""

    key: str
    names: tuple[str, ...]


@dataclass
class Read:
    """What was understood: a mark and a tick by person; and the lines that were not, as written."""

    marks: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, bool] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


def read(lines: Iterable[list[str]], people: Iterable[RollPerson]) -> Read:
    """Read lines of name, attendance and, if there is one, a mark for the certificate.

    A name is a full name or an e-mail address, in any capitals and spaces. A person who stands
    twice, or who shares a name with another, is left as they are: the table does not say which of
    them is meant.
    """
    known = names_of(people)
    found = Read()
    for cells in tidied(lines):
        if plain(cells[0]) in HEADER:
            continue
        take(found, cells, known)
    for key in found.twice:
        found.marks.pop(key, None)
        found.ticks.pop(key, None)
    return found


def take(found: Read, cells: list[str], known: Mapping[str, str | None]) -> None:
    """Read one line into what was found before."""
    line = " · ".join(cells)
    key = known.get(plain(cells[0]))
    if key is None:
        found.unknown.append(line)
        return
    if key in found.marks:
        found.twice.append(key)
        return
    mark = MARK_OF.get(plain(cells[1])) if len(cells) > 1 else None
    if mark is None:
        found.unclear.append(line)
        return
    found.marks[key] = mark
    found.ticks[key] = len(cells) > 2 and plain(cells[2]) in YES


def names_of(people: Iterable[RollPerson]) -> dict[str, str | None]:
    """Index people by everything they are called; a name that two share leads to neither."""
    found: dict[str, str | None] = {}
    for person in people:
        for name in {plain(one) for one in person.names if one}:
            found[name] = None if name in found else person.key
    return found


def lines_of(content: bytes) -> list[list[str]]:
    """Read a file of a spreadsheet: a workbook, or CSV of up to 2 MB; else a ValueError."""
    if content.startswith(xlsx.START):
        return xlsx.rows(content)
    if len(content) > xlsx.LARGEST:
        raise ValueError("too large")
    return rows(text_of(content))


def text_of(content: bytes) -> str:
    """Read a file from a spreadsheet: UTF-8, or the Thai of older ones; else a ValueError."""
    if b"\0" in content:
        raise ValueError("not a text")
    for encoding in ("utf-8-sig", "cp874"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("not a text")


def rows(text: str) -> list[list[str]]:
    """Split a text into lines and cells, parted by tabs, semicolons or commas."""
    text = text.removeprefix("\ufeff")[:LETTERS_AT_MOST]
    first = next((line for line in text.splitlines() if line.strip()), "")
    parting = next((one for one in ("\t", ";", ",") if one in first), ",")
    return list(csv.reader(text.splitlines(), delimiter=parting))


def tidied(lines: Iterable[list[str]]) -> Iterator[list[str]]:
    """Leave out empty lines, the spaces around cells, and all lines after the 500th."""
    tidy = ([cell.strip().removeprefix("'") for cell in cells] for cells in lines)
    return islice(filter(any, tidy), LINES_AT_MOST)


def plain(text: str) -> str:
    """Write a name or a word so that capitals, spaces and dots make no difference."""
    return SPACES.sub(" ", text).strip(" .").casefold()

"""Take in a list: read its file or its pasted text, and recognise its columns."""

import csv
from dataclasses import dataclass

from .cells import ListCells
from .kinds import ListSubject

ROWS_AT_MOST = 5_000
MEGABYTE = 1024 * 1024
LARGEST = 5 * MEGABYTE


@dataclass(frozen=True)
class TakenList:
    """A list as it was taken in: its cells, and a key or nothing for each of its columns."""

    cells: ListCells
    columns: list[str]


def plain_heading(text: str) -> str:
    """Write a heading without what makes no difference."""
    return "".join(text.lower().replace(".", "").split())


def take_in(subject: ListSubject, content: bytes | None, text: str) -> TakenList:
    """Read a list and recognise its columns."""
    if content is not None:
        text = content.decode("utf-8-sig")
    lines = text.splitlines()
    sign = "\t" if any("\t" in line for line in lines[:5]) else ","
    rows = [
        (n, tuple(cell.strip() for cell in row))
        for n, row in enumerate(csv.reader(lines, delimiter=sign), 1)
    ]
    known = {plain_heading(h): c.key for c in subject.columns for h in c.headings}
    heads = [known.get(plain_heading(cell), "") for cell in rows[0][1]] if rows else []
    return TakenList(ListCells(rows[0][1], tuple(r for r in rows[1:] if any(r[1]))), heads)

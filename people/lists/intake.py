"""Take in a list: read its file or its pasted text, and recognise its columns."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from people.rules.lists import reading
from people.rules.lists.headings import KnownColumn, find_columns
from people.rules.lists.problems import ListUnreadable

from .cells import ListCells
from .kinds import ListSubject


@dataclass(frozen=True)
class TakenList:
    """A list as it was taken in: its cells, and a key or nothing for each of its columns."""

    cells: ListCells
    columns: list[str]


def take_in(subject: ListSubject, content: bytes | None, text: str) -> TakenList:
    """Read a list and recognise its columns; what is no list is refused with a sentence."""
    known = [KnownColumn(one.key, one.headings, one.looks) for one in subject.columns]
    try:
        table = reading.read_pasted(text) if content is None else reading.read_file(content)
        found = find_columns(table, known)
        if not found.rows:
            raise reading.nothing_in_it()
        if len(found.rows) > reading.ROWS_AT_MOST:
            raise reading.too_many_rows()
    except ListUnreadable as unreadable:
        raise ValidationError(str(unreadable), code=unreadable.code) from unreadable
    cells = ListCells(
        headings=found.headings,
        rows=tuple((row.number, row.cells) for row in found.rows),
        notices=tuple(map(str, found.notices)),
    )
    return TakenList(cells, list(found.columns))

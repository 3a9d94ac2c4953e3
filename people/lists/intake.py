"""Take in a list: read its file or its pasted text, and recognise its columns."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from people.languages.known import in_every_language
from people.rules.lists import reading
from people.rules.lists.form_exports import read_list
from people.rules.lists.headings import KnownColumn, find_columns, plain_heading
from people.rules.lists.problems import ListUnreadable

from .cells import ListCells
from .kinds import ListColumn, ListSubject


@dataclass(frozen=True)
class TakenList:
    """A list as it was taken in: its cells, and a key or nothing for each of its columns."""

    cells: ListCells
    columns: list[str]


def take_in(subject: ListSubject, content: bytes | None, text: str) -> TakenList:
    """Read a list and recognise its columns; what is no list is refused with a sentence."""
    known = known_columns(subject)
    try:
        read = read_list(content, text, known)
        subject.refuse(read.table)
        found = find_columns(read.table, known)
        if not found.rows:
            raise reading.nothing_in_it()
        if len(found.rows) > reading.ROWS_AT_MOST:
            raise reading.too_many_rows()
    except ListUnreadable as unreadable:
        raise ValidationError(str(unreadable), code=unreadable.code) from unreadable
    cells = ListCells(
        headings=found.headings,
        rows=tuple((row.number, row.cells) for row in found.rows),
        notices=tuple(map(str, (*read.notices, *found.notices))),
    )
    return TakenList(cells, list(found.columns))


def known_columns(subject: ListSubject) -> list[KnownColumn]:
    """List the columns with their headings, and with their names as our own sheets and forms write
    them; a name that heads another column does not count.
    """
    taken = {
        plain_heading(one): column.key for column in subject.columns for one in column.headings
    }
    return [
        KnownColumn(column.key, (*column.headings, *free_names(column, taken)), column.looks)
        for column in subject.columns
    ]


def free_names(column: ListColumn, taken: Mapping[str, str]) -> list[str]:
    """Name a column in every language."""
    names = in_every_language(column.name)
    return [one for one in names if taken.get(plain_heading(one), column.key) == column.key]

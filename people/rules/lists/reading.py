"""A list as people send it: a workbook, a text file or a copied table becomes rows of texts.

Nothing is run and no formula is worked out: a cell is what the file shows for it. What is too
large to be a list of one organisation's people is refused before it takes memory.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .cells import column_name, tidy_cell
from .packed_texts import packed_texts
from .problems import ListUnreadable as ListUnreadable
from .texts import letters_in, loose_lines, text_lines
from .workbooks import OLE_START, ZIP_START, open_document, open_old_workbook

MEGABYTE = 1024 * 1024
LARGEST = 5 * MEGABYTE
ROWS_AT_MOST, COLUMNS_AT_MOST, LETTERS_OF_A_CELL = 5_000, 60, 5_000
# Titles and headings above the rows, a total and signatures below them.
LINES_AROUND = 40
# Of a text in which numbers before lines and gaps within them are looked for.
LOOSE_AT_MOST = 1_000_000
# How files begin that people take for lists, and that hold none.
OTHER_KINDS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"RIFF",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"MZ",
    b"\x7fELF",
)
PAGE_STARTS = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<meta", b"<style")


@dataclass(frozen=True)
class Row:
    """A line of a list: its number in the file, from 1 on, and its cells as tidy texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The lines of a list that hold something, and the name of the sheet they come from."""

    rows: tuple[Row, ...]
    sheet: str = ""


def read_file(content: bytes) -> Table:
    """Read a file: XLSX, XLS, ODS, or a text in columns; else `ListUnreadable` says why."""
    for table in tables_in(content):
        return table
    raise nothing_in_it()


def tables_in(content: bytes) -> Iterator[Table]:
    """Read one table of a file after another, those that hold something: each sheet, each text."""
    if len(content) > LARGEST:
        raise ListUnreadable(
            "too_large",
            _("This file is larger than %(mb)d MB. Please send the list alone, without pictures."),
            mb=LARGEST // MEGABYTE,
        )
    if content.startswith(ZIP_START):
        if texts := packed_texts(content):
            yield from filled_sheets((name, text_lines(text)) for name, text in texts)
        else:
            yield from filled_sheets(open_document(content))
    elif content.startswith(OLE_START):
        yield from filled_sheets(open_old_workbook(content))
    else:
        refuse_other_kinds(content)
        text = letters_in(content)
        yield table_of(loose_lines(text) if len(text) < LOOSE_AT_MOST else text_lines(text))


def read_pasted(text: str) -> Table:
    """Read lines that were copied from a sheet, a document or a message."""
    if len(text) > LOOSE_AT_MOST:
        raise ListUnreadable("too_large", _("This is too much to read at once."))
    return table_of(loose_lines(text))


def refuse_other_kinds(content: bytes) -> None:
    """Refuse what is surely no text in columns: a picture, a document, a web page."""
    head = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(PAGE_STARTS):
        raise ListUnreadable(
            "web_page",
            _(
                "This is a web page with the name of a workbook. Please open it in Excel, save it"
                " as XLSX and send that."
            ),
        )
    if content.startswith(OTHER_KINDS):
        raise ListUnreadable(
            "not_a_list",
            _("This is not a list. Please send a file in XLSX, XLS, ODS or CSV."),
        )


def filled_sheets(
    sheets: Iterable[tuple[str, Iterable[tuple[int, list[str]]]]],
) -> Iterator[Table]:
    """Read the sheets that hold something; there may be none."""
    for name, lines in sheets:
        try:
            yield table_of(lines, sheet=name)
        except ListUnreadable as refused:
            if refused.code != "empty":
                raise


def table_of(lines: Iterable[tuple[int, list[str]]], sheet: str = "") -> Table:
    """Keep the lines that hold something; too many lines or columns are refused at once."""
    rows: list[Row] = []
    for number, cells in lines:
        wide = any(cell.strip() for cell in cells[COLUMNS_AT_MOST:])
        tidy = [tidy_cell(cell) for cell in cells[:COLUMNS_AT_MOST]]
        if wide:
            raise ListUnreadable(
                "too_many_columns",
                _("Line %(line)d has more than %(most)d columns. Please send fewer columns."),
                number,
                most=COLUMNS_AT_MOST,
            )
        while tidy and not tidy[-1]:
            tidy.pop()
        if not tidy:
            continue
        refuse_long(number, tidy)
        rows.append(Row(number, tuple(tidy)))
        if len(rows) > ROWS_AT_MOST + LINES_AROUND:
            raise too_many_rows()
    if not rows:
        raise nothing_in_it()
    return Table(tuple(rows), sheet)


def refuse_long(number: int, cells: list[str]) -> None:
    """Refuse a cell that holds a document, or a quotation mark that never ends."""
    for place, cell in enumerate(cells):
        if len(cell) > LETTERS_OF_A_CELL:
            raise ListUnreadable(
                "long_cell",
                _("Line %(line)d, column %(column)s holds more than %(most)d letters."),
                number,
                column=column_name(place),
                most=LETTERS_OF_A_CELL,
            )


def nothing_in_it() -> ListUnreadable:
    """Say that there is no list."""
    return ListUnreadable("empty", _("There is nothing in this list."))


def too_many_rows() -> ListUnreadable:
    """Say that a list is too long."""
    return ListUnreadable(
        "too_many_rows",
        _("This list has more than %(most)d lines. Please send it in parts."),
        most=ROWS_AT_MOST,
    )

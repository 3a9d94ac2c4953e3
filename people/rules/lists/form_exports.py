"""The answers to a form, as the servers of KoboToolbox and ODK hand them out.

Beside the answers stand columns of the server: they are left out. Groups stand before the names
(`line/phase`, `line-phase`), a choice of several may be one column or many, and a group that
repeats is a second table. What comes out is one plain list, and a column with the number of the
submission: so the same submission is known again.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from django.utils.translation import gettext_lazy as _

from .headings import Headings, KnownColumn, Notice
from .problems import ListUnreadable
from .reading import Row, Table, nothing_in_it, read_pasted, tables_in

# The heading under which the number of a submission comes out.
SUBMISSION = "_uuid"
# What numbers a submission, the one that outlives a correction first.
NUMBERED_BY = (
    "meta/rootuuid",
    "_uuid",
    "key",
    "meta/instanceid",
    "meta-instanceid",
    "instanceid",
    "__id",
)
SENT_AT = ("_submission_time", "submissiondate", "__system/submissiondate")
SEEN_IN_ALL = {*NUMBERED_BY, "_submission__uuid", "_parent_index", "parent_key"} - {"key"}
# How a row of a second table names the row above it, and how that one is named there.
ABOVE = {"_parent_index": "_index", "parent_key": "key"}
# Columns of a server, of the phone and of the form itself; others begin with `_` or `meta`.
OF_SERVERS = {
    *("start", "end", "today", "username", "deviceid", "phonenumber", "simserial"),
    *("subscriberid", "instanceid", "instancename", "formhub/uuid"),
}
OF_CENTRAL = OF_SERVERS | {
    *("key", "parent_key", "submissiondate", "submitterid", "submittername", "status"),
    *("attachmentspresent", "attachmentsexpected", "reviewstate", "edits", "formversion"),
}
CENTRAL = {"key", "parent_key", "submissiondate", "meta-instanceid"}
BEGINNINGS = ("_", "meta/", "meta-", "set-of-")
TICKED, NOT_TICKED = {"1", "1.0", "true", "yes"}, {"", "0", "0.0", "false", "no"}


@dataclass(frozen=True)
class FormList:
    """What was made of a form's answers, and what its sender should know."""

    table: Table
    notices: tuple[Notice, ...] = ()


def read_list(content: bytes | None, text: str, known: Sequence[KnownColumn]) -> FormList:
    """Read a list from a file or as pasted text; the answers to a form become a plain list."""
    tables = iter([read_pasted(text)]) if content is None else tables_in(content)
    first = next(tables, None)
    if first is None:
        raise nothing_in_it()
    if not is_export(first):
        return FormList(first)
    plain = with_its_lines(first, tables)
    return FormList(plain_list(plain.table, Headings(known)), plain.notices)


def low(table: Table) -> list[str]:
    """Write the headings of a table small."""
    return [cell.casefold() for cell in table.rows[0].cells]


def is_export(table: Table) -> bool:
    """Say whether a table has the columns of a server of forms."""
    names = set(low(table))
    return bool(names & SEEN_IN_ALL or {"key", "submissiondate"} <= names)


def column_of(names: Sequence[str], wanted: Iterable[str]) -> int | None:
    """Find the first column that is headed by one of some names, the first of them before all."""
    return next((names.index(one) for one in wanted if one in names), None)


def cell_at(row: Row, place: int | None) -> str:
    """Read a cell; nothing where there is no such column."""
    return row.cells[place] if place is not None and place < len(row.cells) else ""


def number_of(text: str) -> str:
    """Write the number of a submission in one way."""
    return text.strip().casefold().removeprefix("uuid:")


def number_places(names: Sequence[str]) -> list[int]:
    """Find every column that may number a submission, the one that is believed first."""
    return [names.index(one) for one in NUMBERED_BY if one in names]


def number_in(row: Row, places: Iterable[int]) -> str:
    """Read the number of a submission, the first that its row has: some servers leave one empty."""
    return next(filter(None, (number_of(cell_at(row, place)) for place in places)), "")


def with_its_lines(first: Table, more: Iterable[Table]) -> FormList:
    """Keep one row of each submission, and put the lines of a second table beside it.

    A second table without the first is refused: it does not say which person it is about.
    """
    names = low(first)
    if column_of(names, ABOVE) is not None:
        raise ListUnreadable(
            "second_table",
            _(
                "This is the second table of a form, and does not say who each line is about."
                " Please send all of it: XLSX from KoboToolbox, the ZIP file from ODK."
            ),
        )
    kept, notices = newest(first, names)
    numbered = Table((first.rows[0], *kept), first.sheet)
    second = next((one for one in more if column_of(low(one), ABOVE) is not None), None)
    if second is None:
        return FormList(with_numbers(numbered, names), tuple(notices))
    return lines_beside(numbered, second, notices, parents_in(first, second))


def newest(table: Table, names: list[str]) -> tuple[list[Row], list[Notice]]:
    """Keep of each submission the row that came last: others of its number are older."""
    places, sent = number_places(names), column_of(names, SENT_AT)
    best: dict[str, Row] = {}
    left: list[Row] = []
    for row in table.rows[1:]:
        key = number_in(row, places) or f"row {row.number}"
        other = best.get(key)
        if other and cell_at(row, sent) < cell_at(other, sent):
            left.append(row)
            continue
        if other:
            left.append(other)
        best[key] = row
    return sorted(best.values(), key=lambda row: row.number), [twice(row) for row in left]


def twice(row: Row) -> Notice:
    """Say that a row is an older form of a submission."""
    sentence = _("Line %(line)d is not read: the same submission is here once more.")
    return Notice("submission_twice", sentence, row.number)


def with_numbers(table: Table, names: list[str]) -> Table:
    """Write the number of each submission at the end of its row."""
    places, width = number_places(names), widest(table)
    rows = [beside(table.rows[0], width, [SUBMISSION])]
    rows += [beside(row, width, [number_in(row, places)]) for row in table.rows[1:]]
    return Table(tuple(rows), table.sheet)


def widest(table: Table) -> int:
    """Count the columns of a table."""
    return max(len(row.cells) for row in table.rows)


def beside(row: Row, width: int, cells: Iterable[str]) -> Row:
    """Write cells to the right of a row."""
    padded = (*row.cells, *[""] * (width - len(row.cells)))
    return replace(row, cells=(*padded, *cells))


def column_above(second: Table) -> tuple[int, str]:
    """Find the column of a second table that names the row above, and how that one is headed."""
    below = low(second)
    place = column_of(below, ABOVE) or 0
    return place, ABOVE[below[place]]


def parents_in(first: Table, second: Table) -> set[str]:
    """Name every row of the first table as the second one does, also those that were left out."""
    own = column_of(low(first), [column_above(second)[1]])
    return {number_of(cell_at(row, own)) for row in first.rows[1:]} - {""}


def lines_beside(first: Table, second: Table, notices: list[Notice], parents: set[str]) -> FormList:
    """Put each line of a second table beside the submission that it belongs to.

    Rows keep their numbers of the second table. A line of a submission that was left out goes with
    it; one of no submission at all is told.
    """
    names = low(first)
    above, own_name = column_above(second)
    own = column_of(names, [own_name])
    places, width = number_places(names), widest(second)
    named = ((number_of(cell_at(row, own)), row) for row in first.rows[1:])
    by_name = {name: row for name, row in named if name}
    lines: list[Row] = []
    astray: list[Notice] = []
    counted: dict[str, int] = dict.fromkeys(by_name, 0)
    for row in second.rows[1:]:
        name = number_of(cell_at(row, above))
        if name in by_name:
            counted[name] += 1
            mark = f"{number_in(by_name[name], places)}/{counted[name]}"
            lines.append(beside(row, width, [*padded_to(by_name[name], widest(first)), mark]))
        elif name not in parents:
            astray.append(of_no_submission(row))
    heads = beside(second.rows[0], width, [*padded_to(first.rows[0], widest(first)), SUBMISSION])
    if not lines:
        raise nothing_in_it()
    bare = [without_a_line(by_name[name]) for name, lines_held in counted.items() if not lines_held]
    return FormList(
        Table((heads, *lines), second.sheet), (*notices, counted_in(second), *astray, *bare)
    )


def padded_to(row: Row, width: int) -> tuple[str, ...]:
    """Write the cells of a row at a width."""
    return (*row.cells, *[""] * (width - len(row.cells)))


def counted_in(second: Table) -> Notice:
    """Say in which table the rows are counted."""
    sentence = _("The rows below are those of the table “%(name)s”.")
    return Notice("second_table", sentence, 0, (("name", second.sheet[:40]),))


def without_a_line(row: Row) -> Notice:
    """Say that a submission holds no line."""
    sentence = _("Line %(line)d of the first table is not read: it has no lines of its own.")
    return Notice("no_lines", sentence, row.number)


def of_no_submission(row: Row) -> Notice:
    """Say that a line belongs to no submission of the first table."""
    sentence = _("Line %(line)d is not read: the submission it belongs to is not in this file.")
    return Notice("no_submission", sentence, row.number)


def is_of_server(name: str, central: bool) -> bool:
    """Say whether a column is the server's and no answer."""
    return name in (OF_CENTRAL if central else OF_SERVERS) or name.startswith(BEGINNINGS)


def plain_list(table: Table, headings: Headings) -> Table:
    """Leave out the columns of the server, take groups off the names, and join many to one."""
    names, heads = low(table), table.rows[0].cells
    central = bool(CENTRAL & set(names))
    parting = "-" if central else "/"
    *places, number = range(len(heads))
    answers = [
        place for place in places if heads[place] and not is_of_server(names[place], central)
    ]
    several = of_several(table, answers, headings)
    parts = set(chain.from_iterable(several.values()))
    single = [place for place in answers if place not in parts]
    whole = {shown_name(heads[place], parting) for place in single}
    joined = [name for name in several if shown_name(name, parting) not in whole]
    knows = headings.match(SUBMISSION)[0]
    rows = []
    for row in table.rows[1:]:
        cells = [cell_at(row, place) for place in single]
        cells += [ticked(row, heads, several[name]) for name in joined]
        rows.append(replace(row, cells=(*cells, *[cell_at(row, number)] * bool(knows))))
    found = [shown_name(heads[place], parting) for place in single]
    found += [shown_name(name, parting) for name in joined]
    head = replace(table.rows[0], cells=(*found, *[SUBMISSION] * bool(knows)))
    return Table((head, *rows), table.sheet)


def shown_name(heading: str, parting: str) -> str:
    """Take the groups off a name: `line/phase` is `phase`."""
    return heading.rpartition(parting)[2].strip() or heading


def of_several(table: Table, answers: list[int], headings: Headings) -> dict[str, list[int]]:
    """Find the columns of each choice of several: `add_ons/child` with ticks and nothing else."""
    heads = table.rows[0].cells
    found: dict[str, list[int]] = {}
    for place in answers:
        before, _sign, option = heads[place].rpartition("/")
        if before and option and headings.match(re.split(r"[/-]", before)[-1])[0]:
            found.setdefault(before, []).append(place)
    return {name: places for name, places in found.items() if all(ticks(table, places))}


def ticks(table: Table, places: list[int]) -> Iterable[bool]:
    """Say of each column whether it holds ticks alone."""
    for place in places:
        cells = {cell_at(row, place).casefold() for row in table.rows[1:]}
        yield cells <= TICKED | NOT_TICKED


def ticked(row: Row, heads: Sequence[str], places: list[int]) -> str:
    """Write what was ticked in one cell; nothing ticked is a dash, not asked is empty."""
    cells = [cell_at(row, place).casefold() for place in places]
    chosen = [
        heads[place].rpartition("/")[2]
        for place, cell in zip(places, cells, strict=True)
        if cell in TICKED
    ]
    return ", ".join(chosen) or ("-" if any(cells) else "")

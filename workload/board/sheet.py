"""The board as a table for a spreadsheet: figures and states, no text that a person wrote."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from people.models import Person
from people.writing import sheets
from people.writing.formats import short_day
from workload.models import LevelChoice

from .actions import Board
from .row import BoardRow


def header() -> list[str]:
    """Name the columns."""
    return [
        _("Name"),
        _("Unit"),
        _("Job"),
        _("Week"),
        _("Sent"),
        _("Load in percent"),
        _("Points"),
        _("Capacity"),
        _("Hours"),
        _("Level"),
        _("All posts together"),
        _("Flag"),
        _("Reasons"),
        _("State of the flag"),
        _("Certificates to renew"),
        _("Read by"),
        _("Read at"),
    ]


def rows(board: Board, viewer: Person, now: datetime) -> Iterator[list[object]]:
    """Write all who were asked for, in the order of need; each row says who downloaded it."""
    words = SheetWords()
    read = viewer.name, sheets.cell(now)
    for row in board.ordered:
        yield [*cells(row, words), *read]


class SheetWords:
    """What stands in many rows of a sheet, in the language of one reader: asked for once."""

    def __init__(self) -> None:
        self.sent = {True: _("yes"), False: _("no")}
        self.levels = {one.value: str(one.label) for one in LevelChoice}


def away_words(row: BoardRow) -> str:
    """Say until when a person is away, or that they have not come in yet, or nothing."""
    if row.awaited:
        return _("not come in yet")
    return _("away until %(day)s") % {"day": short_day(row.away_until)} if row.away_until else ""


def cells(row: BoardRow, words: SheetWords) -> list[object]:
    """Write one person; what was not sent is empty, never a zero."""
    work = row.work
    there, load, capacity = bool(work.latest), work.load, work.capacity
    return [
        row.name,
        row.unit,
        row.job,
        str(work.shown_week) if there else None,
        words.sent[work.sent],
        None if load is None else round(load, 1),
        round(work.points, 2) if there else None,
        None if capacity is None else round(capacity, 2),
        work.worked,
        words.levels[work.level] if work.level else None,
        words.levels[row.level_together] if row.level_together else None,
        row.flag_words,
        "; ".join(work.reasons),
        away_words(row) or row.need,
        work.lapsing,
    ]

"""The board as a table for a spreadsheet: figures and states, no text that somebody wrote."""

from datetime import datetime

from django.utils.translation import gettext as _

from people.models import Person
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
        _("Flag"),
        _("Reasons"),
        _("State of the flag"),
        _("Certificates to renew"),
        _("Read by"),
        _("Read at"),
    ]


def rows(board: Board, viewer: Person, now: datetime) -> list[list[object]]:
    """Write everybody who was asked for, in the order of need; each row says who took it along."""
    return [[*cells(row), viewer.name, now] for row in board.ordered]


def cells(row: BoardRow) -> list[object]:
    """Write one person; what was not sent is empty, never a zero."""
    there = bool(row.meter)
    return [
        row.name,
        row.unit,
        row.job,
        str(row.shown_week) if there else None,
        _("yes") if row.sent else _("no"),
        None if row.load is None else round(row.load, 1),
        round(row.points, 2) if there else None,
        round(row.capacity, 2) if there else None,
        row.worked,
        str(LevelChoice(row.level).label) if row.level else None,
        row.flag_words,
        "; ".join(row.reasons),
        row.need,
        row.lapsing,
    ]

"""Bring rows in as the engine does: judge, then write what writes."""

from django.db import transaction

from people.lists.kinds import Bringing, ListRow, RowFate
from people.members.from_lists.judging import judge
from people.members.from_lists.undoing import take_back
from people.members.from_lists.writing import write
from people.weeks import today
from tests.makers import NOW

NEW, CHANGES, SAME, CANNOT = RowFate


def bringing(by, *rows, now=NOW):
    """A list of dictionaries; its first row of data is row 2, as in a file with headings."""
    made = [ListRow(n, cells) for n, cells in enumerate(rows, start=2)]
    columns = frozenset(key for cells in rows for key in cells)
    return Bringing(by=by, now=now, today=today(now), rows=made, columns=columns)


def fates(by, *rows, now=NOW):
    return [one.fate for one in judge(bringing(by, *rows, now=now))]


def bring_in(by, *rows, now=NOW):
    """Write what can be written; return what was done."""
    asked = bringing(by, *rows, now=now)
    with transaction.atomic():
        return write(asked, [one for one in judge(asked) if one.writes])


def undo(by, effects, now=NOW):
    return [(one.row, str(one.why)) for one in take_back(by, now, list(reversed(effects)))]


def problems(by, *rows):
    """Row, column and sentence of all that cannot be brought in."""
    return [
        (one.row.number, problem.column, str(problem.sentence))
        for one in judge(bringing(by, *rows))
        for problem in one.problems
    ]


def person_row(n=1, **changes):
    """A row that is right: a case worker of Chiang Mai."""
    return {
        "number": f"SP-{100 + n}",
        "name": f"มะลิ ใจดี{'กขคงจฉชซ'[n % 8] * (1 + n // 8)}",
        "unit": "Chiang Mai team",
        "job": "Case worker",
        "hours": "40",
    } | changes

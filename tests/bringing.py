"""Bring in a list of a subject as its engine does: judge, write, take back."""

import json
from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from people.lists.kinds import SUBJECTS, Bringing, ListRow, RowFate
from people.models import Person
from people.weeks import today
from tests.makers import NOW


def plain(sentence) -> str:
    return str(sentence).replace("\u00a0", " ")


@dataclass
class Brought:
    """A list in one person's hands."""

    subject: str
    by: Person
    bringing: Bringing
    verdicts: list
    effects: list = ()

    @property
    def fates(self) -> list[str]:
        return [str(one.fate) for one in self.verdicts]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(one.column, plain(one.sentence)) for row in self.verdicts for one in row.problems]

    @property
    def notes(self) -> list[str]:
        return [plain(note) for row in self.verdicts for note in row.notes]

    @property
    def marks(self) -> list[str]:
        return [one.mark for one in self.verdicts]

    def save(self, now=NOW) -> "Brought":
        subject = SUBJECTS[self.subject]
        with transaction.atomic():
            subject.lock(self.bringing)
            found = subject.write(self.bringing, [one for one in self.verdicts if one.writes])
        # As it is stored between the two jobs.
        self.effects = [
            replace(
                one,
                before=json.loads(json.dumps(one.before)),
                after=json.loads(json.dumps(one.after)),
            )
            for one in found
        ]
        return self

    def undo(self, now=NOW, by=None) -> list[tuple[int, str]]:
        viewer = by or Person.objects.get(pk=self.by.pk)
        kept = SUBJECTS[self.subject].take_back(viewer, now, [*self.effects][::-1])
        return [(one.row, plain(one.why)) for one in kept]


def bring(subject, by, *rows, about="", now=NOW) -> Brought:
    """Judge rows, each a mapping of cells by column."""
    by = Person.objects.get(pk=by.pk)
    lines = [ListRow(n, cells) for n, cells in enumerate(rows, 2)]
    columns = frozenset(key for cells in rows for key in cells)
    about = SUBJECTS[subject].find(by, str(about)) if SUBJECTS[subject].find else None
    bringing = Bringing(by, now, today(now), lines, columns, about)
    return Brought(subject, by, bringing, SUBJECTS[subject].judge(bringing))


def statements(work) -> int:
    """Count the statements of some work."""
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


NEW, CHANGES, SAME, CANNOT = map(str, RowFate)

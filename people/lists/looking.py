"""What a list would do: judged row by row, and the digest of it that a save must keep to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.mandates import not_yours
from people.models import ListImport, Person
from people.weeks import today

from .cells import ListCells
from .kinds import SUBJECTS, Bringing, ListRow, ListSubject, RowFate, RowVerdict

# Letters of a row's mark, in hexadecimal.
MARK = 8


def subject_of(brought: ListImport) -> ListSubject:
    """Find the subject of a list; one that no app registers any more is refused."""
    return subject_called(brought.subject)


def subject_called(code: str) -> ListSubject:
    """Find a subject by its code."""
    if code not in SUBJECTS:
        raise ValidationError(_("This kind of list is not known here."), code="unknown_subject")
    return SUBJECTS[code]


def refuse_who_may_not(subject: ListSubject, by: Person, now: datetime) -> None:
    """Refuse a person who may not bring in lists of this subject today."""
    if not subject.may(by, now):
        raise not_yours()


def found_about(subject: ListSubject, by: Person, about: str) -> object:
    """Find what a list is about; refused if it is not within reach, or not asked for."""
    if subject.find is None:
        if about:
            raise not_yours()
        return None
    if (found := subject.find(by, about)) is None:
        raise not_yours()
    return found


@dataclass(frozen=True)
class Look:
    """What a list would do if it were saved at a moment."""

    brought: ListImport
    subject: ListSubject
    cells: ListCells
    bringing: Bringing
    verdicts: list[RowVerdict]
    # What the judgement rests on.
    fingerprint: str = ""

    @cached_property
    def counts(self) -> Counter[RowFate]:
        """How many rows there are of each fate."""
        return Counter(one.fate for one in self.verdicts)

    @cached_property
    def writing(self) -> list[RowVerdict]:
        """The rows for which something is written."""
        return [one for one in self.verdicts if one.writes]

    @cached_property
    def refused(self) -> list[RowVerdict]:
        """The rows that cannot be brought in."""
        return [one for one in self.verdicts if one.fate is RowFate.CANNOT]

    @cached_property
    def marks(self) -> str:
        """Eight letters for each row, of what would be done and of what it rests on."""
        return "".join(mark_of(self.brought.public_id, one) for one in self.verdicts)

    @cached_property
    def digest(self) -> str:
        """One text for all that would be done; empty while nothing can be judged."""
        if not self.verdicts:
            return ""
        whole = "\0".join([self.brought.about, *self.brought.columns, self.marks])
        return blake2b(whole.encode(), digest_size=32).hexdigest()

    def changed_since(self, marks: str) -> list[RowVerdict]:
        """Name the rows that would do something else than these marks say."""
        now, before = in_pieces(self.marks), in_pieces(marks)
        if len(now) != len(before):
            return self.verdicts
        pairs = zip(self.verdicts, now, before, strict=True)
        return [one for one, mark, old in pairs if mark != old]


def mark_of(list_id: UUID, one: RowVerdict) -> str:
    """Write the mark of one row; the same row in another list has another."""
    text = "\0".join([str(one.row.number), one.fate, one.mark])
    return blake2b(text.encode(), digest_size=MARK // 2, key=list_id.bytes).hexdigest()


def in_pieces(marks: str) -> list[str]:
    """Part the marks of a list."""
    return [marks[start : start + MARK] for start in range(0, len(marks), MARK)]


def doubled(columns: Sequence[str]) -> list[str]:
    """Name the keys that stand for more than one column."""
    return [key for key, n in Counter(columns).items() if key and n > 1]


def bringing_of(brought: ListImport, cells: ListCells, by: Person, now: datetime) -> Bringing:
    """Put a list's rows under the keys of its columns; cells without a key are left out."""
    places = [(place, key) for place, key in enumerate(brought.columns) if key]
    rows = [
        ListRow(number, {key: row[place] for place, key in places if place < len(row)})
        for number, row in cells.rows
    ]
    subject = subject_of(brought)
    return Bringing(
        by=by,
        now=now,
        today=today(now),
        rows=rows,
        columns=frozenset(key for _place, key in places),
        about=found_about(subject, by, brought.about),
    )


def judge_list(brought: ListImport, cells: ListCells, by: Person, now: datetime) -> Look:
    """Judge a list for the person who brings it in; without its needed columns, no row."""
    subject = subject_of(brought)
    refuse_who_may_not(subject, by, now)
    bringing = bringing_of(brought, cells, by, now)
    if subject.lacking(bringing.columns) or doubled(brought.columns):
        return Look(brought, subject, cells, bringing, [])
    # First what it rests on: a change that comes between is then found, never missed.
    fingerprint = subject.fingerprint(bringing)
    verdicts = subject.judge(bringing)
    if len(verdicts) != len(bringing.rows):
        raise ValueError(f"{subject.code} judged {len(verdicts)} of {len(bringing.rows)} rows.")
    return Look(brought, subject, cells, bringing, verdicts, fingerprint)

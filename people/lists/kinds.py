"""What a list can bring in. Each app registers its own subjects when it loads.

One engine reads a file, recognises its columns, shows what each row would do, writes all of it at
once and takes it back (`people/lists/`). A subject says which columns there are, judges rows and
writes them. The order of a list's life: `judge` reads what it needs in a bounded number of
statements, whatever the number of rows, and says of each row what would happen; `write` runs in one
short transaction of bulk statements, over what `judge` prepared a moment before; `take_back` undoes
what has not been touched since.

While the transaction of `write` runs, other writers wait on SQLite. So nothing is judged in it:
`fingerprint` says in a few cheap statements what the judgement rests on, once before `judge` and
once in the transaction, after `lock`. If it differs, all is rolled back and judged anew.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from people.models import ListImport, Person
from people.rules.lists.reading import Table
from people.writing.sentences import Sentence


class RowFate(StrEnum):
    """What would happen with a row of a list."""

    NEW = "new"
    CHANGES = "changes"
    SAME = "same"
    CANNOT = "cannot"


@dataclass(frozen=True)
class ListColumn:
    """A column that a subject knows: its name, how people head it, and how its cells look."""

    key: str
    name: Sentence
    # As people write them, in Thai and English; case, spaces and dots make no difference.
    headings: tuple[str, ...]
    # What is said under it in an empty sheet, and an example for it.
    example: str = ""
    # Whether a list without it cannot be brought in; one of several keys may do (`one_of`).
    needed: bool = False
    # Columns of the same mark can stand for each other: one of them is needed.
    one_of: str = ""
    # Only the server of a form writes it: no empty sheet offers it.
    of_forms: bool = False
    # Recognises a column by its cells where there is no heading.
    looks: Callable[[str], bool] | None = None


@dataclass(frozen=True)
class ListRow:
    """A row as it came: its number in the file, and its cells by the column's key, as text."""

    number: int
    cells: Mapping[str, str]

    def cell(self, key: str) -> str:
        """Read a cell; an absent column reads as empty."""
        return self.cells.get(key, "")


@dataclass(frozen=True)
class RowProblem:
    """Why a row cannot be brought in: the column, if it is one's fault, and a kind sentence."""

    sentence: Sentence
    column: str = ""


@dataclass(frozen=True)
class RowVerdict:
    """What would happen with one row, and all that writing it needs.

    `mark` is a short text of what would be done and of the state that it was judged against: if any
    mark differs when the list is written, something changed meanwhile and the person looks anew.
    """

    row: ListRow
    fate: RowFate
    # The person, session or certificate that it is about, and a line beneath: a unit, a day.
    title: str
    about: Sentence = ""
    # What changes, or what is noticed, in a few words: "40 to 32 h".
    notes: tuple[Sentence, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    # What the subject prepared for `write`; never stored.
    plan: Any = None
    mark: str = ""

    @property
    def writes(self) -> bool:
        """Say whether something is written for this row."""
        return self.fate in (RowFate.NEW, RowFate.CHANGES)


@dataclass(frozen=True)
class Bringing:
    """A list on its way: who brings it, what it is about, and the moment it is judged."""

    by: Person
    now: datetime
    today: date
    rows: Sequence[ListRow]
    # Which columns the list has.
    columns: frozenset[str]
    # What the whole list is about, where its subject asks for it: the session of a roll.
    about: Any = None


@dataclass(frozen=True)
class Effect:
    """What writing a row did to one object, so that it can be taken back.

    `before` and `after` hold the values of the columns that were written, as JSON; a new object has
    no `before`.
    """

    row: int
    model: str
    pk: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(frozen=True)
class KeptEffect:
    """An effect that cannot be taken back, and why: it was used since."""

    row: int
    title: str
    why: Sentence


@dataclass(frozen=True)
class ReportDoor:
    """What to do next, on the report of a saved list: such as slips to print."""

    title: Sentence
    hint: Sentence
    # What the button says, and the address it leads to.
    button: Sentence
    url: str
    icon: str = "chev"


@dataclass(frozen=True)
class ListSubject:
    """One subject of lists: what it is called, its columns, who may bring it in, and its verbs."""

    code: str
    name: Sentence
    # One sentence under the title of the first page.
    hint: Sentence
    columns: tuple[ListColumn, ...]
    # The page of the menu under which it stands, and the page to go on to when all is saved.
    page: str
    then: str
    may: Callable[[Person, datetime], bool]
    # One verdict for each row, in their order.
    judge: Callable[[Bringing], list[RowVerdict]]
    # A text that differs as soon as anything does that the marks rest on: of the rows in question,
    # not of the whole organisation, or a busy morning refuses every list.
    fingerprint: Callable[[Bringing], str]
    # Writes the verdicts that write, in the transaction of the engine; returns every effect.
    write: Callable[[Bringing, list[RowVerdict]], list[Effect]]
    # Takes effects back in one transaction, the last one first; those that were touched since are
    # kept and returned.
    take_back: Callable[[Person, datetime, list[Effect]], list[KeptEffect]]
    # Makes what `write` stores, such as keys and hashes, before the transaction.
    prepare: Callable[[Bringing, list[RowVerdict]], None] = lambda bringing, verdicts: None
    # Locks, inside the transaction and before fingerprints are compared, what `judge` had read.
    lock: Callable[[Bringing], None] = lambda bringing: None
    # Finds what a list is about by the public id in its address; None refuses.
    find: Callable[[Person, str], Any] | None = None
    # Notices about the whole list, beside those of rows.
    notices: Callable[[Bringing, list[RowVerdict]], Iterable[Sentence]] = field(
        default=lambda bringing, verdicts: ()
    )
    # Notes in the access trail that the rows were compared with what is kept; called when what
    # would happen is shown for the first time, and as often as it has changed.
    looked: Callable[[Bringing, list[RowVerdict]], None] = lambda bringing, verdicts: None
    # Refuses a list that holds what is never brought in, whatever else it holds.
    refuse: Callable[[Table], None] = lambda table: None
    # What to do next, on the report.
    doors: Callable[[Person, ListImport], Iterable[ReportDoor]] = lambda by, brought: ()
    # What a reader of the manual should know of it, a sentence each: key, what is refused.
    manual: tuple[Sentence, ...] = ()

    @property
    def by_key(self) -> dict[str, ListColumn]:
        """Its columns by their keys."""
        return {one.key: one for one in self.columns}

    @property
    def forms(self) -> bool:
        """Say whether forms of others collect it."""
        return any(one.of_forms for one in self.columns)

    @property
    def typed_columns(self) -> tuple[ListColumn, ...]:
        """The columns that people write."""
        return tuple(one for one in self.columns if not one.of_forms)

    def lacking(self, keys: Iterable[str]) -> tuple[tuple[ListColumn, ...], ...]:
        """Name what has no column among these keys: each time the columns that would do."""
        held = set(keys)
        wanted: list[tuple[ListColumn, ...]] = [(one,) for one in self.columns if one.needed]
        for mark in dict.fromkeys(one.one_of for one in self.columns if one.one_of):
            wanted.append(tuple(one for one in self.columns if one.one_of == mark))
        return tuple(some for some in wanted if not held & {one.key for one in some})


SUBJECTS: dict[str, ListSubject] = {}


def list_subject(subject: ListSubject) -> ListSubject:
    """Register a subject; it is called as the app loads."""
    SUBJECTS[subject.code] = subject
    return subject

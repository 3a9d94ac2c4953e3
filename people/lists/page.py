"""The pages of a list: what it would do, how far its job is, what it did."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from people.models import BackgroundJob, ListImport, Person
from people.writing.sentences import Sentence

from . import actions
from .cells import ListCells, open_cells
from .kinds import ListColumn, ListSubject, ReportDoor, RowFate, RowVerdict
from .looking import Look, doubled, found_about, subject_of

ROWS_A_PAGE = 25
LISTS_NAMED = 20
PROBLEMS_NAMED = 8
EXAMPLES, EXAMPLE_LETTERS = 3, 28
State = BackgroundJob.State

REFUSALS: dict[str, Sentence] = {
    "busy": gettext_lazy(
        "Others were changing the same things all the time. Nothing was saved. Please try again."
    ),
    "not_yours": gettext_lazy("You may not do this any more. Nothing was saved."),
    "refused": gettext_lazy("This cannot be saved as it is. Nothing was saved."),
}
BROKE_OFF = gettext_lazy("It broke off, and nothing was saved. Please try again.")
FATES = {
    RowFate.NEW: gettext_lazy("New"),
    RowFate.CHANGES: gettext_lazy("Changes"),
    RowFate.SAME: gettext_lazy("Same as now"),
    RowFate.CANNOT: gettext_lazy("Cannot"),
}
# What the rows can be narrowed to; the rest is long and says nothing.
SHOWN = (RowFate.CANNOT, RowFate.CHANGES, RowFate.NEW, RowFate.SAME)


@dataclass(frozen=True)
class StationOnWay:
    """One of the four stops of a list on its way in."""

    name: str
    note: str
    done: bool
    current: bool


@dataclass(frozen=True)
class ColumnLine:
    """A column of the list: its heading, what stands in it, and what it is taken for."""

    place: int
    heading: str
    examples: str
    key: str
    noticed: str

    @property
    def field(self) -> str:
        """The id of its choice."""
        return f"column-{self.place}"

    @property
    def language(self) -> str:
        """The language of what stands in it."""
        return language_of(f"{self.heading}{self.examples}")


@dataclass(frozen=True)
class RowProblemLine:
    """A problem of a row, for the notice above: where it is, and why."""

    row: int
    where: str
    why: str


@dataclass(frozen=True)
class RowLine:
    """A row of the list as the page shows it."""

    verdict: RowVerdict
    where: str

    @property
    def number(self) -> int:
        """Its number in the file."""
        return self.verdict.row.number

    @property
    def language(self) -> str:
        """The language of its title."""
        return language_of(self.verdict.title)


def language_of(text: str) -> str:
    """Name the language of a text by its letters, for what reads it aloud."""
    return "th" if any("\u0e00" <= one <= "\u0e7f" for one in text) else "en"


def letter_of(place: int) -> str:
    """Name a column as sheets do: A, B, AA."""
    above, own = divmod(place, 26)
    return (letter_of(above - 1) if above else "") + chr(ord("A") + own)


class ListPage:
    """One list at one moment, for its own person."""

    def __init__(self, brought: ListImport, viewer: Person, now: datetime, asked: QueryDict):
        self.brought, self.viewer, self.now, self.asked = brought, viewer, now, asked
        self.subject: ListSubject = subject_of(brought)

    @property
    def first_field(self) -> str:
        """The id of what a refusal of the whole list leads to; only some pages have it."""
        return ""

    @cached_property
    def about(self) -> object:
        """What the whole list is about, if its subject asks for it."""
        return found_about(self.subject, self.viewer, self.brought.about)

    @property
    def name(self) -> str:
        """The name of the file, or that it was pasted."""
        return self.brought.name or _("A pasted list")

    @cached_property
    def job(self) -> BackgroundJob | None:
        """The job that goes on, if one does."""
        for one in (self.brought.undoing, self.brought.saving):
            if actions.in_hand(one, self.now):
                return one
        return None

    @property
    def undoes(self) -> bool:
        """Say whether the job that goes on takes the list back."""
        return self.job is not None and self.job == self.brought.undoing

    @property
    def kind(self) -> str:
        """Say which page it is: the look, the job or the report."""
        if self.job:
            return "job"
        return "report" if self.brought.saved_at else "look"

    @cached_property
    def cells(self) -> ListCells:
        """What is left of the list."""
        return open_cells(self.brought)

    @property
    def stations(self) -> list[StationOnWay]:
        """The four stops, with what is known at each."""
        reached = {"look": 2, "job": 3, "report": 4}[self.kind]
        known = sum(map(bool, self.brought.columns))
        rows, columns = self.brought.rows, len(self.brought.columns)
        stops = [
            (_("List"), ngettext("%(n)s row", "%(n)s rows", rows) % {"n": rows}),
            (_("Columns"), _("%(n)s of %(all)s columns") % {"n": known, "all": columns}),
            (_("Look"), _("now") if reached == 2 else ""),
            (
                pgettext("list", "Report"),
                _("now") if reached == 3 else _("done") if reached == 4 else "",
            ),
        ]
        return [
            StationOnWay(name, note, done=place < reached, current=place == reached)
            for place, (name, note) in enumerate(stops)
        ]


class LookPage(ListPage):
    """What a list would do, and what its columns are."""

    @cached_property
    def look(self) -> Look:
        """Judge it now."""
        return actions.look(brought=self.brought, by=self.viewer, now=self.now)

    @property
    def cells(self) -> ListCells:  # type: ignore[override] # opened once, by the look
        """Its cells."""
        return self.look.cells

    @property
    def choices(self) -> tuple[ListColumn, ...]:
        """What a column can be."""
        return self.subject.columns

    @property
    def lacking(self) -> list[str]:
        """Say which columns a list of this subject needs and this one has not."""
        wanted = self.subject.lacking(self.look.bringing.columns)
        names = [" / ".join(str(one.name) for one in some) for some in wanted]
        return [
            _("No column for “%(name)s” yet. Please choose it.") % {"name": name} for name in names
        ]

    @property
    def notices(self) -> list[str]:
        """What is noticed about the whole list."""
        found = list(self.cells.notices)
        if self.look.verdicts:
            found += map(str, self.subject.notices(self.look.bringing, self.look.verdicts))
        return found

    @property
    def first_field(self) -> str:
        """The id of the first choice, which a refusal of all of them leads to."""
        return self.columns[0].field if self.columns else ""

    @cached_property
    def columns(self) -> list[ColumnLine]:
        """Each column with examples."""
        return [self.column(place, key) for place, key in enumerate(self.brought.columns)]

    def column(self, place: int, key: str) -> ColumnLine:
        """Show one column."""
        held = [row[place] for _number, row in self.cells.rows if place < len(row) and row[place]]
        some = [short(one) for one in list(dict.fromkeys(held[:50]))[:EXAMPLES]]
        headings = self.cells.headings
        heading = headings[place] if place < len(headings) else ""
        noticed = ""
        if key and len(held) < self.brought.rows:
            params = {"n": len(held), "all": self.brought.rows}
            noticed = _("%(n)s of %(all)s have one") % params
        heading = heading or _("Column %(name)s") % {"name": letter_of(place)}
        return ColumnLine(place, heading, ", ".join(some), key, noticed)

    @property
    def twice(self) -> list[str]:
        """Name what two columns are chosen for."""
        return doubled(self.brought.columns)

    @property
    def fates(self) -> list[tuple[str, Sentence, int]]:
        """How many rows there are of each fate."""
        return [(fate.value, FATES[fate], self.look.counts[fate]) for fate in RowFate]

    @property
    def show(self) -> str:
        """Which rows are asked for."""
        asked = self.asked.get("show", "")
        return asked if asked in RowFate else ""

    @property
    def pills(self) -> list[tuple[str, Sentence, int]]:
        """What the rows can be narrowed to."""
        found = [(fate.value, FATES[fate], self.look.counts[fate]) for fate in SHOWN]
        return [("", _("All"), len(self.look.verdicts)), *(one for one in found if one[2])]

    @cached_property
    def rows(self) -> Page:
        """The rows that are asked for, some at a time."""
        found = [one for one in self.look.verdicts if not self.show or one.fate == self.show]
        return Paginator(found, ROWS_A_PAGE).get_page(self.asked.get("page"))

    @property
    def lines(self) -> list[RowLine]:
        """The rows of this page as it shows them."""
        return [RowLine(one, self.where(one)) for one in self.rows]

    def where(self, one: RowVerdict) -> str:
        """Name the columns in which a row cannot be brought in: Column C, Unit."""
        keys = dict.fromkeys(problem.column for problem in one.problems if problem.column)
        return "; ".join(filter(None, map(self.place_of, keys)))

    def place_of(self, key: str) -> str:
        """Name a column by its letter and what it is."""
        if key not in self.subject.by_key:
            return ""
        name = str(self.subject.by_key[key].name)
        if key not in self.brought.columns:
            return name
        letter = letter_of(self.brought.columns.index(key))
        return _("Column %(letter)s, %(name)s") % {"letter": letter, "name": name}

    @cached_property
    def problems(self) -> list[RowProblemLine]:
        """The first problems of rows."""
        return [
            RowProblemLine(one.row.number, self.place_of(problem.column), str(problem.sentence))
            for one in self.look.refused[:PROBLEMS_NAMED]
            for problem in one.problems[:1]
        ]

    @property
    def further(self) -> int:
        """How many rows cannot be brought in beside those that are named."""
        return max(0, len(self.look.refused) - PROBLEMS_NAMED)

    @property
    def ready(self) -> int:
        """How many rows will be as the list says: also those that are so already."""
        return len(self.look.verdicts) - len(self.look.refused)

    @property
    def before(self) -> str:
        """Say why the list was not saved, where it was tried."""
        job = self.brought.saving
        if job is None:
            return ""
        if job.state != State.REFUSED:
            return str(BROKE_OFF)
        return refusal(job)


class ReportPage(ListPage):
    """What a list did, what was left out, what comes next, and the way back."""

    @property
    def counts(self) -> dict[str, Any]:
        """What was done, in rows."""
        return self.brought.saving.report if self.brought.saving else {}

    @property
    def written(self) -> int:
        """How many rows were written."""
        return self.counts.get("new", 0) + self.counts.get("changes", 0)

    @property
    def left_out(self) -> int:
        """How many rows were left out, while they can still be taken along."""
        return len(self.cells.left_out)

    @property
    def undone(self) -> dict[str, Any]:
        """What was taken back, in rows."""
        done = self.brought.undoing if self.brought.undone_at else None
        return done.report if done else {}

    @property
    def undo_until(self) -> datetime | None:
        """Until when it can be taken back."""
        return self.brought.undo_until if self.brought.can_be_undone(self.now) else None

    @property
    def doors(self) -> list[ReportDoor]:
        """What to do next; nothing where it was taken back."""
        if self.brought.undone_at:
            return []
        return list(self.subject.doors(self.viewer, self.brought))

    @property
    def broke_off(self) -> str:
        """Say why it was not taken back, where it was tried."""
        job = self.brought.undoing
        if job is None or self.brought.undone_at:
            return ""
        return refusal(job) if job.state == State.REFUSED else _("It broke off. Please try again.")


def short(text: str) -> str:
    """Cut an example."""
    line = " ".join(text.split())
    return line if len(line) <= EXAMPLE_LETTERS else f"{line[: EXAMPLE_LETTERS - 1]}…"


def refusal(job: BackgroundJob) -> str:
    """Say why a job changed nothing."""
    if job.report.get("code") != "changed":
        return str(REFUSALS.get(job.report.get("code", ""), REFUSALS["refused"]))
    rows, n = job.report["rows"], job.report["changed"]
    named = ", ".join(map(str, rows[:PROBLEMS_NAMED])) + (" …" if n > PROBLEMS_NAMED else "")
    sentence = ngettext(
        "Row %(rows)s changed after you looked, so nothing was saved. Please look again.",
        "Rows %(rows)s changed after you looked, so nothing was saved. Please look again.",
        n,
    )
    return sentence % {"rows": named}


def page_of(brought: ListImport, viewer: Person, now: datetime, asked: QueryDict) -> ListPage:
    """Choose the page of a list as it is now."""
    page = ListPage(brought, viewer, now, asked)
    kinds: dict[str, type[ListPage]] = {"look": LookPage, "report": ReportPage}
    return kinds.get(page.kind, ListPage)(brought, viewer, now, asked)


@dataclass(frozen=True)
class BroughtLine:
    """A list of the last day, on the page of all."""

    brought: ListImport
    subject: ListSubject
    state: Sentence


def lately_brought(viewer: Person, now: datetime) -> list[BroughtLine]:
    """List what the viewer brought in and still can go on with, the newest first."""
    rows = ListImport.objects.visible_to(viewer).select_related("saving", "undoing")
    found = []
    for one in rows.order_by("-made_at", "-pk")[:LISTS_NAMED]:
        try:
            subject = subject_of(one)
        except ValidationError:
            continue
        if subject.may(viewer, now):
            found.append(BroughtLine(one, subject, state_of(one, now)))
    return found


def state_of(brought: ListImport, now: datetime) -> Sentence:
    """Say how far a list is."""
    if actions.in_hand(brought.undoing, now) or actions.in_hand(brought.saving, now):
        return gettext_lazy("Under way")
    if brought.undone_at:
        return gettext_lazy("Undone")
    if brought.saved_at:
        return gettext_lazy("Saved")
    return gettext_lazy("Not saved yet")

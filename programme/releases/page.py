"""What the pages about releases show: read through the door, and frozen before it closes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import QuerySet

from people.groups.words import WITHHELD as NOT_TOLD
from people.models import Person
from people.weeks import Block
from people.writing.formats import short_day
from people.writing.sentences import Sentence
from programme.members import door
from programme.members.door import Office
from programme.models import CorrectionKind, Release, ReleaseCorrection, ReleasedRow
from programme.regions.reading import regions
from programme.rules.quarters import CalendarQuarter
from programme.rules.release import WHOLE

from .actions import YESES, open_quarters, standing_now, taken_back
from .catalogue import (
    FIGURES,
    LANGUAGES,
    RARE_FIGURES,
    TOLD,
    WHOLE_NAME,
    ToldMeasure,
    quarter_as_read,
    released_places,
)
from .corrections import corrections_mark, earlier_releases
from .formats import words

STEPS = 4


@dataclass(frozen=True)
class ReleaseLine:
    """A release in the list of the office."""

    release: Release
    first: date
    last: date
    yeses: int

    @property
    def quarter(self) -> str:
        """Its quarter as the reader counts years."""
        return quarter_as_read(self.release.quarter)


@dataclass(frozen=True)
class ReleaseList:
    """The releases of a programme, the newest quarter first, and what can be drafted."""

    lines: tuple[ReleaseLine, ...]
    quarters: tuple[str, ...]


@dataclass(frozen=True)
class ReleaseTable:
    """One measure: its blocks side by side, and a row for each place."""

    measure: ToldMeasure
    blocks: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Sentence, ...]], ...]


@dataclass(frozen=True)
class Yes:
    """Who said yes, for which organisation, and when."""

    name: str
    organisation: str
    at: datetime


@dataclass(frozen=True)
class CorrectionLine:
    """A correction in a draft: of which release, and its words in each language of releases."""

    corrected: Release
    kind: str
    # The language, and each text with its name.
    texts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @classmethod
    def of(cls, note: ReleaseCorrection) -> Self:
        """Write one down."""
        named = ((words.WRONG, note.wrong), (words.RIGHT, note.right))
        texts = (
            (one, tuple((name.read_in(one), text.read_in(one)) for name, text in named))
            for one in LANGUAGES
        )
        return cls(note.corrected, str(CorrectionKind(note.kind).label), tuple(texts))


@dataclass(frozen=True)
class ReleasePage:
    """One release as its office finds it."""

    release: Release
    first: date
    last: date
    tables: tuple[ReleaseTable, ...]
    facts: tuple[tuple[Sentence, Sentence], ...]
    yeses: tuple[Yes, ...]
    # The cells that the check took out, by name.
    taken_out: tuple[str, ...]
    # Whether an organisation that is in it does not agree any more.
    stale: bool
    # Whether a yes of the viewer counts.
    waits: bool
    # What it says of earlier releases, and the mark of exactly that.
    corrections: tuple[CorrectionLine, ...]
    corrections_mark: str
    # The earlier releases of which it says nothing yet.
    uncorrected: tuple[Release, ...]

    @property
    def quarter(self) -> str:
        """Its quarter as the reader counts years."""
        return quarter_as_read(self.release.quarter)

    @property
    def step(self) -> int:
        """The step at which it stands: 1 drafted, 2 checked, 3 two people say yes, 4 public."""
        if self.release.published_at:
            return STEPS
        return 3 if self.release.drafted_at else 1

    @property
    def said(self) -> int:
        """How many said yes."""
        return len(self.yeses)

    @property
    def needed(self) -> int:
        """How many have to."""
        return YESES

    @property
    def told(self) -> bool:
        """Say whether it tells anything at all."""
        words = (word for one in self.tables for _place, row in one.rows for word in row)
        return any(word != NOT_TOLD for word in words) or any(
            word != NOT_TOLD for _name, word in self.facts
        )


def read_releases(viewer: Person, now: datetime) -> ReleaseList | None:
    """Read the releases of the viewer's programme; None for a viewer who is not of its office."""
    if door.read_office(viewer) is None:
        return None
    with door.release_door(viewer, now=now) as office:
        found = of_office(office).prefetch_related("approvals")
        lines = tuple(
            ReleaseLine(one, *days_of(one), 0 if one.published_at else one.approvals.count())
            for one in found
        )
        return ReleaseList(lines, tuple(open_quarters(office, now)))


def read_release(viewer: Person, public_id: UUID, now: datetime) -> ReleasePage | None:
    """Read one release of the viewer's programme, whole."""
    if door.read_office(viewer) is None:
        return None
    with door.release_door(viewer, now=now) as office:
        one = of_office(office).filter(public_id=public_id).select_related("programme").first()
        if one is None:
            return None
        rows = list(one.rows.all())
        yeses = standing_now(one, office)
        mine = any(
            said.said_by.organisation_id == viewer.organisation_id
            or said.said_by.account_id == viewer.account_id
            for said in yeses
        )
        return ReleasePage(
            one,
            *days_of(one),
            tuple(tables(rows)),
            tuple(facts(rows)),
            tuple(
                Yes(said.said_by.name, str(said.said_by.organisation), said.said_at)
                for said in yeses
            ),
            tuple(map(cell_name, one.taken_out)),
            stale=not one.published_at and taken_back(one, now),
            waits=bool(one.drafted_at) and not one.published_at and not mine,
            **corrections_of(one, office),
        )


def corrections_of(one: Release, office: Office) -> dict[str, Any]:
    """Read what a release says of earlier ones, and of which it could say something yet."""
    notes = tuple(one.corrections.select_related("corrected").order_by("-corrected__quarter"))
    known = {note.corrected_id for note in notes}
    open_now = one.drafted_at and not one.published_at
    earlier = earlier_releases(office) if open_now else []
    return {
        "corrections": tuple(map(CorrectionLine.of, notes)),
        "corrections_mark": corrections_mark(one),
        "uncorrected": tuple(other for other in earlier if other.pk not in known),
    }


@dataclass(frozen=True)
class CorrectionPage:
    """A correction in a draft, written or yet to be."""

    release: Release
    corrected: Release
    kept: ReleaseCorrection | None

    @property
    def typed_before(self) -> dict[str, Any]:
        """What is kept, by field."""
        fields = ("kind", "wrong", "right")
        return {one: getattr(self.kept, one) for one in fields} if self.kept else {}


def read_correction(
    viewer: Person, public_id: UUID, corrected: UUID, now: datetime
) -> CorrectionPage | None:
    """Read a correction of the viewer's programme: of a draft that is ready, of what was public."""
    if door.read_office(viewer) is None:
        return None
    with door.release_door(viewer, now=now) as office:
        drafts = of_office(office).filter(published_at=None).exclude(drafted_at=None)
        one = drafts.filter(public_id=public_id).first()
        earlier = [other for other in earlier_releases(office) if other.public_id == corrected]
        if one is None or not earlier:
            return None
        return CorrectionPage(one, earlier[0], one.corrections.filter(corrected=earlier[0]).first())


def of_office(office: Office) -> QuerySet[Release]:
    """Find the releases of an office's programme, without drafts that were sent back."""
    return Release.objects.standing().filter(programme=office.programme)


def days_of(release: Release) -> tuple[date, date]:
    """Give the first day of the first block and the last day of the last one."""
    blocks = CalendarQuarter.parse(release.quarter).blocks
    return blocks[0].first.monday, blocks[-1].last.sunday


def tables(rows: Iterable[ReleasedRow]) -> Iterable[ReleaseTable]:
    """Put the rows of a release into a table for each measure; the words of everybody outside."""
    told = {(row.measure, row.place, row.block): row.band for row in rows}
    for measure in FIGURES:
        blocks = sorted({block for key, _place, block in told if key == measure.key})
        words = dict(measure.bands)
        lines = tuple(
            (
                place_name(place.key),
                tuple(
                    words.get(told.get((measure.key, place.key, block), ""), NOT_TOLD)
                    for block in blocks
                ),
            )
            for place in released_places()
        )
        if blocks:
            yield ReleaseTable(measure, tuple(map(days_of_block, blocks)), lines)


def facts(rows: Iterable[ReleasedRow]) -> Iterable[tuple[Sentence, Sentence]]:
    """List the rare facts, each with its word."""
    told = {row.measure: row.band for row in rows}
    for measure in RARE_FIGURES:
        if measure.key in told:
            yield measure.name, dict(measure.bands).get(told[measure.key], NOT_TOLD)


def place_name(key: str) -> str:
    """Name a place in the reader's language."""
    return str(WHOLE_NAME if key == WHOLE else regions()[key].short)


def days_of_block(number: int) -> str:
    """Name a block by its days."""
    block = Block(number)
    return f"{short_day(block.first.monday)} – {short_day(block.last.sunday)}"


def cell_name(cell: list[str]) -> str:
    """Name a cell that the check took out."""
    measure, place, block = cell
    names = {one.key: one.name for one in TOLD}
    return f"{names[measure]}, {place_name(place)}, {days_of_block(int(block))}"

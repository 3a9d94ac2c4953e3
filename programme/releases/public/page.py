"""A release as a person reads it: a table for each measure, with a column for each block."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.languages.local_text import LocalText
from people.weeks import today
from people.writing import sheets
from people.writing.pictures import BANDS, all_stairs, stairs_again
from programme.releases.catalogue import quarter_as_read
from programme.releases.formats import documents, files, notes, tables, words
from programme.releases.published import (
    WITHHELD,
    ListedRelease,
    PublishedCorrection,
    PublishedRelease,
    ReleasedMeasure,
    ReleaseTombstone,
)

MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
# What a person takes; the rest is for programs.
FOR_PEOPLE = (files.ARCHIVE, "bands-for-spreadsheets.csv", "codebook.csv")


@dataclass(frozen=True)
class OpenBand:
    """One cell: a word, and a picture that says the same."""

    word: str
    picture: SafeString


@dataclass(frozen=True)
class OpenTable:
    """One measure: blocks as columns, the whole programme in one row and regions in others."""

    key: str
    name: str
    about: str
    blocks: tuple[tuple[date, date], ...]
    whole: tuple[OpenBand, ...]
    regions: tuple[tuple[str, tuple[OpenBand, ...]], ...]
    # From the least to the most.
    bands: tuple[str, ...]


@dataclass(frozen=True)
class Download:
    """A file that can be taken, under a name that says of which quarter it is."""

    name: str
    saved_as: str
    about: str


@dataclass(frozen=True)
class OpenCorrection:
    """A correction: the other release of the two, and the words in the language of the page."""

    other: UUID
    quarter: str
    kind: str
    wrong: str
    right: str

    @classmethod
    def of(cls, note: PublishedCorrection, language: str, *, corrects: bool) -> Self:
        """Write one, in a release that corrects or in one that is corrected."""
        texts = (
            LocalText(one).read_in(language) for one in (note.kind_names, note.wrong, note.right)
        )
        if corrects:
            return cls(note.corrected, quarter_as_read(note.corrected_quarter), *texts)
        return cls(note.said_in, quarter_as_read(note.said_in_quarter), *texts)


def said_later(release: ListedRelease | ReleaseTombstone, language: str) -> list[OpenCorrection]:
    """Write what later releases say of one."""
    return [OpenCorrection.of(one, language, corrects=False) for one in release.corrected_by]


class OpenRelease:
    """One release in one language."""

    def __init__(
        self,
        release: PublishedRelease,
        written: files.ReleaseFiles,
        *,
        home: str,
        language: str,
        signed: bool,
    ) -> None:
        self.release, self.written, self.home = release, written, home
        self.language, self.signed = language, signed

    def text(self, texts: Mapping[str, str]) -> str:
        """Read a text in the language of the page."""
        return LocalText(texts).read_in(self.language)

    @property
    def name(self) -> str:
        """Name it as the list does."""
        return name_of_release(self.release, self.language)

    @cached_property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return documents.days(self.release)

    @property
    def address(self) -> str:
        """Where it is read, for good and in any language."""
        return documents.address_of(self.release, self.home)

    @property
    def licence(self) -> tuple[str, str]:
        """The licence's name and address."""
        return tables.licence_of(self.release)

    @property
    def rule(self) -> str:
        """By which rule a band is shown."""
        return self.text(words.RULE)

    @property
    def source(self) -> str:
        """From what it was made."""
        return self.text(words.SOURCE)

    @property
    def corrections(self) -> list[OpenCorrection]:
        """What it says of earlier releases."""
        said = self.release.corrections
        return [OpenCorrection.of(one, self.language, corrects=True) for one in said]

    @property
    def corrected_by(self) -> list[OpenCorrection]:
        """What later releases say of it."""
        return said_later(self.release, self.language)

    @property
    def fingerprint(self) -> str:
        """The hash that stands for the whole release."""
        return self.written.fingerprint

    @property
    def citation(self) -> str:
        """Write how it is cited; the same words in every language, for it is one source."""
        release = self.release
        year = today(release.published_at).year
        named = f"{documents.publisher(release)} ({year}). {documents.title(release)}"
        return f"{named}. {self.address}"

    @cached_property
    def tables(self) -> tuple[OpenTable, ...]:
        """A table for each measure."""
        return tuple(self.table(one) for one in self.release.measures)

    def table(self, measure: ReleasedMeasure) -> OpenTable:
        """Put the cells of a measure into rows and columns; a place of which none is there has no
        row.
        """
        own = [one for one in self.release.cells if one.measure == measure.key]
        cells = {(one.place, one.first): self.band(measure, one.band) for one in own}
        blocks = tuple(sorted({(one.first, one.last) for one in own}))
        rows = {
            place.key: tuple(
                cells.get((place.key, first), self.band(measure, WITHHELD))
                for first, _last in blocks
            )
            for place in self.release.places
            if any(key == place.key for key, _first in cells)
        }
        whole, *regions = self.release.places
        return OpenTable(
            measure.key,
            self.text(measure.names),
            self.text(measure.about),
            blocks,
            rows.get(whole.key, ()),
            tuple((self.text(one.names), rows[one.key]) for one in regions if one.key in rows),
            tuple(self.text(names) for _band, names in measure.bands),
        )

    @cached_property
    def blocks(self) -> list[tuple[date, date]]:
        """The blocks of the quarter."""
        return sorted({(one.first, one.last) for one in self.release.cells})

    @property
    def overview(self) -> list[tuple[OpenTable, int]]:
        """The measures of the whole programme, and over how many blocks each word reaches.

        What is told once a quarter reaches over all of them.
        """
        return [(one, len(self.blocks) // len(one.blocks)) for one in self.tables if one.whole]

    @property
    def stairs(self) -> SafeString:
        """Draw the pictures of bands, to which the cells of all tables refer."""
        return all_stairs()

    @property
    def by_region(self) -> list[OpenTable]:
        """The measures that are told by region."""
        return [one for one in self.tables if one.regions]

    def band(self, measure: ReleasedMeasure, band: str) -> OpenBand:
        """Write one cell. Three bands have a picture; others have their word alone."""
        if band == WITHHELD:
            return OpenBand(self.text(words.WITHHELD_NAME), stairs_again(None))
        order = [key for key, _names in measure.bands]
        place = order.index(band)
        picture = stairs_again(place) if len(order) == BANDS else SafeString()
        return OpenBand(self.text(measure.bands[place][1]), picture)

    @property
    def codebook(self) -> list[tuple[str, ...]]:
        """The rows of the codebook as the file has them."""
        return [tuple(map(sheets.cell, row)) for row in tables.release_codebook_rows(self.release)]

    @property
    def codebook_columns(self) -> list[str]:
        """The headings of the codebook as the file has them."""
        return tables.codebook_columns(self.release)

    @property
    def downloads(self) -> tuple[list[Download], list[Download]]:
        """The files for people, and those for programs."""
        about = downloads_about()
        start = f"open-data-{self.release.quarter}-"
        written = {
            one: Download(one, one if one == files.SUMS else f"{start}{one}", about[one])
            for one in files.MEDIA
            if one in self.written.contents
        }
        people = [written.pop(one) for one in FOR_PEOPLE if one in written]
        return people, list(written.values())

    @property
    def dataset(self) -> SafeString:
        """Write the description for search engines into the page.

        It is data: a browser runs nothing of this type, so the CSP has nothing to refuse. No sign
        of markup is left in it.
        """
        found = documents.dataset(self.release, self.home, files.DESCRIBED)
        release = self.release
        if said := notes.correction_comments(release.corrected_by, release.languages, self.home):
            found["correction"] = said
        text = json.dumps(found, ensure_ascii=False).translate(MARKUP)
        return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


def name_of_release(release: ListedRelease, language: str) -> str:
    """Name the programme and the quarter."""
    programme = LocalText(release.programme).read_in(language)
    quarter = quarter_as_read(release.quarter)
    return _("%(programme)s, %(quarter)s") % {"programme": programme, "quarter": quarter}


def downloads_about() -> dict[str, str]:
    """Say of each file what it is good for."""
    return {
        "bands.csv": _("CSV for programs: keys, without names"),
        "bands-for-spreadsheets.csv": _("CSV for spreadsheets: names in Thai and English"),
        "codebook.csv": _("What every column and key means"),
        "datapackage.json": _("Frictionless Data Package with a schema for each table"),
        "release.json": _("Everything in one JSON document"),
        "dataset.jsonld": _("Description for search engines (schema.org)"),
        "CITATION.cff": _("How to cite, for programs"),
        "bands-hxl.csv": _("CSV with a row of HXL tags"),
        "dhis2.json": _("For DHIS2"),
        files.SUMS: _("The SHA-256 of each file"),
        files.ARCHIVE: _("All files in one archive"),
    }

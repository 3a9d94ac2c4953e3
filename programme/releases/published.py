"""A release as everybody may read it: what files and pages are written from, and nothing beside it.

What is here was decided and approved before; what writes a file from it decides nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

# The one word for every reason why nothing is shown: too few, too uneven, or no person at all.
WITHHELD = "withheld"


@dataclass(frozen=True)
class ReleasedMeasure:
    """Something a release tells: its key for programs, its names, and its possible bands."""

    key: str
    names: Mapping[str, str]
    about: Mapping[str, str]
    # Of each band its key for programs and its names, from the least to the most.
    bands: tuple[tuple[str, Mapping[str, str]], ...]


@dataclass(frozen=True)
class ReleasedPlace:
    """The whole programme, or a region of it; regions have the keys of `regions.csv`."""

    key: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class ReleasedCell:
    """The band of one measure, at one place, in one frozen block; or `WITHHELD`."""

    # The first and the last day of the block: two days of four whole weeks.
    first: date
    last: date
    place: str
    measure: str
    band: str


@dataclass(frozen=True)
class PublishedCorrection:
    """What a release says of an earlier one, in words: no cell is told again."""

    # The release that says it, and when it became public.
    said_in: UUID
    said_in_quarter: str
    said_at: datetime
    # The release of which it says it.
    corrected: UUID
    corrected_quarter: str
    kind: str
    kind_names: Mapping[str, str]
    wrong: Mapping[str, str]
    right: Mapping[str, str]


@dataclass(frozen=True)
class ListedRelease:
    """One release as lists and the feed know it: of which quarter it is, and what is said of it."""

    public_id: UUID
    # "2026-Q4"; a correction is in a release after it, never in a new version of this one.
    quarter: str
    programme: Mapping[str, str]
    published_at: datetime
    licence: str
    # The languages that have names here, "en" first.
    languages: tuple[str, ...] = field(default=("en", "th"), kw_only=True)
    # What it says of earlier ones, which is in its files.
    corrections: tuple[PublishedCorrection, ...] = field(default=(), kw_only=True)
    # What later ones say of it, newest first: on its page and in the feed, in none of its files.
    corrected_by: tuple[PublishedCorrection, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class PublishedRelease(ListedRelease):
    """One release whole: a quarter of a programme, in one version that never changes."""

    measures: tuple[ReleasedMeasure, ...]
    places: tuple[ReleasedPlace, ...]
    cells: tuple[ReleasedCell, ...]


@dataclass(frozen=True)
class ReleaseTombstone:
    """What is left of a release that was withdrawn: that it was there, and until when."""

    public_id: UUID
    quarter: str
    programme: Mapping[str, str]
    withdrawn_at: datetime
    # Of its figures, with a key: who has an old copy may ask the office whether it was this one.
    keyed_hash: str
    # Who has a copy may have taken it for right: what later releases say of it, newest first.
    corrected_by: tuple[PublishedCorrection, ...] = ()

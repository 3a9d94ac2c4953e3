"""A release as everybody may read it: what files and pages are written from, and nothing beside it.

What is here was decided and approved before; what writes a file from it decides nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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
class PublishedRelease:
    """One release: a quarter of a programme, in one version that never changes."""

    public_id: UUID
    # "2026-Q4"; there is never a second version of it.
    quarter: str
    programme: Mapping[str, str]
    published_at: datetime
    licence: str
    measures: tuple[ReleasedMeasure, ...]
    places: tuple[ReleasedPlace, ...]
    cells: tuple[ReleasedCell, ...]
    # The languages that have names here, "en" first.
    languages: tuple[str, ...] = ("en", "th")


@dataclass(frozen=True)
class ReleaseTombstone:
    """What is left of a release that was withdrawn: that it was there, and until when."""

    public_id: UUID
    quarter: str
    programme: Mapping[str, str]
    withdrawn_at: datetime
    # Of its figures, with a key: who has an old copy may ask the office whether it was this one.
    keyed_hash: str

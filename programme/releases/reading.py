"""Read what is public: for everybody, without a sign-in, and nothing that is not approved."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from people.weeks import Block
from programme.members import door
from programme.models import CorrectionKind, Release, ReleaseCorrection, ReleasedRow

from .catalogue import LICENCE, in_each_language, released_measures, released_places
from .published import (
    ListedRelease,
    PublishedCorrection,
    PublishedRelease,
    ReleasedCell,
    ReleaseTombstone,
)


def published_release(public_id: UUID) -> PublishedRelease | ReleaseTombstone | None:
    """Read one release by its public address; of one that was withdrawn only its tombstone."""
    with door.public_door() as public:
        one = public.released.filter(public_id=public_id).first()
        if one is None:
            return None
        said = list(public.corrections.filter(Q(release=one) | Q(corrected=one)))
        if one.withdrawn_at:
            return tombstone_of(one, said)
        return written(one, list(public.rows.filter(release=one)), said)


def listed_release(public_id: UUID) -> ListedRelease | ReleaseTombstone | None:
    """Read which release is at an address, and no cell of it; one statement."""
    with door.public_door() as public:
        one = public.released.filter(public_id=public_id).first()
        return listed(one, []) if one else None


def public_releases() -> list[ListedRelease | ReleaseTombstone]:
    """List every release that is or was public, the newest first; two statements."""
    with door.public_door() as public:
        said = list(public.corrections)
        return [listed(one, said) for one in public.released]


def listed(one: Release, said: Iterable[ReleaseCorrection]) -> ListedRelease | ReleaseTombstone:
    """Write down of a release what a list of all says of it."""
    if one.withdrawn_at:
        return tombstone_of(one, said)
    return ListedRelease(
        one.public_id,
        one.quarter,
        one.programme.name,
        moment_of(one),
        LICENCE,
        corrections=said_in(one, said),
        corrected_by=said_of(one, said),
    )


def written(
    one: Release, rows: list[ReleasedRow], said: Iterable[ReleaseCorrection]
) -> PublishedRelease:
    """Write a release down whole, as everybody may read it."""
    told = {row.measure for row in rows}
    return PublishedRelease(
        one.public_id,
        one.quarter,
        one.programme.name,
        moment_of(one),
        LICENCE,
        tuple(one for key, one in released_measures().items() if key in told),
        released_places(),
        tuple(cell(row) for row in rows),
        corrections=said_in(one, said),
        corrected_by=said_of(one, said),
    )


def tombstone_of(one: Release, said: Iterable[ReleaseCorrection]) -> ReleaseTombstone:
    """Write down what is left of a release that was withdrawn."""
    if one.withdrawn_at is None:
        raise ValueError("This was not withdrawn.")
    about = (one.public_id, one.quarter, one.programme.name)
    return ReleaseTombstone(*about, one.withdrawn_at, one.keyed_hash, said_of(one, said))


def cell(row: ReleasedRow) -> ReleasedCell:
    """Write one cell down."""
    block = Block(row.block)
    return ReleasedCell(block.first.monday, block.last.sunday, row.place, row.measure, row.band)


def said_in(one: Release, said: Iterable[ReleaseCorrection]) -> tuple[PublishedCorrection, ...]:
    """Write down what a release says of earlier ones."""
    return tuple(correction(note) for note in said if note.release_id == one.pk)


def said_of(one: Release, said: Iterable[ReleaseCorrection]) -> tuple[PublishedCorrection, ...]:
    """Write down what later releases say of one."""
    return tuple(correction(note) for note in said if note.corrected_id == one.pk)


def correction(note: ReleaseCorrection) -> PublishedCorrection:
    """Write one correction down."""
    return PublishedCorrection(
        note.release.public_id,
        note.release.quarter,
        moment_of(note.release),
        note.corrected.public_id,
        note.corrected.quarter,
        note.kind,
        in_each_language(CorrectionKind(note.kind).label),
        note.wrong,
        note.right,
    )


def moment_of(one: Release) -> datetime:
    """Say when a release became public; a draft is none."""
    if one.published_at is None:
        raise ValueError("This is a draft.")
    return one.published_at

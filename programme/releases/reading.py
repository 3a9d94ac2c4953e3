"""Read what is public: for everybody, without a sign-in, and nothing that is not approved."""

from uuid import UUID

from people.weeks import Block
from programme.members import door
from programme.models import Release, ReleasedRow

from .catalogue import LICENCE, released_measures, released_places
from .published import PublishedRelease, ReleasedCell, ReleaseTombstone


def published_release(public_id: UUID) -> PublishedRelease | ReleaseTombstone | None:
    """Read one release by its public address; of one that was withdrawn only its tombstone."""
    with door.public_door() as (released, rows):
        one = released.filter(public_id=public_id).first()
        if one is None:
            return None
        return written(one, list(rows.filter(release=one)))


def public_releases() -> list[PublishedRelease | ReleaseTombstone]:
    """Read every release that is or was public, the newest first; two statements."""
    with door.public_door() as (released, rows):
        cells: dict[int, list[ReleasedRow]] = {}
        for row in rows:
            cells.setdefault(row.release_id, []).append(row)
        return [written(one, cells.get(one.pk, [])) for one in released]


def written(one: Release, rows: list[ReleasedRow]) -> PublishedRelease | ReleaseTombstone:
    """Write a release down as everybody may read it."""
    about = (one.public_id, one.quarter, one.programme.name)
    if one.withdrawn_at:
        return ReleaseTombstone(*about, one.withdrawn_at, one.keyed_hash)
    if one.published_at is None:
        raise ValueError("This is a draft.")
    told = {row.measure for row in rows}
    return PublishedRelease(
        *about,
        one.published_at,
        LICENCE,
        tuple(one for key, one in released_measures().items() if key in told),
        released_places(),
        tuple(cell(row) for row in rows),
    )


def cell(row: ReleasedRow) -> ReleasedCell:
    """Write one cell down."""
    block = Block(row.block)
    return ReleasedCell(block.first.monday, block.last.sunday, row.place, row.measure, row.band)

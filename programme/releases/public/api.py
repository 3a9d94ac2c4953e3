"""Public releases over HTTP: which there are, and where their files are. Any key reads them."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Query, Router, Schema

from people.api_pages import AskedPage, PageOut, cut_list
from people.languages.local_text import LocalText
from people.program_keys import Token
from people.writing import links
from people.writing.schemas import PROBLEMS
from people.writing.tags import IfNoneMatch, tag_of, unless_known
from programme.releases import reading
from programme.releases.formats.files import MEDIA
from programme.releases.keeping import kept_files
from programme.releases.published import PublishedRelease, ReleaseTombstone

router = Router(tags=["releases"], auth=Token())


class ReleaseFileOut(Schema):
    """A file of a release: its address never changes, nor does the file."""

    name: str
    address: str
    media: str
    # Of the file, in hexadecimal letters.
    sha256: str


class ReleaseOut(Schema):
    """A release that is or was public; one that was withdrawn has no files any more."""

    id: UUID
    quarter: str
    programme: str
    address: str
    published_at: datetime | None
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, one: PublishedRelease | ReleaseTombstone) -> Self:
        """Write down what everybody may know of a release."""
        gone = isinstance(one, ReleaseTombstone)
        return cls(
            id=one.public_id,
            quarter=one.quarter,
            programme=str(LocalText(one.programme)),
            address=links.to("open_release", one.public_id),
            published_at=None if gone else one.published_at,
            withdrawn_at=one.withdrawn_at if gone else None,
        )


class ReleaseWithFilesOut(ReleaseOut):
    """A release with the addresses of its files, which need no key."""

    files: list[ReleaseFileOut]


class ReleasesOut(PageOut):
    """A page of releases, the oldest quarter first."""

    items: list[ReleaseOut]


@router.get("", response={200: ReleasesOut, **PROBLEMS})
def list_releases(request, response: HttpResponse, asked: Query[AskedPage]):
    """Read every release that is or was public, of every programme here."""
    found = reading.public_releases()
    page = cut_list(
        request, response, found, asked, key=lambda one: f"{one.quarter} {one.public_id}"
    )
    return {"items": [ReleaseOut.of(one) for one in page.rows], "next": page.next}


@router.get("/{uuid:public_id}", response={200: ReleaseWithFilesOut, 304: None, **PROBLEMS})
def read_release(
    request, response: HttpResponse, public_id: UUID, if_none_match: IfNoneMatch = None
):
    """Read where the files of a release are, each with its hash."""
    if (found := reading.published_release(public_id)) is None:
        raise Http404
    kept = kept_files(public_id)
    files = [
        ReleaseFileOut(
            name=name,
            address=links.to("open_release_file", public_id, name),
            media=MEDIA[name],
            sha256=sha256,
        )
        for name, sha256 in sorted(kept.hashes.items())
    ]
    told = ReleaseWithFilesOut(**ReleaseOut.of(found).dict(), files=files)
    return unless_known(told, tag_of(told.model_dump(mode="json")), if_none_match, response)

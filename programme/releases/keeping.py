"""Keep the files of a release as they became public, and read them as everybody may."""

from uuid import UUID

from people.writing import links
from programme.members import door
from programme.models import Release, ReleaseFile

from . import reading
from .formats.files import MEDIA, ReleaseFiles, write_files


def open_data_home() -> str:
    """Write the address under which releases are read."""
    return links.to("open_data")


def keep_files(release: Release) -> ReleaseFiles:
    """Write the files of a release that has just become public: once, and never again."""
    if release.withdrawn_at:
        raise ValueError("This was withdrawn.")
    said = release.corrections.select_related("release", "corrected")
    in_order = list(said.order_by("-corrected__quarter"))
    public = reading.written(release, list(release.rows.all()), in_order)
    found = write_files(public, open_data_home())
    ReleaseFile.objects.bulk_create(
        ReleaseFile(release=release, name=name, content=content)
        for name, content in found.contents.items()
    )
    return found


def kept_files(public_id: UUID, *names: str) -> ReleaseFiles:
    """Read the files of a release that is public, or some of them; of another there are none.

    Only a name that a file may have is asked for: of some others a database makes an error.
    """
    with door.public_door() as public:
        found = public.released.filter(public_id=public_id, withdrawn_at=None)
        files = ReleaseFile.objects.filter(release__in=found.order_by())
        wanted = files.filter(name__in=MEDIA.keys() & names) if names else files
        return ReleaseFiles({one.name: bytes(one.content) for one in wanted})

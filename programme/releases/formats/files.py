"""All files of a release with their hashes, as one archive, and what is signed of them."""

import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from programme.releases.published import ListedRelease, PublishedRelease
from training.formats import openbadges

from . import documents, exchange, tables

SUMS, ARCHIVE = "SHA256SUMS", "release.zip"
# As old as an archive can say: when it was made is no part of what it holds.
NO_DAY = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16
CSV, JSON = "text/csv; charset=utf-8", "application/json"
# In the order in which a reader looks for them.
MEDIA: Mapping[str, str] = {
    "bands.csv": CSV,
    "bands-for-spreadsheets.csv": CSV,
    "codebook.csv": CSV,
    "datapackage.json": JSON,
    "release.json": JSON,
    "dataset.jsonld": "application/ld+json",
    "CITATION.cff": "application/yaml",
    "bands-hxl.csv": CSV,
    "dhis2.json": JSON,
    SUMS: "text/plain; charset=utf-8",
    ARCHIVE: "application/zip",
}
DESCRIBED = {name: media for name, media in MEDIA.items() if media in (CSV, JSON)}


@dataclass(frozen=True)
class ReleaseFiles:
    """The files of one release by name; the hash of the list of hashes stands for all of it."""

    contents: Mapping[str, bytes]

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the release."""
        return hashlib.sha256(self.contents[SUMS]).hexdigest()

    @property
    def hashes(self) -> dict[str, str]:
        """The hash of each file, of the list of hashes and of the archive too."""
        return {
            name: hashlib.sha256(content).hexdigest() for name, content in self.contents.items()
        }


def write_files(release: PublishedRelease, home: str) -> ReleaseFiles:
    """Write all files of a release; `home` is the address of the open data."""
    found = {
        "bands.csv": tables.bands_csv(release),
        "bands-for-spreadsheets.csv": tables.named_bands_csv(release),
        "codebook.csv": tables.codebook_csv(release),
    }
    found["datapackage.json"] = documents.data_package(release, home, found)
    found["release.json"] = documents.release_json(release, home)
    found["dataset.jsonld"] = documents.as_json(documents.dataset(release, home, DESCRIBED))
    found["CITATION.cff"] = documents.citation_cff(release, home)
    found["bands-hxl.csv"] = exchange.hxl_csv(release)
    found["dhis2.json"] = exchange.data_value_sets(release)
    found[SUMS] = sums(found)
    found[ARCHIVE] = archive(found)
    return ReleaseFiles(found)


def sums(contents: Mapping[str, bytes]) -> bytes:
    """List hashes as `sha256sum --check` reads them."""
    lines = [f"{hashlib.sha256(contents[one]).hexdigest()}  {one}\n" for one in sorted(contents)]
    return "".join(lines).encode()


def archive(contents: Mapping[str, bytes]) -> bytes:
    """Put files into one archive. Not packed: what packs may do so otherwise some day."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as file:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, NO_DAY)
            entry.create_system, entry.external_attr = 3, READABLE
            file.writestr(entry, contents[name])
    return written.getvalue()


def statement(release: ListedRelease, home: str, files: ReleaseFiles) -> dict[str, object]:
    """Say what is signed: which release, when it was published, and the hash of every file."""
    return {
        "release": documents.address_of(release, home),
        "published": openbadges.instant(release.published_at),
        "fingerprint": files.fingerprint,
        "sha256": files.hashes,
    }

"""Make a backup, prove it by restoring it, and delete those that are too old."""

import errno
import fcntl
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity, Recipient

from wellbeing.own_data import tombstones

from . import archive
from .archive import DUMP, TOMBSTONES, BackupError, Manifest
from .contents import Contents, version
from .data import data

# What people had deleted is gone from every copy after this: docs/operating.md promises it.
KEPT_DAYS = 35
# So many stay however old they are: after a long pause the newest alone may be one that is lost.
NEVER_DELETED = 2
NAMED = "kamlangjai-{}.age"
MOMENT = "%Y%m%dT%H%M%SZ"
FILE = re.compile(r"kamlangjai-(\d{8}T\d{6}Z)\.age")
# The folder in which a backup is made; what a killed one left there is removed by the next.
WORKING = ".unfinished-"


@dataclass(frozen=True)
class BackupMade:
    """The finished file, how many rows it brings back, and how many old ones were deleted."""

    file: Path
    rows: int
    pruned: int


def back_up(
    folder: Path, recipients: Sequence[Recipient], *, keep: int, now: datetime
) -> BackupMade:
    """Make a backup in a folder; unless it was restored and compared, no file is left.

    Older backups stay as they are, whatever fails.
    """
    if keep < 1:
        raise BackupError(f"Backups are kept for a day at least, and not for {keep} days.")
    if not recipients:
        raise BackupError(
            "BACKUP_RECIPIENTS is empty: there is no key to seal a backup for. Make one on another"
            " machine with `age-keygen`, or with `backup --make-key FILE`, and move the file away."
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone_in(folder), working_in(folder) as work:
            made = folder / NAMED.format(now.astimezone(UTC).strftime(MOMENT))
            found = make(made, work, recipients, now)
            keep_tombstones(folder)
            return BackupMade(made, sum(found.counts.values()), prune(folder, keep=keep, now=now))
    except (OSError, pyrage.EncryptError) as wrong:
        raise BackupError(
            f"The backup could not be written to {folder}: {said_by(wrong)}. Older ones are as they"
            " were."
        ) from wrong


def said_by(wrong: Exception) -> str:
    """Say what the system says, also where a library has wrapped it."""
    return getattr(wrong, "strerror", None) or str(wrong).removeprefix("OSError: ")


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder for one backup at a time."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as wrong:
            if wrong.errno not in {errno.EAGAIN, errno.EACCES}:
                raise
            raise BackupError(f"Another backup is being made in {folder}.") from wrong
        yield


@contextmanager
def working_in(folder: Path) -> Iterator[Path]:
    """Give an empty folder for what is not encrypted yet, for its owner alone; it is removed."""
    for left in folder.glob(f"{WORKING}*"):
        remove(left)
    with tempfile.TemporaryDirectory(prefix=WORKING, dir=folder) as work:
        yield Path(work)


def remove(folder: Path) -> None:
    """Remove the folder of a backup that was killed."""
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def make(made: Path, work: Path, recipients: Sequence[Recipient], now: datetime) -> Contents:
    """Dump, encrypt, read back, restore, compare; only then the file gets its name.

    It is sealed for one key more, which lives in this process alone: with it the finished file
    itself is opened and restored, though no private key is on the machine.
    """
    passing = Identity.generate()
    found = data().dump(work / DUMP)
    (work / TOMBSTONES).write_bytes(read_tombstones())
    parts = {name: archive.sha256_of(work / name) for name in (DUMP, TOMBSTONES)}
    manifest = Manifest(
        made_at=now.astimezone(UTC).isoformat(),
        version=version(),
        engine=data().ENGINE,
        migrations=found.migrations,
        counts=found.counts,
        keys=found.keys,
        parts=parts,
    )
    sealed = work / made.name
    archive.write(sealed, manifest, work, [*recipients, passing.to_public()])
    for name in (archive.MANIFEST, *parts):
        (work / name).unlink()
    check(sealed, passing, work, manifest)
    sealed.rename(made)
    sync_names(made.parent)
    return found


def read_tombstones() -> bytes:
    """Read the file beside the database, with what other hosts have deleted since."""
    return tombstones.written(tombstones.path()).encode()


def check(sealed: Path, passing: Identity, work: Path, manifest: Manifest) -> None:
    """Restore a finished file into a temporary database; what comes must be what was dumped."""
    opened = archive.unpack(sealed, [passing], work)
    came = data().restored_for_a_check(work / DUMP)
    if opened != manifest or rows_that_differ(manifest, came):
        raise BackupError(
            f"The backup was made, but restored it is another: {rows_that_differ(manifest, came)}."
        )


def rows_that_differ(manifest: Manifest, came: Contents) -> str:
    """Say which table differs from what was counted; nothing if all is there."""
    tables = sorted(manifest.counts.keys() | came.counts.keys())
    return ", ".join(
        f"{table} had {before} rows and has {after}"
        for table in tables
        if (before := manifest.counts.get(table)) != (after := came.counts.get(table))
    )


def keep_tombstones(folder: Path) -> None:
    """Add to the tombstones beside the backups: an older backup is restored with the newest."""
    tombstones.append(folder / TOMBSTONES, read_tombstones().decode().splitlines())


def sync_names(folder: Path) -> None:
    """Write a folder's names to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def backups_in(folder: Path) -> dict[Path, datetime]:
    """Find the finished backups of a folder and when each was made, the newest first."""
    found = {}
    for file in folder.glob(NAMED.format("*")) if folder.is_dir() else ():
        if named := FILE.fullmatch(file.name):
            found[file] = datetime.strptime(named[1], MOMENT).replace(tzinfo=UTC)
    return dict(sorted(found.items(), key=lambda made: made[1], reverse=True))


def prune(folder: Path, *, keep: int, now: datetime) -> int:
    """Delete the backups older than so many days, but never the newest two."""
    made = list(backups_in(folder).items())[NEVER_DELETED:]
    old = [file for file, at in made if at < now - timedelta(days=keep)]
    for file in old:
        file.unlink()
    return len(old)

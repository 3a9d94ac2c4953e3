"""One encrypted file with all that a restore needs: a tar in gzip, sealed as an age file.

The manifest is its first part: what made it, what it holds, and the SHA-256 of each other part. An
age file is authenticated from end to end, so a torn or changed one does not open.
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient

MANIFEST = "manifest.json"
# What a dump and a file of tombstones are called inside.
DUMP, TOMBSTONES = "dump", "tombstones.jsonl"
FORMAT = 1
# The dump of PostgreSQL is packed already; for SQLite the lightest packing takes most of the air.
PACKED = 1


class BackupError(Exception):
    """A backup cannot be made, read or trusted; the sentence says why."""


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself."""

    made_at: str
    version: str
    engine: str
    migrations: list[str]
    counts: dict[str, int]
    # Names of the keys that the rows need, by purpose; never a key.
    keys: dict[str, list[str]]
    parts: dict[str, str]
    format: int = FORMAT


def recipients_from(texts: Sequence[str]) -> list[Recipient]:
    """Read public keys; one that is mistyped is refused by name."""
    found = []
    for text in texts:
        try:
            found.append(Recipient.from_str(text))
        except pyrage.RecipientError as wrong:
            raise BackupError(
                f"BACKUP_RECIPIENTS: {text} is no public key of age, which begins with age1."
            ) from wrong
    return found


def identities_from(file: Path) -> list[Identity]:
    """Read the private keys of a file as age-keygen writes it."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        found = [Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError) as wrong:
        raise BackupError(f"The key file {file} cannot be read: {wrong}.") from wrong
    except pyrage.IdentityError as wrong:
        raise BackupError(f"{file} is no key file of age: {wrong}.") from wrong
    if not found:
        raise BackupError(f"{file} holds no private key of age.")
    return found


def make_key(file: Path) -> str:
    """Write a new private key, for its owner alone, and return its public key."""
    own = Identity.generate()
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        written.write(f"# public key: {own.to_public()}\n{own}\n")
    return str(own.to_public())


def sha256_of(file: Path) -> str:
    """Hash a file without holding it."""
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()


def write(target: Path, manifest: Manifest, folder: Path, recipients: Sequence[Recipient]) -> None:
    """Pack the manifest and its parts from a folder into an encrypted file that is on the disk."""
    described = folder / MANIFEST
    described.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sealed:
        with packing(folder, [MANIFEST, *manifest.parts]) as packed:
            pyrage.encrypt_io(packed, sealed, recipients)
        sealed.flush()
        os.fsync(sealed.fileno())


@contextmanager
def packing(folder: Path, names: list[str]) -> Iterator[BinaryIO]:
    """Pack parts in a thread, to be read while they are packed."""

    def pack(into: BinaryIO) -> None:
        with into, tarfile.open(fileobj=into, mode="w|gz", compresslevel=PACKED) as tar:
            for name in names:
                tar.add(folder / name, arcname=name, recursive=False)

    with through_a_pipe(pack) as (packed, done):
        yield packed
        done.result()


@contextmanager
def through_a_pipe(fill: Callable[[BinaryIO], None]) -> Iterator[tuple[BinaryIO, Future[None]]]:
    """Let a thread fill a pipe that is read here; a reader who stops early ends the thread too."""
    reading, writing = os.pipe()
    with ThreadPoolExecutor(max_workers=1) as threads:
        done = threads.submit(fill, os.fdopen(writing, "wb"))
        with os.fdopen(reading, "rb") as read:
            yield read, done


def unpack(file: Path, identities: Sequence[Identity], folder: Path) -> Manifest:
    """Unpack an archive into a folder; a wrong key, a torn or a foreign file is refused.

    What is unpacked counts only if this returns: then every part is as it was packed.
    """
    try:
        with file.open("rb") as sealed:
            open_into(sealed, identities, folder, file)
    except OSError as wrong:
        raise BackupError(f"{file} cannot be unpacked: {wrong.strerror or wrong}.") from wrong
    return proven(folder, file)


def open_into(sealed: BinaryIO, identities: Sequence[Identity], folder: Path, file: Path) -> None:
    """Decrypt in a thread and write what comes out, part by part."""

    def decrypt(into: BinaryIO) -> None:
        with into:
            pyrage.decrypt_io(sealed, into, identities)

    torn = None
    with through_a_pipe(decrypt) as (packed, done):
        try:
            with tarfile.open(fileobj=packed, mode="r|gz") as tar:
                tar.extractall(folder, filter="data")
            while packed.read(1 << 20):
                pass  # to the end: only then has every byte been proven
        except (tarfile.TarError, EOFError) as unpacked:
            torn = unpacked
    refuse_unopened(done.exception(), file)
    if torn:
        raise BackupError(f"{file} is torn or is no backup: {torn}.") from torn


def refuse_unopened(wrong: BaseException | None, file: Path) -> None:
    """Say why an age file did not open, if it did not."""
    if isinstance(wrong, pyrage.DecryptError) and "No matching keys" in str(wrong):
        raise BackupError(f"This key does not open {file}: it was sealed for others.") from wrong
    if wrong and not isinstance(wrong, BrokenPipeError):
        raise BackupError(f"{file} is torn, was changed or is no backup: {wrong}.") from wrong


def proven(folder: Path, file: Path) -> Manifest:
    """Read the manifest and hold each part against it."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as wrong:
        raise BackupError(
            f"{file} has no manifest that this version reads: is the code older than the backup?"
        ) from wrong
    for name, written in manifest.parts.items():
        part = folder / name
        if not part.is_file() or sha256_of(part) != written:
            raise BackupError(f"{file}: its part {name} is not what was backed up.")
    return manifest

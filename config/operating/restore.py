"""Bring a backup into an empty place, and say whether it is whole."""

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone
from pyrage.x25519 import Identity

from wellbeing.own_data import tombstones

from . import archive, inside
from .archive import DUMP, FORMAT, TOMBSTONES, BackupError, Manifest
from .backup import WORKING, rows_that_differ
from .contents import missing_keys, unknown_migrations
from .data import data

type Say = Callable[[str], object]


def restore(
    file: Path,
    identities: Sequence[Identity],
    *,
    beside: Sequence[Path],
    without_keys: bool,
    say: Say,
) -> list[str]:
    """Restore a backup and return what is not whole; a wrong key or file changes nothing.

    `beside` are further files of tombstones, which may be newer than the backup.
    """
    data().refuse_if_there()
    try:
        with tempfile.TemporaryDirectory(prefix=WORKING, dir=settings.DATA_DIR) as work:
            manifest = archive.unpack(file, identities, Path(work))
            refuse_unfit(manifest, without_keys=without_keys)
            say(f"The backup of {manifest.made_at}, by version {manifest.version}, is whole.")
            came = data().load(Path(work) / DUMP)
            say(f"{sum(came.counts.values())} rows of {len(came.counts)} tables were restored.")
            failed = (
                [f"Rows differ: {missing}."]
                if (missing := rows_that_differ(manifest, came))
                else []
            )
            return failed + finish(say, [Path(work) / TOMBSTONES, *beside])
    except OSError as wrong:
        raise BackupError(f"{settings.DATA_DIR} cannot be written to: {wrong.strerror}.") from wrong


def refuse_unfit(manifest: Manifest, *, without_keys: bool) -> None:
    """Refuse a backup that this code or this key ring could not serve."""
    if manifest.format != FORMAT:
        raise BackupError(f"The backup has the format {manifest.format}, and this code {FORMAT}.")
    if manifest.engine != data().ENGINE:
        raise BackupError(
            f"The backup is of {manifest.engine}, and DATABASE_URL leads to {data().ENGINE}."
        )
    if unknown := unknown_migrations(manifest.migrations):
        raise BackupError(
            f"The backup is newer than this code, which does not have {unknown[-1]}. Restore it"
            f" with version {manifest.version} of the code or a later one."
        )
    if not without_keys and (lost := missing_keys(manifest.keys)):
        raise BackupError(
            f"KEY_RING lacks a key that sealed {', '.join(sorted(lost))}: those values would stay"
            " closed. Add the key that was in use, or say --without-keys to restore the rest."
        )


def keep_tombstones(files: Sequence[Path]) -> None:
    """Add what people had deleted, from each file, to the one in DATA_DIR; a line stands once."""
    for file in files:
        if file.exists():
            text = file.read_text(encoding="utf-8", errors="replace")
            tombstones.append(tombstones.path(), text.splitlines())


def finish(say: Say, beside: Sequence[Path]) -> list[str]:
    """Bring what was restored up to date; each step is tried, and those that fail are named."""
    connection.close()
    steps: dict[str, Callable[[], object]] = {
        "migrate": command("migrate", verbosity=0),
        "tombstones.jsonl": lambda: keep_tombstones(beside),
        "replay_tombstones": command("replay_tombstones", stdout=Told(say)),
        "collectstatic": command("collectstatic", verbosity=0, interactive=False),
        "verify_trail": command("verify_trail", stdout=Told(say)),
        "sealed texts": open_texts,
    }
    failed = []
    for name, step in steps.items():
        try:
            step()
        except (CommandError, DatabaseError, OSError, ValueError) as wrong:
            failed.append(f"{name}: {wrong}")
    return failed


def open_texts() -> None:
    """Try every sealed text: none names its key, so only now it shows that one is missing."""
    if closed := list(inside.sealed_texts(timezone.now())):
        raise CommandError(" ".join(closed))


def command(name: str, **options: object) -> Callable[[], object]:
    """Prepare a command."""
    return partial(call_command, name, **options)


class Told(StringIO):
    """Pass on what a command says."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self.say = say

    def write(self, text: str) -> int:
        """Say it, a line at a time."""
        self.say(text.rstrip("\n"))
        return len(text)

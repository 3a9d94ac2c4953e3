"""Restore a backup into an empty place: `manage.py restore FILE --identity KEYFILE`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.operating import archive
from config.operating.restore import restore


class Command(BaseCommand):
    """Restore, migrate, delete again what people had deleted, and verify; 1 unless it is whole."""

    help = "Restores a backup into an empty place, as the owner of the database. 1 if not whole."
    # There is no table yet, and the owner is not the role of the pages.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the backup, its key, and newer tombstones."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, required=True, metavar="KEYFILE")
        parser.add_argument(
            "--tombstones",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="a newer copy of tombstones.jsonl; of several hosts each",
        )
        parser.add_argument("--without-keys", action="store_true")

    def handle(
        self,
        *,
        file: Path,
        identity: Path,
        tombstones: list[Path],
        without_keys: bool,
        **_: object,
    ) -> None:
        """Say each step; tombstones that lie beside the backup are read by themselves."""
        for one in tombstones:
            try:
                one.open("rb").close()
            except OSError as wrong:
                sentence = f"{one} cannot be read: {wrong.strerror}. Nothing was changed."
                raise CommandError(sentence) from wrong
        beside = [file.parent / archive.TOMBSTONES, *tombstones]
        try:
            failed = restore(
                file,
                archive.identities_from(identity),
                beside=beside,
                without_keys=without_keys,
                say=self.stdout.write,
            )
        except archive.BackupError as wrong:
            raise CommandError(f"{wrong} Nothing was changed.") from wrong
        if failed:
            raise CommandError("\n".join(["Restored, but not whole:", *failed]))
        self.stdout.write("Restored, and whole.")

"""Make an encrypted backup: `manage.py backup`."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.operating import archive
from config.operating.backup import KEPT_DAYS, back_up


class Command(BaseCommand):
    """Make a backup, restore it into a temporary database, and keep it only if it is the same."""

    help = "Makes an encrypted backup in BACKUP_DIR, checked by restoring it. 1 if it is not whole."
    # Its role is not the one of the pages, so it is judged by itself.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another folder, how long backups are kept, or make a pair of keys."""
        parser.add_argument("--to", type=Path, default=settings.BACKUP_DIR, metavar="FOLDER")
        parser.add_argument("--keep", type=int, default=KEPT_DAYS, metavar="DAYS")
        parser.add_argument(
            "--make-key", type=Path, metavar="FILE", help="only write a new private key, for age"
        )

    def handle(self, *, to: Path, keep: int, make_key: Path | None, **_: object) -> None:
        """Say in a sentence what was made, or why nothing was."""
        try:
            if make_key:
                self.new_key(make_key)
                return
            recipients = archive.recipients_from(settings.BACKUP_RECIPIENTS)
            made = back_up(to, recipients, keep=keep, now=timezone.now())
        except archive.BackupError as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{made.file}: {made.rows} rows, restored for a check and the same.")
        if made.pruned:
            self.stdout.write(f"{made.pruned} older than {keep} days deleted.")

    def new_key(self, file: Path) -> None:
        """Write a private key and print its public one."""
        try:
            public = archive.make_key(file)
        except OSError as wrong:
            raise CommandError(f"{file} could not be written: {wrong.strerror}.") from wrong
        self.stdout.write(f"BACKUP_RECIPIENTS={public}")
        self.stdout.write(f"Move {file} away from this machine: it opens every backup.")

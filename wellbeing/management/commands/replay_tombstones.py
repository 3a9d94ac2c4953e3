"""After restoring a backup: `manage.py replay_tombstones [FILE]`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from wellbeing.models import Tombstone
from wellbeing.own_data import erasing, tombstones


class Command(BaseCommand):
    """Delete again what people deleted after the backup was made. Safe to repeat."""

    help = "Deletes again what people had deleted since the restored backup was made."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another file than the one in DATA_DIR."""
        parser.add_argument("file", nargs="?", type=Path, help="a copy of tombstones.jsonl")

    def handle(self, *, file: Path | None, **_: object) -> None:
        """Replay each tombstone; an unreadable line is reported and does not stop the others.

        A file without a readable line changes nothing.
        """
        if file and not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            reading = tombstones.read(file or tombstones.path())
        except ValueError as broken:
            raise CommandError(f"This is no file of tombstones: {broken}") from broken
        found = reading.found
        with transaction.atomic():
            gone = sum(erasing.replay(one) for one in found)
            Tombstone.objects.bulk_create(
                [
                    Tombstone(person=one.person, before=one.before, week=one.week, at=one.at)
                    for one in found
                ],
                ignore_conflicts=True,
            )
        tombstones.write_out()
        for number in reading.broken:
            self.stderr.write(f"Line {number} cannot be read: it was skipped.")
        self.stdout.write(f"{len(found)} tombstones replayed, {gone} rows deleted.")

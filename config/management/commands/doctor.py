"""Say everything that is wrong: `manage.py doctor`."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.operating.doctor import examine


class Command(BaseCommand):
    """Look at settings, database, keys, disk, mail, jobs and backups; 1 if anything is wrong."""

    help = "Says in sentences everything that is wrong. 1 if anything is."
    # It says itself what the checks find.
    requires_system_checks: list[str] = []

    def handle(self, **_: object) -> None:
        """Print a sentence a line."""
        if found := examine(timezone.now()):
            self.stdout.write("\n".join(found))
            raise CommandError(f"Found wrong: {len(found)}.")
        self.stdout.write("Nothing is wrong.")

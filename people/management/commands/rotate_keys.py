"""Seal every text again with the newest key: `manage.py rotate_keys`."""

from django.core.management.base import BaseCommand, CommandError

from people.keys import rotation


class Command(BaseCommand):
    """Go through every sealed field; if no key opens a text, exit with 1 after all others."""

    help = "Seals every text again with the first key of KEY_RING. Safe to repeat."

    def handle(self, **_: object) -> None:
        """Print for each field how many were sealed again, and how many had the newest key."""
        broken = 0
        for done in rotation.everything():
            broken += done.broken
            self.stdout.write(f"{done.field}: {done.anew} sealed anew, {done.before} were already.")
        if broken:
            raise CommandError(f"{broken} texts are opened by no key of the ring; they are kept.")

"""Seal every text again with the newest key: `manage.py rotate_keys`."""

from django.core.management.base import BaseCommand, CommandError

from people.keys import rotation


class Command(BaseCommand):
    """Go through every sealed field; a text that no key opens ends with 1, after all the others."""

    help = "Seals every text again with the first key of KEY_RING. Safe to repeat."

    def handle(self, **_: object) -> None:
        """Say of each field how many were sealed anew, and how many had the newest key."""
        broken = 0
        for done in rotation.everything():
            broken += done.broken
            self.stdout.write(f"{done.field}: {done.anew} sealed anew, {done.before} were already.")
        if broken:
            raise CommandError(f"{broken} texts are opened by no key of the ring; they are kept.")

"""Verify the trail of who opened whose record: `manage.py verify_trail`."""

from django.core.management.base import BaseCommand, CommandError

from people import chain


class Command(BaseCommand):
    """Follow the chain from its first link; one that does not hold ends with 1."""

    help = "Says whether the trail of who opened whose record is as it was written."

    def handle(self, **_) -> None:
        """Say that it holds and how far it reaches, or where it breaks."""
        if place := chain.first_broken():
            raise CommandError(
                f"The trail breaks at place {place}: that event, or one before it, was changed."
            )
        self.stdout.write(f"The trail holds, {chain.length()} links.")

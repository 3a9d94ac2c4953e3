"""Verify the audit trail: `manage.py verify_trail [LINE ...]`."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.audit import anchors, chain


class Command(BaseCommand):
    """Follow the chain from its first link; if a link does not hold, exit with 1."""

    help = "Says whether the trail of who opened whose record is as it was written."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take lines that were mailed."""
        parser.add_argument("lines", nargs="*", metavar="LINE", help="a line from a daily message")

    def handle(self, *, lines: list[str], **_: object) -> None:
        """Say that it holds and how far it reaches, or where it breaks, or which day is lost."""
        try:
            mailed = [anchors.parsed(line) for line in lines]
        except ValueError as wrong:
            raise CommandError(str(wrong)) from wrong
        if place := chain.first_broken():
            raise CommandError(
                f"The trail breaks at place {place}: that event, or one before it, was changed."
            )
        self.stdout.write(f"The trail holds, {chain.length()} links.")
        lost = [one for one in mailed if not anchors.held(one)]
        for one in mailed:
            if one not in lost:
                self.stdout.write(f"As it was on {one.day}, {one.place} links.")
        if lost:
            raise CommandError(
                "It is not the trail that was mailed on "
                + ", ".join(str(one.day) for one in lost)
                + ": it was cut short or written anew."
            )

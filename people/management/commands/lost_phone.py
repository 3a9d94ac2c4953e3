"""Let a person in again who lost their phone and codes: `manage.py lost_phone NAME`."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.accounts import safety
from people.models import Account


class Command(BaseCommand):
    """Remove every passkey, app and code of a person; first make sure that this person asks."""

    help = "Removes somebody's passkeys, app and codes, and mails them a link for a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the sign-in name."""
        parser.add_argument("username", metavar="NAME", help="the sign-in name")

    def handle(self, *, username: str, **_: object) -> None:
        """Print how many there were."""
        if not (account := Account.objects.filter(username=username).first()):
            raise CommandError(f"Nobody signs in as {username}.")
        gone = safety.lost_phone(account)
        link = f"a link for a new password goes to {account.email}"
        if not account.email:
            link = "there is no address for a link to a new password"
        self.stdout.write(f"{gone} removed; {link}.")

"""Let a person in again who lost their phone and codes: `manage.py lost_phone NAME`."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.accounts import factors
from people.accounts.places import workplaces_of
from people.keys.paper_codes import in_groups
from people.models import Account
from people.rescue import actions as rescue
from people.writing import links


class Command(BaseCommand):
    """Remove every passkey, app and code of a person; first make sure that this person asks."""

    help = (
        "Removes somebody's password, passkeys, app and codes, and mails them a link for a new "
        "password; without an address it prints a code. What was answered before stays closed for "
        "seven days, and until the person has said that it was them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the sign-in name."""
        parser.add_argument("username", metavar="NAME", help="the sign-in name")

    def handle(self, *, username: str, **_: object) -> None:
        """Print how many there were, and the code if there is no address for a link."""
        if not (account := Account.objects.filter(username=username).first()):
            raise CommandError(f"Nobody signs in as {username}.")
        if not account.is_active:  # neither a link nor a code would open it
            raise CommandError(
                f"The account of {username} is closed. An admin of its organisation opens it again."
            )
        gone = factors.number_of(account)
        place = workplaces_of(account)[0]
        code = rescue.help_by_operator(account, place, now=timezone.now())
        way = f"a link for a new password goes to {account.email}"
        if code:
            way = f"no address for a link: the code {'-'.join(in_groups(code))} works once, "
            way += f"for three days, at {links.to('lost_code')}"
        self.stdout.write(f"{gone} removed; {way}. Earlier answers are closed for seven days.")

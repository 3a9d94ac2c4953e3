"""Open an organisation: `manage.py open_organisation "Name" --kind ngo --admin-email x`."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from people.jobs.starter import OFFICE
from people.members import invitations
from people.members.role_events import OPERATOR
from people.models import Job, Organisation, Role
from people.units import actions as units
from people.writing import links


class Command(BaseCommand):
    """Make an organisation with its root unit, and print the first admin's link."""

    help = "Opens an organisation and prints the invitation of its first admin."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the names, the kind and the admin's address."""
        parser.add_argument(
            "name", nargs="?", default="", help="the organisation's name in English"
        )
        for code, language in settings.LANGUAGES:
            parser.add_argument(f"--name-{code}", default="", help=f"its name: {language}")
        parser.add_argument("--kind", choices=Organisation.Kind.values, default="ngo")
        parser.add_argument("--admin-email", required=True)

    def handle(self, *, name: str, kind: str, admin_email: str, **options: str) -> None:
        """Open it, or say in one line why not."""
        now = timezone.now()
        try:
            with transaction.atomic():
                typed = {code: options[f"name_{code}"] for code, _ in settings.LANGUAGES}
                names = typed | ({"en": name} if name else {})
                root = units.open_organisation(name=names, kind=Organisation.Kind(kind))
                invitation = invitations.invite(
                    unit=root,
                    email=admin_email,
                    role=Role.ADMIN,
                    job=Job.objects.get(organisation=root.organisation, key=OFFICE),
                    hours=None,
                    invited_by=OPERATOR,
                    now=now,
                )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        # The operator hands over the link: at this moment there may be no mail server yet.
        token = invitations.new_link(invitation=invitation, now=now)
        self.stdout.write(f"{root} is open. Its first admin's link, for 14 days and once:")
        self.stdout.write(links.to("invitation", token))

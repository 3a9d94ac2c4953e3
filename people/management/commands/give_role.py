"""Give a person a role if no admin of their organisation can: `manage.py give_role NAME admin`."""

from argparse import ArgumentTypeError
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.jobs.starter import OFFICE
from people.members import memberships
from people.members.role_events import OPERATOR
from people.models import Job, Person, Role, Unit
from people.weeks import today


def decimal_number(text: str) -> Decimal:
    """Read a number as argparse asks for it: what is none is told with its option."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise ArgumentTypeError(f"{text!r} is no number")
    return found


class Command(BaseCommand):
    """Give a role from today on. The person's audit trail says that it was given at the server."""

    help = "Gives somebody a role from today on. For where no admin and no supervisor can."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the sign-in name, the role and the unit."""
        parser.add_argument("username", metavar="NAME", help="the sign-in name")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--unit", help="the unit's id in its address; else the whole")
        parser.add_argument("--job", default=OFFICE, help="the code of a job of the organisation")
        parser.add_argument("--hours", type=decimal_number, help="contracted hours a week")

    def handle(
        self,
        *,
        username: str,
        role: str,
        unit: str | None,
        job: str,
        hours: Decimal | None,
        **_: object,
    ) -> None:
        """Give it, or say in one line why not."""
        now = timezone.now()
        person = person_at(username, unit)
        try:
            member = memberships.join(
                person=person,
                unit=place(person, unit),
                role=Role(role),
                job=job_named(person, job),
                hours=hours,
                day=today(now),
                by=OPERATOR,
                now=now,
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"{username} is {member} from {member.starts} on.")


def person_at(username: str, unit: str | None) -> Person:
    """Find the person at the organisation of the unit; without one, at the only organisation."""
    people = Person.objects.filter(account__username=username, is_active=True)
    if not people.exists():
        raise CommandError(f"Nobody signs in as {username}.")
    try:
        here = list(people.filter(organisation__units__public_id=unit) if unit else people)
    except ValidationError:  # no id at all
        here = []
    if not here:
        raise CommandError("There is no such unit in this person's organisation.")
    if len(here) > 1:
        raise CommandError(f"{username} belongs to several organisations. Please name the unit.")
    return here[0]


def job_named(person: Person, name: str) -> Job:
    """Find a job of the person's organisation by its code."""
    jobs = Job.objects.visible_to(person)
    if not (found := jobs.coded(name)):
        codes = ", ".join(one.code for one in jobs.offered())
        raise CommandError(f"There is no such job in this person's organisation: {codes}.")
    return found


def place(person: Person, public_id: str | None) -> Unit:
    """Find the unit, or the root of the person's organisation."""
    units = Unit.objects.filter(organisation=person.organisation_id)
    wanted = {"public_id": public_id} if public_id else {"parent": None}
    try:
        return units.get(**wanted)
    except (Unit.DoesNotExist, ValidationError) as wrong:
        raise CommandError("There is no such unit in this person's organisation.") from wrong

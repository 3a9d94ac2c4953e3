"""What admins do about mail: let it leave once more, and mark an address that takes none."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.mandates import refuse_out_of_reach, refuse_without
from people.models import Account, Channel, OutgoingLetter, Person, RefusedAddress, Role
from people.weeks import today

from . import outbox, refused


@transaction.atomic
def send_again(*, by: Person, now: datetime) -> int:
    """Try again what did not reach the people of an admin; say how many letters.

    What an admin must not know of leaves with the others, and is not counted. Refused: a person
    who is no admin, and one with nothing that has failed.
    """
    refuse_without(by, Role.ADMIN)
    letters = OutgoingLetter.objects.visible_to(by)
    if not (count := letters.failed().told().count()):
        raise ValidationError(_("Nothing waits here any more."))
    outbox.try_again(letters, now)
    return count


@transaction.atomic
def mark_returned(*, by: Person, person: Person, now: datetime) -> None:
    """Note that mail to a person came back, as an admin read in an inbox.

    Refused: a person that the admin does not manage, oneself, and a person without an address.
    """
    refuse_out_of_reach(by, person, Role.ADMIN)
    if not person.email:
        raise ValidationError(_("This person has no address here."))
    refused.mark_address(person, today(now), told=True)


@transaction.atomic
def take_mark_away(*, by: Person, person: Person, now: datetime) -> None:
    """Let mail to a person leave again: an admin knows that the address is right.

    Refused: a person that the admin does not manage, and oneself.
    """
    refuse_out_of_reach(by, person, Role.ADMIN)
    # One that no admin sees stays: who takes it away would learn whether it comes back.
    RefusedAddress.objects.filter(person=person, told=True).delete()


def confirm_address(*, person: Person, now: datetime) -> None:
    """Let mail leave again to a person who says that their address is right."""
    forget_marks(Person.objects.filter(pk=person.pk), now)


def forget_address(*, account: Account, now: datetime) -> None:
    """Take the marks of all people of an account away: it has another address."""
    forget_marks(Person.objects.filter(account=account), now)


@transaction.atomic
def forget_marks(people: QuerySet[Person], now: datetime) -> None:
    """Take the marks of people away, and let the mail that failed leave once more."""
    RefusedAddress.objects.filter(person__in=people).delete()
    mail = OutgoingLetter.objects.filter(recipient__in=people, channel=Channel.MAIL)
    outbox.try_again(mail, now)

"""Set the address of a person's own program, and what is sent there again."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.keys import ring
from people.messages import notices, outbox
from people.messages.calls import RefusedAddressError, read_call_address
from people.models import Channel, OutgoingLetter, Person, ProgramAddress
from people.models.messages.message import OutgoingLetterQuerySet
from people.models.messages.ways import ADDRESS_PURPOSE, SECRET_PURPOSE

from .signing import new_secret

TEST_KIND, GONE = "program_test", "program_gone"
NOT_CALLED = _(
    "Please give an address that begins with https:// and is open to the internet, without a port."
)


@transaction.atomic
def set_address(*, person: Person, address: str, now: datetime) -> tuple[ProgramAddress, str]:
    """Set the address of a person's program and return it with its secret, shown this once.

    A new address gets a new secret. Refused: what is not https to a host of the internet.
    """
    judge_address(address)
    secret = new_secret()
    kept = {
        "sealed_address": sealed(person, address, ADDRESS_PURPOSE),
        "sealed_secret": sealed(person, secret, SECRET_PURPOSE),
        "made_at": now,
        **AT_EASE,
    }
    place, made = ProgramAddress.objects.update_or_create(person=person, defaults=kept)
    if not made:
        place.deliveries.all().delete()
    return place, secret


def as_called(place: ProgramAddress) -> QuerySet[ProgramAddress]:
    """Find an address as it was called: none where the person removed it or gave another since."""
    return ProgramAddress.objects.filter(pk=place.pk, made_at=place.made_at)


# As it is before anything failed.
AT_EASE: dict[str, object] = {"off_since": None, "failures": 0, "quiet_until": None}


def judge_address(address: str) -> None:
    """Refuse an address that is never called. The name is looked up at each call, not now."""
    try:
        read_call_address(address)
    except RefusedAddressError as refused:
        raise ValidationError({"address": NOT_CALLED}) from refused


@transaction.atomic
def renew_secret(*, person: Person) -> str:
    """Give the address a new secret in place of the old one; return it, shown this once.

    What the program refuses until it has the new one is sent again, signed with that.
    """
    place = ProgramAddress.objects.select_for_update().get(person=person)
    secret = new_secret()
    place.sealed_secret = sealed(person, secret, SECRET_PURPOSE)
    place.save(update_fields=["sealed_secret"])
    return secret


def remove_address(*, person: Person) -> None:
    """Forget the address and how its deliveries went; what waits for it goes by mail."""
    ProgramAddress.objects.filter(person=person).delete()


@transaction.atomic
def switch_off(place: ProgramAddress, now: datetime) -> None:
    """Switch an address off that wants no more, and tell the person by mail, once."""
    on = as_called(place).filter(off_since=None)
    if on.update(off_since=now):
        key = f"{place.public_id} {int(now.timestamp())}"
        notices.tell_person(
            place.person,
            GONE,
            key,
            "program_address",
            sentence=_("A program of yours wants no more messages. Here you can change that:"),
        )


@transaction.atomic
def switch_on(*, person: Person) -> None:
    """Call an address again that was switched off."""
    ProgramAddress.objects.filter(person=person).update(**AT_EASE)


def post_test(*, person: Person) -> None:
    """Send a program a message that stands for nothing."""
    letter = outbox.new_letter(
        recipient=person, channel=Channel.PROGRAM, kind=TEST_KIND, key="test"
    )
    outbox.post([letter])


@transaction.atomic
def send_failed_again(*, person: Person, now: datetime) -> int:
    """Send again what did not reach a person's program; say how many letters."""
    place = ProgramAddress.objects.filter(person=person)
    place.update(failures=0, quiet_until=None)
    return outbox.try_again(failed_letters(person), now)


def failed_letters(person: Person) -> OutgoingLetterQuerySet:
    """Find the letters to a person's program that are not tried any more."""
    return OutgoingLetter.objects.filter(recipient=person, channel=Channel.PROGRAM).failed()


def end_addresses(people: QuerySet[Person]) -> None:
    """Forget the addresses of people with nothing left that works without a password."""
    ProgramAddress.objects.filter(person__in=people).delete()


def sealed(person: Person, text: str, purpose: str) -> str:
    """Seal something of a person's program."""
    return ring.seal(text, owner=str(person.public_id), purpose=purpose)


def program_url(place: ProgramAddress) -> str:
    """Open the address."""
    owner = str(place.person.public_id)
    return ring.unseal(place.sealed_address, owner=owner, purpose=ADDRESS_PURPOSE)


def program_secret(place: ProgramAddress) -> str:
    """Open the secret."""
    owner = str(place.person.public_id)
    return ring.unseal(place.sealed_secret, owner=owner, purpose=SECRET_PURPOSE)

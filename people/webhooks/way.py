"""Messages to a person's own program: signed, and nothing but that one waits, and where."""

import json
import logging
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from people.messages.calls import HostAnswer, HostAwayError, RefusedAddressError, call_host
from people.messages.claims import pause_after
from people.messages.letters import LetterText
from people.messages.ways import LetterTroubleError, UnreachedError
from people.models import OutgoingLetter, Person, ProgramAddress, ProgramDelivery

from .actions import as_called, program_secret, program_url, switch_off
from .signing import signed_headers

log = logging.getLogger(__name__)
PATIENCE = 5.0  # seconds for an answer
# How long a program is left alone after failures, and how many deliveries are remembered.
QUIET_PAUSES = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60))
REMEMBERED = 20


class ProgramWay:
    """How messages leave for a person's own program."""

    join_at = "program_address"

    def is_offered(self) -> bool:
        """Say yes: it needs nothing but the person's address."""
        return True

    def reaches(self, person: Person) -> bool:
        """Say whether the person gave an address that takes messages."""
        return ProgramAddress.objects.filter(person=person, off_since=None).exists()

    def send(self, letter: OutgoingLetter, text: LetterText, now: datetime) -> None:
        """Call the program once; whatever it answers is noted for the person."""
        places = ProgramAddress.objects.select_related("person")
        place = places.filter(person=letter.recipient, off_since=None).first()
        if not place or not (number := letter.public_id):
            raise UnreachedError
        if place.quiet_until and now < place.quiet_until:
            raise LetterTroubleError("the program is left alone")
        try:
            answer = call_program(place, letter, now)
        except (HostAwayError, RefusedAddressError) as away:
            note_delivery(place, number, now, None)
            raise LetterTroubleError(f"a program: {away}") from away
        judge_answer(place, number, now, answer.status)


def call_program(place: ProgramAddress, letter: OutgoingLetter, now: datetime) -> HostAnswer:
    """Call a program: its address is looked up and judged anew each time."""
    body = program_body(letter)
    headers = signed_headers(
        program_secret(place), message=str(letter.public_id), at=now, body=body
    )
    return call_host(program_url(place), headers=headers, body=body, seconds=PATIENCE)


def program_body(letter: OutgoingLetter) -> bytes:
    """Write what a program is told: the number that says nothing, since when, and the site."""
    told = {
        "type": "message.waiting",
        "timestamp": letter.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "data": {"id": str(letter.public_id), "address": f"{settings.SITE_URL}/"},
    }
    return json.dumps(told, separators=(",", ":")).encode()


def judge_answer(place: ProgramAddress, number: UUID, now: datetime, status: int) -> None:
    """Note an answer, and raise what it means; nothing for a success. No redirect is followed."""
    note_delivery(place, number, now, status)
    if status == HTTPStatus.GONE:
        switch_off(place, now)
        raise UnreachedError
    if not is_success(status):
        raise LetterTroubleError(f"a program answered {status}")


def is_success(status: int | None) -> bool:
    """Say whether a program has a message."""
    return status is not None and HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


@transaction.atomic
def note_delivery(place: ProgramAddress, number: UUID, now: datetime, status: int | None) -> None:
    """Note how a call went, for the person alone; after failures the program has its rest.

    Nothing where the person removed the address meanwhile, or gave another, which was not called.
    """
    own = as_called(place)
    if own.select_for_update(no_key=True).first() is None:
        return
    left = is_success(status)
    about = {"at": now, "status": status, "left": left}
    ProgramDelivery.objects.update_or_create(address=place, letter_id=number, defaults=about)
    kept = place.deliveries.order_by("-at", "-pk").values_list("pk", flat=True)[:REMEMBERED]
    place.deliveries.exclude(pk__in=list(kept)).delete()
    if left:
        own.exclude(failures=0).update(failures=0, quiet_until=None)
    else:
        pause = pause_after(place.failures, QUIET_PAUSES)
        own.update(failures=F("failures") + 1, quiet_until=now + pause)

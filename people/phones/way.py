"""Messages by phone: the browser's push service is asked to wake the browser, with no content."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings

from people.keys.ring import WrongOwnerError
from people.messages.calls import (
    SECONDS,
    HostAnswer,
    HostAwayError,
    RefusedAddressError,
    call_host,
)
from people.messages.letters import LetterText
from people.messages.ways import LetterTroubleError, UnreachedError
from people.models import OutgoingLetter, Person, PushSubscription

from .actions import endpoint_of, part_phone
from .services import is_push_service, origin_of
from .vapid import signed_for

log = logging.getLogger(__name__)
# So long a push service keeps what a phone that is off did not get. One notice stands for all that
# waits, so the next takes its place.
KEPT_FOR = timedelta(days=1)
ASKED = {"TTL": str(int(KEPT_FOR.total_seconds())), "Urgency": "normal", "Topic": "waits"}
# A browser lets pages show notices that came over TLS, or from its own machine.
OWN_MACHINE = ("localhost", "127.0.0.1")
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
# A service that is away or asks for a pause is left alone, as long as it asks for.
SERVICE_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
# What no service took for so long goes by mail.
GIVEN_UP_AFTER = timedelta(hours=6)


class PhoneOutcome(Enum):
    """What became of one notice to one phone."""

    TAKEN = auto()
    LATER = auto()
    NOT = auto()


class PushWay:
    """How messages reach a person's phones; one that takes it is enough."""

    join_at = "this_phone"

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        # Until when a push service is left alone, by its address.
        self.quiet: dict[str, datetime] = {}

    def is_offered(self) -> bool:
        """Say whether browsers let the pages of this installation show notices."""
        return settings.HTTPS or urlsplit(settings.SITE_URL).hostname in OWN_MACHINE

    def reaches(self, person: Person) -> bool:
        """Say whether the person's account has joined a phone."""
        return PushSubscription.objects.of(person.account_id).exists()

    def send(self, letter: OutgoingLetter, text: LetterText, now: datetime) -> None:
        """Let each phone of the recipient show that something waits: nothing of the text goes out.

        Unreached if no phone takes it, and none may later.
        """
        if not letter.recipient or not self.is_offered() or waited_long(letter, now):
            raise UnreachedError
        phones = PushSubscription.objects.of(letter.recipient.account_id)
        found = {self.wake(one, now) for one in phones.select_related("account")}
        if PhoneOutcome.TAKEN in found:
            return
        if PhoneOutcome.LATER in found:
            raise LetterTroubleError("its push service is away")
        raise UnreachedError

    def wake(self, phone: PushSubscription, now: datetime) -> PhoneOutcome:
        """Ask the push service of a phone to wake it, unless the service is left alone."""
        try:
            endpoint = endpoint_of(phone)
        except WrongOwnerError as closed:
            log.error("%s", closed)
            return PhoneOutcome.NOT
        if not is_push_service(endpoint):
            part_phone(phone)
            return PhoneOutcome.NOT
        service = origin_of(endpoint)
        if now < self.quiet.get(service, now):
            return PhoneOutcome.LATER
        headers = {**ASKED, "Authorization": signed_for(service, now)}
        try:
            answer = call_host(endpoint, headers=headers, seconds=self.seconds)
        except HostAwayError as away:
            self.leave_alone(service, SERVICE_PAUSE, str(away), now)
            return PhoneOutcome.LATER
        except RefusedAddressError as refused:
            log.error("Push service %s is not called: %s.", service, refused)
            return PhoneOutcome.NOT
        return self.judge(phone, service, answer, now)

    def judge(
        self, phone: PushSubscription, service: str, answer: HostAnswer, now: datetime
    ) -> PhoneOutcome:
        """Say what an answer means; a phone that is gone is forgotten."""
        status = answer.status
        if answer.went_well:
            return PhoneOutcome.TAKEN
        if status in GONE:
            part_phone(phone)
            return PhoneOutcome.NOT
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.leave_alone(service, pause_asked(answer.headers, now), str(status), now)
            return PhoneOutcome.LATER
        # What is asked, or how it is signed, is wrong: another try would not change that.
        log.error("Push service %s refuses (%s).", service, status)
        return PhoneOutcome.NOT

    def leave_alone(self, service: str, pause: timedelta, cause: str, now: datetime) -> None:
        """Leave a push service alone for a while."""
        self.quiet[service] = now + pause
        log.warning("Push service %s takes nothing (%s); again in %s.", service, cause, pause)


def waited_long(letter: OutgoingLetter, now: datetime) -> bool:
    """Say whether no push service took a letter for so long that it goes by mail."""
    return letter.failing_since is not None and now - letter.failing_since >= GIVEN_UP_AFTER


def pause_asked(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Read how long a service asks to be left alone, in seconds or until a moment; some hours."""
    asked = headers.get("retry-after", "").strip()
    try:
        if asked.isascii() and asked.isdigit():
            pause = timedelta(seconds=int(asked[:9]))
        else:
            until = parsedate_to_datetime(asked)
            pause = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    except (ValueError, OverflowError):
        return SERVICE_PAUSE
    return min(max(pause, SERVICE_PAUSE), LONGEST_PAUSE)

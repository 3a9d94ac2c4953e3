"""Send what is due by a channel other than mail: claimed as mail is, so nothing goes twice."""

import logging
from datetime import datetime, timedelta
from threading import Event

from django.db import transaction
from django.utils import timezone

from people.models import Channel, OutgoingLetter, WaitingLine
from people.models.messages.message import OF_THE_DAY
from people.tenancy.context import everywhere

from .choices import channels_by_person
from .claims import (
    after_failure,
    claimed_letter,
    fail_interrupted,
    give_letters_up,
    pause_after,
    take_letter_out,
)
from .ways import MESSAGE_WAYS, LetterTroubleError, UnreachedError, WayAwayError

log = logging.getLogger(__name__)
State = OutgoingLetter.State
# So many leave between two looks at the signal to stop.
A_WAYS_ROUND = 50
WAY_PAUSES = tuple(timedelta(minutes=n) for n in (1, 2, 5, 15))


class WayDeliverer:
    """Sends the letters of one channel, and leaves a service alone for a while that is away."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.failures = 0
        self.quiet_until: datetime | None = None
        # Set by a signal: the letter in hand is the last.
        self.stop = Event()

    @everywhere()
    def round(self, now: datetime) -> int:
        """Send what is due; say how many letters left."""
        if self.is_quiet(now):
            return 0
        fail_interrupted(now)
        due = OutgoingLetter.objects.due(now).filter(channel=self.channel)
        found = list(due.order_by("next_try", "pk").values_list("pk", flat=True)[:A_WAYS_ROUND])
        left = 0
        for pk in found:
            if self.stop.is_set():
                break
            try:
                left += send_by_way(pk, now)
            except WayAwayError as away:
                self.leave_alone(away, now)
                break
            self.failures = 0
        if found:
            give_letters_up(now)
        return left

    def is_quiet(self, now: datetime) -> bool:
        """Say whether the service is left alone."""
        return self.quiet_until is not None and now < self.quiet_until

    def leave_alone(self, away: WayAwayError, now: datetime) -> None:
        """Leave the service alone, as long as it asked for or longer each time.

        What waits for it has a first day of that.
        """
        pause = away.pause or pause_after(self.failures, WAY_PAUSES)
        self.failures += 1
        self.quiet_until = max(now, timezone.now()) + pause
        waiting = OutgoingLetter.objects.due(now).filter(channel=self.channel)
        # One that was tried before it waited for its person tells so by having no such day.
        waiting.filter(failing_since=None, tries=0).update(failing_since=now)
        log.warning("Channel %s takes nothing (%s); again in %s.", self.channel, away, pause)


def send_by_way(pk: int, now: datetime) -> bool:
    """Claim a letter and send it by its channel; say whether it left."""
    try:
        if not (claimed := claimed_letter(pk, now)):
            return False
        letter, text = claimed
        MESSAGE_WAYS[Channel(letter.channel)].send(letter, text, now)
    except UnreachedError:
        by_mail_instead(letter, now)
        return False
    except LetterTroubleError as trouble:
        log.info("A letter did not leave: %s", trouble)
        OutgoingLetter.objects.filter(pk=pk).update(**after_failure(pk, now))
        return False
    except WayAwayError:
        OutgoingLetter.objects.filter(pk=pk).update(**after_failure(pk, now))
        raise
    except Exception as broken:  # noqa: BLE001 - whatever it is, it is this letter's alone
        log.error("A letter could not be sent: %s", type(broken).__name__)
        OutgoingLetter.objects.filter(pk=pk).update(**after_failure(pk, now))
        return False
    take_letter_out(pk)
    return True


@transaction.atomic
def by_mail_instead(letter: OutgoingLetter, now: datetime) -> None:
    """Let a letter go by mail that its channel does not bring, unless it goes by mail anyway.

    The lines of a letter of the day go with the next mail of the day.
    """
    person = letter.recipient_id or 0
    for line in letter.lines.all():
        if goes_by_mail(person, line.kind):
            line.delete()
        else:
            WaitingLine.objects.filter(pk=line.pk).update(channel=Channel.MAIL, letter=None)
    if letter.kind == OF_THE_DAY or goes_by_mail(person, letter.kind):
        take_letter_out(letter.pk)
        return
    fresh = {"tries": 0, "next_try": now, "failing_since": None, "state": State.WAITING}
    OutgoingLetter.objects.filter(pk=letter.pk).update(channel=Channel.MAIL, **fresh)


def goes_by_mail(person: int, kind: str) -> bool:
    """Say whether a person gets a kind of message by mail."""
    return Channel.MAIL in channels_by_person([person], kind)[person]

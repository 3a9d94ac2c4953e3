"""Mail what is due: each letter by itself, many over one connection.

A letter is claimed before it leaves and deleted when it has left. So a worker that is killed in
between sends nothing twice: such a letter counts as failed, and a person decides.
"""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from people.models import Channel, OutgoingLetter
from people.tenancy.context import everywhere

from .claims import (
    MINUTE,
    after_failure,
    claimed_letter,
    fail_interrupted,
    give_letters_up,
    pause_after,
    take_letter_out,
)
from .letters import compose
from .way_delivery import send_by_way
from .ways import WayAwayError

log = logging.getLogger(__name__)
State = OutgoingLetter.State
# How long a server is left alone.
SERVER_PAUSES = tuple(MINUTE * n for n in (2, 5, 15))
A_ROUND = 200
# A server answers so, for good: the mailbox is not there, or does not take this. The server's own
# rules (5.7.1), or that it asks for a password (530), say nothing of the mailbox.
FOR_GOOD, SIGN_IN_FIRST, GOODBYE, OWN_RULES = 500, 530, 421, b"5.7."


class ServerError(Exception):
    """The mail server is away, hangs, or takes no mail from here."""

    def __init__(self, cause: Exception):
        super().__init__(type(cause).__name__)
        self.hung = isinstance(cause, TimeoutError) or isinstance(cause.__context__, TimeoutError)


class Deliverer:
    """Mails round after round, and leaves a server alone for a while that did not answer."""

    def __init__(self) -> None:
        self.failures = 0
        self.quiet_until: datetime | None = None
        # Set by a signal: the letter in hand is the last.
        self.stopping = False

    @everywhere()
    def round(self, now: datetime) -> int:
        """Mail what is due; say how many letters left."""
        if self.is_quiet(now):
            return 0
        fail_interrupted(now)
        due = OutgoingLetter.objects.due(now).filter(channel=Channel.MAIL)
        due = due.order_by("next_try", "pk")
        if not (found := list(due.values_list("pk", flat=True)[:A_ROUND])):
            return 0
        left = 0
        try:
            for one in over_one_connection(found, now):
                left += one
                if self.stopping:
                    break
            self.failures = 0
        except ServerError as trouble:
            if trouble.hung or not left:
                self.leave_alone(trouble, now)
        give_letters_up(now)
        if left:
            log.info("Mailed letters: %s.", left)
        return left

    def is_quiet(self, now: datetime) -> bool:
        """Say whether the server is left alone; not because of a clock that ran ahead."""
        if self.quiet_until and self.quiet_until - SERVER_PAUSES[-1] <= now < self.quiet_until:
            return True
        self.quiet_until = None
        return False

    def leave_alone(self, trouble: ServerError, now: datetime) -> None:
        """Leave the server alone, longer each time. What waits for it has a first day of that."""
        pause = pause_after(self.failures, SERVER_PAUSES)
        self.failures += 1
        # After the time that the server took to fail.
        self.quiet_until = max(now, timezone.now()) + pause
        waiting = OutgoingLetter.objects.due(now).filter(channel=Channel.MAIL)
        waiting.filter(failing_since=None).update(failing_since=now)
        log.warning("The mail server does not take mail (%s); again in %s.", trouble, pause)


def over_one_connection(letters: Iterable[int], now: datetime) -> Iterable[bool]:
    """Mail letters one after the other; a letter that cannot be written holds up no other."""
    server = mailers.default
    try:
        reach(server)
        for pk in letters:
            try:
                yield deliver(pk, server, now)
            except ServerError:
                raise
            except Exception as broken:  # noqa: BLE001 - whatever it is, it is this letter's alone
                log.error("A letter could not be written: %s", type(broken).__name__)
                OutgoingLetter.objects.filter(pk=pk).update(**after_failure(pk, now))
                yield False
    finally:
        hang_up(server)


def reach(server: BaseEmailBackend) -> None:
    """Connect, or say that the server is in trouble."""
    try:
        server.open()
    except OSError as away:
        raise ServerError(away) from away


def hang_up(server: BaseEmailBackend) -> None:
    """Close a connection that may be broken already."""
    try:
        server.close()
    except OSError:
        log.debug("The mail server had hung up before.")


def deliver(pk: int, server: BaseEmailBackend, now: datetime) -> bool:
    """Claim a letter, write it and mail it; say whether it left.

    What is wrong with its mailbox is noted at the letter; trouble of the server is raised.
    """
    if not (claimed := claimed_letter(pk, now)):
        return False
    try:
        server.send_messages([compose(claimed.text)])
    except OSError as refused:  # smtplib's own are among them
        note_refusal(pk, refused, now)
        return False
    take_letter_out(pk)
    return True


def note_refusal(pk: int, refused: OSError, now: datetime) -> None:
    """Note what a server said of one letter, or that the server itself is in trouble."""
    code, said = answer_in(refused)
    changes = after_failure(pk, now)
    if code >= FOR_GOOD and code != SIGN_IN_FIRST and not said.startswith(OWN_RULES):
        changes["state"] = State.REFUSED
    OutgoingLetter.objects.filter(pk=pk).update(**changes)
    if code in (0, GOODBYE):
        raise ServerError(refused) from refused


def answer_in(refused: OSError) -> tuple[int, bytes]:
    """Read what a server answered about one letter; 0 where it is no answer about a letter."""
    said: bytes | str
    if isinstance(refused, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(refused.recipients.values()))
    elif isinstance(refused, smtplib.SMTPDataError):
        code, said = refused.smtp_code, refused.smtp_error
    else:
        return 0, b""
    return code, said if isinstance(said, bytes) else said.encode()


@everywhere()
def deliver_at_once(letters: Iterable[int], now: datetime) -> None:
    """Send letters where they are posted, without a worker."""
    server = mailers.default
    posted = OutgoingLetter.objects.filter(pk__in=list(letters)).order_by("pk")
    for pk, channel in posted.values_list("pk", "channel"):
        try:
            deliver(pk, server, now) if channel == Channel.MAIL else send_by_way(pk, now)
        except (ServerError, WayAwayError):
            log.debug("The letter waits for a worker.")

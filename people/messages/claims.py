"""Claim a letter before it leaves and take it out when it has: whatever the channel, never twice.

A worker that is killed in between sends nothing again: such a letter counts as failed, and a person
decides.
"""

import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from people.models import Channel, OutgoingLetter

from .letter_kinds import NOTICE, WRITERS, NotNowError
from .letters import LetterText
from .own.stop_links import with_stop_link
from .quiet import refuse_quiet
from .refused import is_not_tried

log = logging.getLogger(__name__)
State = OutgoingLetter.State
MINUTE = timedelta(minutes=1)
# Between two tries of a letter, the last one again and again.
LETTER_PAUSES = tuple(MINUTE * n for n in (1, 5, 15, 60, 240))
TRIED_FOR = timedelta(days=2)
# What decides on a letter, and what it says.
TOLD_ABOUT = (
    *("recipient__account", "recipient__organisation", "invitation"),
    *("recipient__message_choices", "recipient__refused_address"),
)
# Longer than any letter takes to leave.
LEAVES_WITHIN = 15 * MINUTE


class ClaimedLetter(NamedTuple):
    """A letter that is about to leave, and how it is written."""

    letter: OutgoingLetter
    text: LetterText


def claimed_letter(pk: int, now: datetime) -> ClaimedLetter | None:
    """Claim a letter and write it; None if another worker has it, or it is not wanted now."""
    claimed = OutgoingLetter.objects.due(now).filter(pk=pk)
    # After the time that the letters before it took, or another worker would think it is lost.
    if not claimed.update(state=State.LEAVING, next_try=max(now, timezone.now())):
        return None
    letter = OutgoingLetter.objects.select_related(*TOLD_ABOUT).get(pk=pk)
    if letter.channel == Channel.MAIL and is_not_tried(letter):
        give_up(pk, now)
        return None
    try:
        with transaction.atomic():
            refuse_quiet(letter, now)
            written = WRITERS.get(letter.kind, WRITERS[NOTICE])(letter, now)
    except NotNowError as other:
        wait = {"state": State.WAITING, "failing_since": None}
        OutgoingLetter.objects.filter(pk=pk).update(next_try=other.again, **wait)
        return None
    if written and (written.to or letter.channel != Channel.MAIL):
        return ClaimedLetter(letter, with_stop_link(letter, written))
    take_letter_out(pk)
    return None


def give_up(pk: int, now: datetime) -> None:
    """Count a letter as refused that is not even tried: its mailbox takes no mail."""
    given_up = {"state": State.REFUSED, "failing_since": Coalesce("failing_since", now)}
    OutgoingLetter.objects.filter(pk=pk).update(**given_up)


def take_letter_out(pk: int) -> None:
    """Take a letter that has left out of the outbox.

    Where the database refuses, it stays claimed and a person decides: nothing sends it twice.
    """
    try:
        with transaction.atomic():
            OutgoingLetter.objects.filter(pk=pk).delete()
    except (DatabaseError, InterfaceError) as refused:
        log.error("A letter has left and is still in the outbox: %s", type(refused).__name__)


def pause_after(failures: int, pauses: tuple[timedelta, ...]) -> timedelta:
    """Give the pause after so many failures before this one."""
    return pauses[min(failures, len(pauses) - 1)]


def after_failure(pk: int, now: datetime) -> dict[str, object]:
    """Say what becomes of a letter that did not leave: another try after a longer pause."""
    tries = OutgoingLetter.objects.values_list("tries", flat=True).get(pk=pk)
    return {
        "state": State.WAITING,
        "tries": F("tries") + 1,
        "next_try": now + pause_after(tries, LETTER_PAUSES),
        "failing_since": Coalesce("failing_since", now),
    }


def give_letters_up(now: datetime) -> None:
    """Count as failed what was tried for two days."""
    old = OutgoingLetter.objects.filter(state=State.WAITING, failing_since__lte=now - TRIED_FOR)
    old.update(state=State.FAILED)


def fail_interrupted(now: datetime) -> None:
    """Count as failed what a killed worker had claimed: it may have left, or not."""
    claimed = OutgoingLetter.objects.filter(state=State.LEAVING)
    old = claimed.filter(next_try__lt=now - LEAVES_WITHIN)
    if old.exists():  # looked for every other second, and nearly never there
        old.update(state=State.FAILED, failing_since=F("next_try"))

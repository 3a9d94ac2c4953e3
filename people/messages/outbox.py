"""The outbox: a letter is a row, written in the transaction of what it tells.

The worker of the mail (`delivery.py`) takes what is due. So a letter waits where the mail server
is away, and nothing is told that was not saved.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone

from people.models import Channel, OutgoingLetter
from people.models.messages.message import OutgoingLetterQuerySet
from people.tenancy.context import everywhere

from . import delivery

State = OutgoingLetter.State
# A letter that was not sent again by then is not wanted any more.
KEPT_FOR = timedelta(days=90)


def post(letters: Iterable[OutgoingLetter]) -> None:
    """Put letters into the outbox, to leave as soon as a worker comes by."""
    made = OutgoingLetter.objects.bulk_create(letters)
    if settings.LETTERS_AT_ONCE:
        delivery.deliver_at_once([one.pk for one in made], timezone.now())


def new_letter(**about: object) -> OutgoingLetter:
    """Make a letter that is due now."""
    return OutgoingLetter(next_try=timezone.now(), **about)


def try_again(letters: OutgoingLetterQuerySet, now: datetime) -> int:
    """Let failed letters leave once more, with two days of tries; say how many."""
    fresh = {"tries": 0, "next_try": now, "failing_since": None}
    return letters.failed().update(state=State.WAITING, **fresh)


@dataclass(frozen=True)
class WorkState:
    """How some work is doing: how much waits, runs and failed, and how long the oldest waits."""

    waiting: int
    running: int
    failed: int
    oldest: timedelta


def every_letter() -> OutgoingLetterQuerySet:
    """Give all letters, for an operator."""
    return OutgoingLetter.objects.all()


@everywhere()
def state_of_letters(channel: Channel, now: datetime) -> WorkState:
    """Count the letters of a channel that wait, leave now, and failed."""
    found = OutgoingLetter.objects.filter(channel=channel)
    counts = dict(found.order_by().values_list("state").annotate(Count("pk")))
    return WorkState(
        waiting=counts.get(State.WAITING, 0),
        running=counts.get(State.LEAVING, 0),
        failed=counts.get(State.REFUSED, 0) + counts.get(State.FAILED, 0),
        oldest=age_of_oldest(found, now),
    )


def age_of_oldest(letters: OutgoingLetterQuerySet, now: datetime) -> timedelta:
    """Say how long the oldest letter waits; what may leave at another hour only does not count."""
    tried = Q(next_try__lte=now) | Q(failing_since__isnull=False)
    oldest = letters.waiting().filter(tried).aggregate(first=Min("made_at"))["first"]
    return max(now - oldest, timedelta()) if oldest else timedelta()


def forget_old(now: datetime) -> None:
    """Forget letters that failed long ago."""
    OutgoingLetter.objects.failed().filter(made_at__lt=now - KEPT_FOR).delete()

"""When a message waits for its person: in their quiet hours, and while they are away.

Each app adds its own reasons to be away when it loads; `people` knows of long absences alone.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from people.models import Absence, MessageChoices, OutgoingLetter, Person
from people.rules.quiet_hours import quiet_hours_end
from people.weeks import BANGKOK, today

from .catalogue import is_settable
from .letter_kinds import NotNowError

# Says until when a person is away at a moment; None if they are not.
QuietReason = Callable[[Person, datetime], datetime | None]
QUIET_REASONS: list[QuietReason] = []
# On the day after one away, from this hour on.
AFTER_A_DAY_AWAY = time(7)
# A letter asks again by then: what it waits for may be taken back meanwhile.
ASKS_AGAIN = timedelta(hours=3)


def quiet_reason(function: QuietReason) -> QuietReason:
    """Register a reason for which nothing is sent to a person who is away."""
    QUIET_REASONS.append(function)
    return function


def next_morning(now: datetime) -> datetime:
    """Give the moment from which messages come again after a day away."""
    return datetime.combine(today(now) + timedelta(days=1), AFTER_A_DAY_AWAY, BANGKOK)


@quiet_reason
def on_long_absence(person: Person, now: datetime) -> datetime | None:
    """Find a long absence that includes the day."""
    away = Absence.objects.on(today(now)).filter(person=person)
    return next_morning(now) if away.exists() else None


def quiet_until(person: Person, chosen: MessageChoices | None, now: datetime) -> datetime | None:
    """Say until when a person wants no message; None if one may come now."""
    ends = []
    if chosen and chosen.quiet_from and chosen.quiet_until:
        local = now.astimezone(BANGKOK)
        ends.append(quiet_hours_end(local, chosen.quiet_from, chosen.quiet_until))
    if chosen is None or chosen.quiet_when_away:
        ends += [reason(person, now) for reason in QUIET_REASONS]
    return max(filter(None, ends), default=None)


def refuse_quiet(letter: OutgoingLetter, now: datetime) -> None:
    """Let a letter wait that its person could switch off, if they want no message now."""
    person = letter.recipient
    if person is None or not is_settable(letter.kind):
        return
    # Without a row the relation says that it has none.
    chosen = getattr(person, "message_choices", None)
    if until := quiet_until(person, chosen, now):
        raise NotNowError(min(until, now + ASKS_AGAIN))

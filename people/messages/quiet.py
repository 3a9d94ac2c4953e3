"""When a message waits for its person: in their quiet hours, and while they are away.

Each app adds its own reasons to be away when it loads; `people` knows of long absences alone.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

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


def away_until_morning(now: datetime) -> dict[date, datetime]:
    """Give the days that count now if a person is away on them, each with when it is over.

    A day away lasts until the morning after it.
    """
    day = today(now)
    ends = {
        one: datetime.combine(one + timedelta(days=1), AFTER_A_DAY_AWAY, BANGKOK)
        for one in (day - timedelta(days=1), day)
    }
    return {one: over for one, over in ends.items() if now < over}


@quiet_reason
def on_long_absence(person: Person, now: datetime) -> datetime | None:
    """Find a long absence that includes such a day."""
    days = away_until_morning(now)
    spans = Absence.objects.lasting(min(days)).filter(person=person, starts__lte=max(days))
    found = list(spans.values_list("starts", "ends"))
    away = [days[day] for day in days for first, last in found if first <= day <= last]
    return max(away, default=None)


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

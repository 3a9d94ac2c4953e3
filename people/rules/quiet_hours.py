"""Hours of the day in which a person wants no message; they may go over midnight."""

from datetime import datetime, time, timedelta

A_DAY = timedelta(days=1)
# Where the mail of a day can still leave when the reminders do: so much of it must stay free.
OPEN_FROM, OPEN_UNTIL, FREE_AT_LEAST = 15 * 60, 20 * 60, 60


def quiet_hours_end(now: datetime, begins: time, ends: time) -> datetime | None:
    """Say when the quiet hours end in which a moment lies; None if it lies in none.

    The moment is that of the clocks by which the hours are meant.
    """
    clock = now.time()
    evening, morning = clock >= begins, clock < ends
    over_midnight = ends <= begins
    if not (evening or morning if over_midnight else evening and morning):
        return None
    day = now.date() + (A_DAY if over_midnight and evening else timedelta())
    return datetime.combine(day, ends, now.tzinfo)


def minutes_free(begins: time, ends: time) -> int:
    """Count the minutes between 15:00 and 20:00 that quiet hours leave."""
    first, last = (one.hour * 60 + one.minute for one in (begins, ends))
    spans = [(first, last)] if first < last else [(first, 24 * 60), (0, last)]
    taken = sum(max(0, min(end, OPEN_UNTIL) - max(begin, OPEN_FROM)) for begin, end in spans)
    return OPEN_UNTIL - OPEN_FROM - taken


def leaves_an_hour(begins: time, ends: time) -> bool:
    """Say whether quiet hours leave an hour between 15:00 and 20:00 for the mail of the day."""
    return minutes_free(begins, ends) >= FREE_AT_LEAST

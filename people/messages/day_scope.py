"""When the message of a day leaves, and which of the waiting lines it takes along."""

import enum
from datetime import date, datetime

from people.models import Organisation
from people.weeks import BANGKOK, FRIDAY, MONDAY, WorkingDays, rounds_on, today
from people.working_days import working_days_of

# When the product begins to write by itself; on Fridays and Mondays with the week's reminders, or
# on the working days in their place.
FROM_HOUR, FROM_HOUR_ON, UNTIL_HOUR = 7, {FRIDAY: 15, MONDAY: 9}, 20
# On the day on which a person wants to be asked for their week, its message leaves in these hours.
OWN_DAY_FROM = FROM_HOUR_ON[FRIDAY]


class DayScope(enum.Enum):
    """All lines, those that ask for the week alone, or none."""

    NOTHING = 0
    THE_WEEK = 1
    ALL = 2

    def takes(self, *, asks: bool) -> bool:
        """Say whether it takes a line along that asks for the week, or another one."""
        return self is DayScope.ALL or (asks and self is DayScope.THE_WEEK)


def writes_now(organisation: Organisation, now: datetime) -> bool:
    """Say whether the product may write by itself to people of an organisation now."""
    day = today(now)
    days = working_days_of(organisation, day)
    hour = now.astimezone(BANGKOK).hour
    return days.has(day) and first_hour(day, days) <= hour < UNTIL_HOUR


def first_hour(day: date, days: WorkingDays) -> int:
    """Say from which hour on the mail of a day leaves."""
    return max((FROM_HOUR_ON[one] for one in rounds_on(day, days)), default=FROM_HOUR)


def is_own_day(week_day: int | None, now: datetime) -> bool:
    """Say whether it is the day on which a person wants to be asked for their week."""
    return week_day == now.astimezone(BANGKOK).isoweekday()


def day_scope(by_day: bool, week_day: int | None, now: datetime) -> DayScope:
    """Say what leaves now to a person who wants to be asked for their week on a day of the week.

    On that day the one message waits for the reminder. Where their organisation does not work on
    it, it takes nothing else along. On another day `by_day` says whether it may.
    """
    if not is_own_day(week_day, now):
        return DayScope.ALL if by_day else DayScope.NOTHING
    if not OWN_DAY_FROM <= now.astimezone(BANGKOK).hour < UNTIL_HOUR:
        return DayScope.NOTHING
    return DayScope.ALL if by_day else DayScope.THE_WEEK

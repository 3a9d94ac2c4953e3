"""What an admin may know of messages that left: how many, of a week that is closed, in tens.

Nothing is counted that is sent because of what a person answered, or did not: a reminder stops when
its week is sent, so the number of them would say how many sent theirs.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from people.models import UNTOLD_KINDS, Person, SentOnce
from people.models.messages.message import OF_THE_DAY
from people.weeks import BANGKOK, Week, today

TENS = 10


@dataclass(frozen=True)
class WeekOfMessages:
    """A closed week and about how many messages were written in it; 0 stands for fewer than ten."""

    week: Week
    tens: int


def last_closed(now: datetime) -> Week:
    """Find the newest week that no person can send any more."""
    week = Week.of(today(now))
    while week.closes > now:
        week = week - 1
    return week


def week_of_messages(viewer: Person, now: datetime) -> WeekOfMessages:
    """Count what was written to the people of an admin in the newest closed week, in whole tens."""
    week = last_closed(now)
    begins = datetime.combine(week.monday, time(), BANGKOK)
    written = SentOnce.objects.filter(at__gte=begins, at__lt=begins + timedelta(days=7))
    written = written.exclude(kind__in=UNTOLD_KINDS | {OF_THE_DAY})
    count = written.filter(recipient__in=Person.objects.managed_by(viewer)).count()
    return WeekOfMessages(week, count // TENS * TENS)

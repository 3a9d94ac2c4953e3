"""What a wrong clock did to times that lie ahead, put right."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django_q.models import OrmQ, Schedule

from people.messages.claims import LETTER_PAUSES
from people.models import OutgoingLetter
from people.tenancy.context import everywhere

State = OutgoingLetter.State
PERIODS = {
    Schedule.HOURLY: timedelta(hours=1),
    Schedule.DAILY: timedelta(days=1),
    Schedule.WEEKLY: timedelta(weeks=1),
}


@everywhere()
def pull_back(now: datetime) -> None:
    """Bring near what a clock that ran ahead has put too far away: jobs, their times, letters."""
    # Twice the time for which a job is held: one that was taken a moment after `now`, or by a clock
    # that is a little ahead, runs and must not be taken again.
    longest = 2 * timedelta(seconds=int(str(settings.Q_CLUSTER["retry"])))
    OrmQ.objects.filter(lock__gt=now + longest).update(lock=now)
    for row in Schedule.objects.filter(func="config.queue.run", next_run__gt=now):
        near = row.next_run - (row.next_run - now) // period_of(row) * period_of(row)
        if near != row.next_run:
            Schedule.objects.filter(pk=row.pk, next_run=row.next_run).update(next_run=near)
    letters = OutgoingLetter.objects.filter(next_try__gt=now + LETTER_PAUSES[-1])
    letters.filter(state=State.WAITING).update(next_try=now)
    letters.filter(state=State.LEAVING).update(state=State.FAILED, failing_since=F("made_at"))


def period_of(row: Schedule) -> timedelta:
    """Say how far apart two runs of a job are; every period of the timetable is of one length."""
    if row.schedule_type == Schedule.MINUTES:
        return timedelta(minutes=row.minutes)
    return PERIODS[row.schedule_type]

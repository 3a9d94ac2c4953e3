"""Days on which a person is away: nothing is sent to them that they could switch off."""

from datetime import datetime, time, timedelta

from django.db.models import Q

from people.messages.quiet import next_morning, quiet_reason
from people.models import Person
from people.weeks import BANGKOK, today
from workload.models import DutyDay

from .time_off import away_on

# A person who worked at night, or was on call, sleeps until then.
MORNING_ENDS = time(12)


@quiet_reason
def off_on_leave(person: Person, now: datetime) -> datetime | None:
    """Find a whole day of planned leave."""
    return next_morning(now) if away_on(today(now)).filter(person=person).exists() else None


@quiet_reason
def off_or_after_a_night(person: Person, now: datetime) -> datetime | None:
    """Find a day that the person noted as off, or a night before, which ends at noon."""
    day = today(now)
    noted = DutyDay.objects.filter(person=person).filter(
        Q(day=day, off=True) | Q(day=day - timedelta(days=1), night=True)
    )
    found = set(noted.values_list("off", flat=True))
    if True in found:
        return next_morning(now)
    noon = datetime.combine(day, MORNING_ENDS, BANGKOK)
    return noon if found and now < noon else None

"""Days on which a person is away: nothing is sent to them that they could switch off."""

from datetime import datetime, time, timedelta

from django.db.models import Q

from people.messages.quiet import away_until_morning, quiet_reason
from people.models import Person
from people.weeks import BANGKOK, today
from workload.models import DayOff, DutyDay

# A person who worked at night, or was on call, sleeps until then.
MORNING_ENDS = time(12)


@quiet_reason
def off_on_leave(person: Person, now: datetime) -> datetime | None:
    """Find a whole day of planned leave."""
    days = away_until_morning(now)
    planned = DayOff.objects.filter(person=person, share=1, day__in=list(days))
    return max((days[day] for day in planned.values_list("day", flat=True)), default=None)


@quiet_reason
def off_or_after_a_night(person: Person, now: datetime) -> datetime | None:
    """Find a day that the person noted as off, or a night before, which ends at noon."""
    days, night = away_until_morning(now), today(now) - timedelta(days=1)
    noon = datetime.combine(today(now), MORNING_ENDS, BANGKOK)
    noted = DutyDay.objects.filter(
        Q(day__in=list(days), off=True) | Q(day=night, night=True), person=person
    )
    ends = [days[day] if off else noon for day, off in noted.values_list("day", "off")]
    return max((one for one in ends if now < one), default=None)

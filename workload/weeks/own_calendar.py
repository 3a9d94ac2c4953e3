"""What a person's own calendar can show of their work: duty, days away, and last days to send.

It is read at an address without a sign-in and lies open on screens. So a title never says which
kind of leave it is, what happened on a day, or whether a week was sent: the last day to send stays
in the calendar once it was.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from people.models import Person
from people.weeks import Week
from people.writing import links
from training.formats.icalendar import CalendarEvent
from training.sessions.calendar_parts import (
    CalendarPart,
    calendar_part,
    event_uid,
    own_event_uid,
)
from workload.models import DutyDay

DAY = timedelta(days=1)


def whole_days(uid: str, first: date, last: date, title: str, page: str) -> CalendarEvent:
    """Write an event of whole days."""
    return CalendarEvent(uid, first, last + DAY, title, links.to(page))


def duties(person: Person, first: date, last: date) -> Iterator[CalendarEvent]:
    """Write the shifts and the on-call nights that a person noted.

    A night has no times, so it is on its day as a whole. Material and incidents are in no event.
    """
    title, page = pgettext("calendar", "Duty"), "my_days"
    found = DutyDay.objects.filter(person=person, day__range=(first, last)).order_by("day")
    for day, starts, ends, night in found.values_list("day", "starts", "ends", "night"):
        if starts and ends:
            uid = own_event_uid(person, f"shift {day}")
            yield CalendarEvent(uid, starts, ends, title, links.to(page))
        if night:
            yield whole_days(own_event_uid(person, f"night {day}"), day, day, title, page)


def days_away(person: Person, first: date, last: date) -> Iterator[CalendarEvent]:
    """Write the days away that a person planned, and their long absences: that, and not why."""
    title = pgettext("calendar", "Away")
    planned = person.time_off.filter(first__lte=last, last__gte=first)
    for public_id, starts, ends in planned.values_list("public_id", "first", "last"):
        yield whole_days(event_uid(public_id), starts, ends, title, "my_time")
    long = person.absences.filter(starts__lte=last, ends__gte=first).order_by("starts", "pk")
    for public_id, starts, ends in long.values_list("public_id", "starts", "ends"):
        yield whole_days(event_uid(public_id), starts, ends, title, "my_time")


def last_days(person: Person, first: date, last: date) -> Iterator[CalendarEvent]:
    """Write the last day on which each week can be sent, sent or not.

    A week is the person's if they belonged at its end and can still sign in on that day.
    """
    week = Week.of(first) - 1
    while week.last_day <= last:
        day = week.last_day
        if day >= first and person.belongs_on(week.sunday) and person.belongs_on(day):
            uid, title = own_event_uid(person, f"week {week}"), LAST_DAY
            yield CalendarEvent(uid, day, day + DAY, str(title), links.to("my_week"), busy=False)
        week = week + 1


LAST_DAY = _("My week: last day to send")
for part in (
    CalendarPart("duties", _("My shifts and on-call nights, shown as “Duty”"), "my_days", duties),
    CalendarPart("away", _("My days away, shown as “Away”"), "my_time", days_away),
    CalendarPart("weeks", _("The last day on which each week can be sent"), "my_week", last_days),
):
    calendar_part(part)

"""Note the days of a week: optional, and only of days that have come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.weeks import BANGKOK, Week, today

from . import weeks
from .models import DutyDay, WorkWeek

WRITTEN = ("starts", "ends", "night", "off", "minutes", "severity", "known", "organisation")


@dataclass(frozen=True)
class DayData:
    """One day as somebody wrote it down; times are those of Bangkok's clocks."""

    day: date
    starts: time | None = None
    ends: time | None = None
    night: bool = False
    off: bool = False
    minutes: int = 0
    severity: str = ""
    known: bool = False

    @property
    def empty(self) -> bool:
        """Say whether nothing was noted."""
        return not (self.starts or self.ends or self.night or self.off or self.minutes)


def refuse(day: date, field: str, message: object) -> ValidationError:
    """Make a refusal that knows which day and field it is about."""
    return ValidationError(message, code="day", params={"day": day, "field": field})


@transaction.atomic
def note(*, person: Person, days: list[DayData], now: datetime) -> None:
    """Save what was noted of some days, and judge their sent weeks again.

    A day with nothing noted is forgotten. Refused: a day to come, a day of a closed week, a
    shift with only one end, a day off with work in it, minutes without how hard they were.
    """
    for data in days:
        refuse_misshapen(data, now)
    rows = [row_of(person, data) for data in days if not data.empty]
    empty = [data.day for data in days if data.empty]
    DutyDay.objects.filter(person=person, day__in=empty).delete()
    DutyDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "day"], update_fields=WRITTEN
    )
    mondays = {Week.of(data.day).monday for data in days}
    for week in WorkWeek.objects.filter(person=person, week__in=mondays).order_by("week"):
        week.person = person
        weeks.judge_again(week, now=now)


def refuse_misshapen(data: DayData, now: datetime) -> None:
    """Refuse a day that cannot be, each with its sentence."""
    if data.empty:
        return
    if data.day > today(now):
        raise refuse(data.day, "starts", _("This day has not come yet."))
    if now >= Week.of(data.day).closes:
        raise refuse(data.day, "starts", _("This week is closed."))
    if (data.starts is None) != (data.ends is None):
        field = "ends" if data.ends is None else "starts"
        raise refuse(data.day, field, _("A shift has a beginning and an end."))
    if data.off and (data.starts or data.night or data.minutes):
        raise refuse(data.day, "off", _("A day off has no shift, no night and no material."))
    if not 0 <= data.minutes <= 24 * 60:
        raise refuse(data.day, "minutes", _("A day has 1,440 minutes."))
    if data.minutes and not data.severity:
        raise refuse(data.day, "severity", _("Please say how hard it was to look at."))


def row_of(person: Person, data: DayData) -> DutyDay:
    """Write a day as a row; an end before its beginning lies on the next day."""
    starts = ends = None
    if data.starts and data.ends:
        starts = datetime.combine(data.day, data.starts, BANGKOK)
        ends = datetime.combine(data.day, data.ends, BANGKOK)
        if ends <= starts:
            ends += timedelta(days=1)
    return DutyDay(
        person=person,
        organisation_id=person.organisation_id,
        day=data.day,
        starts=starts,
        ends=ends,
        night=data.night,
        off=data.off,
        minutes=data.minutes,
        severity=data.severity if data.minutes else "",
        known=data.known and data.minutes > 0,
    )

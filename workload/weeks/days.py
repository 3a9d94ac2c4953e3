"""Note the days of a week: optional, and only of days that have come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.weeks import BANGKOK, Week, today
from people.writing.sentences import Sentence
from workload.models import DayOff, DutyDay, WorkWeek
from workload.policies import actions as policies
from workload.rules.reasons import Reason, of_days, of_rest

from . import actions as weeks

WRITTEN: tuple[str, ...] = ("organisation", "starts", "ends", "night", "off")
WRITTEN += ("minutes", "severity", "known", "breaks")
# A day of which only an incident is known.
BLANK: dict[str, Any] = {"starts": None, "ends": None, "night": False, "off": False}
BLANK |= {"minutes": 0, "severity": "", "known": False, "breaks": None}
DAY_HAS_24_HOURS = _("A day has 24 hours.")
# How hard it was to look at is said of some time.
LOST_WITHOUT_TIME = _("How long was it? If there was none, take out what is chosen beside it.")


@dataclass(frozen=True)
class DayData:
    """One day as the worker wrote it down; times are those of Bangkok's clocks."""

    day: date
    starts: time | None = None
    ends: time | None = None
    night: bool = False
    off: bool = False
    minutes: int = 0
    severity: str = ""
    known: bool = False
    # Minutes of breaks from material; None says nothing of them.
    breaks: int | None = None

    @property
    def empty(self) -> bool:
        """Say whether nothing was noted."""
        return self == DayData(self.day)


def refuse(day: date, field: str, message: Sentence) -> ValidationError:
    """Make a refusal that knows which day and field it is about."""
    return ValidationError(message, code="day", params={"day": day, "field": field})


@transaction.atomic
def note(*, person: Person, days: list[DayData], now: datetime) -> None:
    """Save what was noted of some days, and judge their sent weeks again.

    A day with nothing noted is forgotten. Refused: a day to come, a day of a closed week of which
    something is or was noted, a shift with only one end, a day off with work in it, minutes without
    how hard they were or the other way round, a day that is told twice.
    """
    told = set()
    for data in days:
        refuse_misshapen(data, now)
        if data.day in told:
            raise refuse(data.day, "starts", _("This day is here twice."))
        told.add(data.day)
    rows = [row_of(person, data) for data in days if not data.empty]
    empty = [data.day for data in days if data.empty]
    refuse_forgetting(person, [day for day in empty if now >= Week.of(day).closes])
    forgotten = DutyDay.objects.filter(person=person, day__in=empty)
    forgotten.filter(incident=False).delete()
    forgotten.update(**BLANK)
    DutyDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "day"], update_fields=WRITTEN
    )
    weeks_of = {Week.of(data.day) for data in days}
    judge_weeks(person, {week.monday for week in weeks_of if now < week.closes}, now)


def refuse_forgetting(person: Person, closed: list[date]) -> None:
    """Refuse to forget what was noted of days of closed weeks."""
    noted = DutyDay.objects.filter(person=person, day__in=closed).exclude(**BLANK)
    if closed and (day := noted.values_list("day", flat=True).first()):
        raise refuse(day, "starts", _("This week is closed."))


def judge_weeks(person: Person, mondays: Collection[date], now: datetime) -> None:
    """Judge the sent weeks of these Mondays again."""
    for week in WorkWeek.objects.filter(person=person, week__in=mondays).order_by("week"):
        week.person = person
        weeks.judge_again(week, now=now)


@transaction.atomic
def tell_incident(*, person: Person, day: date, told: bool, now: datetime) -> None:
    """Let the week of a day say that something happened, or take that back; safe to repeat.

    Refused: a day of a week that can no longer be sent. Taken back from such a week, or from one of
    a person without a role any more, what else gave reason there stays as it was judged.
    """
    week = Week.of(day)
    if told and now >= week.closes:
        sentence = _(
            "This week is closed. Please tell your supervisor yourself, or ask for a talk."
        )
        raise ValidationError({"tell": ValidationError(sentence, code="closed")})
    if told:
        about = {"incident": True}
        start = {"organisation_id": person.organisation_id, **about}
        DutyDay.objects.update_or_create(
            person=person, day=day, defaults=about, create_defaults=start
        )
    else:
        noted = DutyDay.objects.filter(person=person, day=day, incident=True)
        noted.filter(**BLANK).delete()
        noted.update(incident=False)
    if now < week.closes and (told or person.base):
        judge_weeks(person, {week.monday}, now)
        return
    there = DutyDay.objects.filter(person=person, day__range=(week.monday, week.sunday))
    row = WorkWeek.objects.filter(person=person, week=week.monday).first()
    if row and not there.filter(incident=True).exists():
        row.person = person
        weeks.forget_incident(row, now=now)


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
    refuse_material(data)


def refuse_material(data: DayData) -> None:
    """Refuse what is said of material and cannot be: nothing of it is left out in silence."""
    if not 0 <= data.minutes <= 24 * 60:
        raise refuse(data.day, "minutes", DAY_HAS_24_HOURS)
    if data.minutes and not data.severity:
        raise refuse(data.day, "severity", _("Please say how hard it was to look at."))
    if (data.severity or data.known) and not data.minutes:
        raise refuse(data.day, "minutes", LOST_WITHOUT_TIME)
    if data.breaks is not None and not data.minutes:
        raise refuse(data.day, "minutes", _("Breaks from how much time with material?"))
    if data.breaks is not None and not 0 <= data.breaks <= 24 * 60:
        raise refuse(data.day, "breaks", DAY_HAS_24_HOURS)


@dataclass(frozen=True)
class Rest:
    """The last day off that was noted or planned, and how many days ago it was."""

    day: date
    ago: int


def last_day_off(person: Person, on: date, *, led: bool = False) -> Rest | None:
    """Find the last whole day off up to a day; None where none is known. One statement.

    A day of which nothing was noted is neither work nor rest, so it is not counted as one. Who
    leads the person reads (`led`) of no day that was noted in a week sent alone.
    """
    noted = DutyDay.objects.filter(person=person, off=True, day__lte=on)
    if led:
        alone = WorkWeek.objects.filter(person=person, alone=True, week=OuterRef("monday"))
        noted = noted.alias(monday=TruncWeek("day")).filter(~Exists(alone))
    planned = DayOff.objects.filter(person=person, share=1, day__lte=on).values_list("day")
    found = noted.order_by().values_list("day").union(planned.order_by()).order_by("-day").first()
    return Rest(found[0], (on - found[0]).days) if found else None


def so_far(person: Person, week: Week) -> list[Reason]:
    """Judge what was noted of a week that was not sent yet: rests, runs of days and of nights."""
    days = [row.rule for row in weeks.duty_days(person, week)]
    limits = policies.judging(weeks.refuse_roleless(person).unit, week).limits
    return [*of_rest(days, week.monday, limits), *of_days(days, week.monday, limits)]


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
        severity=data.severity,
        known=data.known,
        breaks=data.breaks,
    )

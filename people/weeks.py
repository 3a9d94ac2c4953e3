"""ISO weeks as people in Thailand use them, and the dates they type. No clock in here."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Self
from zoneinfo import ZoneInfo

from people.rules.calendar import RestCalendar, RestDay, days_between
from people.rules.typed_days import THAI_DIGITS, common_year

BANGKOK = ZoneInfo("Asia/Bangkok")
# A week opens on its Thursday and can be sent and corrected until the Tuesday after it.
OPENS_AFTER, CLOSES_AFTER = timedelta(days=3), timedelta(days=9)
BLOCK_WEEKS = 4
FIRST_BLOCK = date(2024, 1, 15)
# Six hours after its last week closed: no person is still sending.
FREEZES_AFTER = timedelta(hours=6)


@dataclass(frozen=True, order=True)
class Week:
    """One ISO week, known by its Monday."""

    monday: date

    def __post_init__(self) -> None:
        if self.monday.weekday():
            raise ValueError(f"{self.monday} is not a Monday")

    @classmethod
    def of(cls, day: date) -> Self:
        """Find the week that a day lies in."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026-W47'; anything else is a ValueError. A Buddhist year is understood."""
        if not (found := re.fullmatch(r"(\d{4})-W(\d{1,2})", text.translate(THAI_DIGITS).strip())):
            raise ValueError(f"{text!r} is not a week like 2026-W47")
        year = common_year(int(found[1]))
        return cls(date.fromisocalendar(year, int(found[2]), 1))

    @classmethod
    def open_at(cls, now: datetime) -> Self | None:
        """Find the week that can be sent at this moment; on a Wednesday there is none."""
        this = cls.of(today(now))
        return next((week for week in (this, this - 1) if week.is_open(now)), None)

    @classmethod
    def latest(cls, now: datetime) -> Self:
        """Find the current week for people: the open one, or the one that closed last."""
        return cls.open_at(now) or cls.of(today(now)) - 1

    def is_open(self, now: datetime) -> bool:
        """Say whether this week can be sent or corrected now."""
        return self.opens <= now < self.closes

    @property
    def opens(self) -> datetime:
        """Thursday 00:00 in Bangkok."""
        return datetime.combine(self.monday + OPENS_AFTER, time(), BANGKOK)

    @property
    def closes(self) -> datetime:
        """The end of Tuesday after the week: Wednesday 00:00 in Bangkok, itself too late."""
        return datetime.combine(self.monday + CLOSES_AFTER, time(), BANGKOK)

    @property
    def last_day(self) -> date:
        """The Tuesday on which it can still be sent."""
        return self.monday + CLOSES_AFTER - timedelta(days=1)

    @property
    def sunday(self) -> date:
        """The week's last day."""
        return self.monday + timedelta(days=6)

    @property
    def year(self) -> int:
        """The ISO year, which is not always the Monday's."""
        return self.monday.isocalendar().year

    @property
    def number(self) -> int:
        """The ISO number, 1 to 53."""
        return self.monday.isocalendar().week

    @property
    def block(self) -> int:
        """The number of its four-week block, counted from 15 January 2024 as 0."""
        return (self.monday - FIRST_BLOCK).days // (7 * BLOCK_WEEKS)

    def __add__(self, weeks: int) -> Self:
        return type(self)(self.monday + timedelta(weeks=weeks))

    def __sub__(self, weeks: int) -> Self:
        return self + -weeks

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"


@dataclass(frozen=True, order=True)
class Block:
    """Four ISO weeks that are looked at together, counted from 15 January 2024 as 0."""

    number: int

    @classmethod
    def latest(cls, now: datetime) -> Self:
        """Find the newest block that can be frozen at this moment."""
        newest = cls.latest_on(today(now))
        return newest if newest.freezes <= now else newest - 1

    @classmethod
    def latest_on(cls, day: date) -> Self:
        """Find the newest block that is frozen by the end of a day."""
        newest = cls(Week.of(day).block)
        while today(newest.freezes) > day:
            newest = newest - 1
        return newest

    @property
    def first(self) -> Week:
        """Its first week."""
        return Week(FIRST_BLOCK) + BLOCK_WEEKS * self.number

    @property
    def last(self) -> Week:
        """Its last week."""
        return self.first + (BLOCK_WEEKS - 1)

    @property
    def freezes(self) -> datetime:
        """The Wednesday after its last week, 06:00 in Bangkok: then its results are told."""
        return self.last.closes + FREEZES_AFTER

    def __add__(self, blocks: int) -> Self:
        return type(self)(self.number + blocks)

    def __sub__(self, blocks: int) -> Self:
        return self + -blocks

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"


def today(now: datetime) -> date:
    """Find the day it is in Bangkok; Monday 00:30 there is still Sunday in UTC."""
    return now.astimezone(BANGKOK).date()


def noon(day: date) -> datetime:
    """Give a moment of a day in Bangkok, for what asks for a moment and looks at its day alone."""
    return datetime.combine(day, time(12), BANGKOK)


@dataclass(frozen=True)
class WorkingDays:
    """The days on which an organisation works: so many a week, from Monday on, without its rests.

    Days of rest are taken out in `has`, and nowhere else.
    """

    a_week: Decimal = Decimal(5)
    calendar: RestCalendar = RestCalendar()

    def has(self, day: date) -> bool:
        """Say whether a day is a working day."""
        return self.of_week(day) and not self.calendar.rests(day)

    def of_week(self, day: date) -> bool:
        """Say whether a day would be a working day if there were no rest on it."""
        return day.isoweekday() <= self.a_week

    def rests_in(self, week: Week) -> list[RestDay]:
        """List the rests of a week that take a working day; those on a weekend take none."""
        found = self.calendar.rests_between(week.monday, week.sunday)
        return [one for one in found if self.of_week(one.day)]

    def between(self, first: date, last: date) -> list[date]:
        """List the working days from one day to another, both counted."""
        return [day for day in days_between(first, last) if self.has(day)]

    def after(self, day: date, count: int) -> date:
        """Count so many working days from a day on."""
        while count:
            day += timedelta(days=1)
            count -= self.has(day)
        return day


# A week that is not sent is asked for on its Friday and on the Monday after, so many days on.
FRIDAY, MONDAY = 5, 1
ASKED_AFTER = {FRIDAY: timedelta(days=4), MONDAY: timedelta(days=7)}


def asked_on(week: Week, weekday: int, days: WorkingDays) -> date | None:
    """Find the day on which a week is asked for, in place of its Friday or the Monday after.

    It is the last working day until then on which the week is open; if there is none, the first
    one after. None where the organisation does not work while it is open.
    """
    due = week.monday + ASKED_AFTER[weekday]
    working = days.between(week.monday + OPENS_AFTER, week.last_day)
    until = [day for day in working if day <= due]
    return until[-1] if until else next(iter(working), None)


def rounds_on(day: date, days: WorkingDays) -> list[int]:
    """List for which of Friday and Monday people are asked for their week on a day."""
    weeks = (Week.of(day), Week.of(day) - 1)
    return [
        weekday
        for weekday in ASKED_AFTER
        if any(asked_on(week, weekday, days) == day for week in weeks)
    ]


def months_before(day: date, months: int) -> date:
    """Find the same day some months before; the last of a month if there is no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return day.replace(
        year=years, month=month + 1, day=min(day.day, monthrange(years, month + 1)[1])
    )

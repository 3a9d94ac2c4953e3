"""Hours, rest, nights, exposure and numbers of cases: what else gives a reason for a talk.

No Django, no clock. From where each gives a reason stands in `limits.py`.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from .limits import LABOUR_ACT, Limits
from .load import Level

MEAN_OVER_WEEKS = 4


class Severity(enum.StrEnum):
    """How hard material was to look at; never what it showed."""

    MILD = "mild"
    HARD = "hard"
    VIOLENT = "violent"


class ReasonCode(enum.StrEnum):
    """What a reason is about."""

    LOAD = "load"
    LOAD_RUN = "load_run"
    HOURS = "hours"
    HOURS_CEILING = "hours_ceiling"
    HOURS_MEAN = "hours_mean"
    REST = "rest"
    NO_DAY_OFF = "no_day_off"
    NIGHTS = "nights"
    ON_CALL = "on_call"
    MATERIAL_DAY = "material_day"
    MATERIAL_WEEK = "material_week"
    MATERIAL_ROW = "material_row"
    BREAKS = "breaks"
    DEBRIEF = "debrief"
    CASES = "cases"
    NEW_CASES = "new_cases"
    SPAN = "span"
    INCIDENT = "incident"


@dataclass(frozen=True)
class Reason:
    """One reason with its figure and the limit it passed; `level` None speaks but flags nothing."""

    code: ReasonCode
    level: Level | None
    value: Decimal
    limit: Decimal


@dataclass(frozen=True)
class WorkedWeek:
    """What a sent week says of hours and cases; away all week has no load and is not worked."""

    monday: date
    hours: Decimal
    nights: int
    material_minutes: int
    cases: int = 0
    above_capacity: bool = False
    away: bool = False


@dataclass(frozen=True)
class Day:
    """What a person noted of one day; nothing noted is no Day at all."""

    day: date
    starts: datetime | None = None
    ends: datetime | None = None
    night: bool = False
    off: bool = False
    minutes: int = 0
    severity: Severity | None = None
    # Minutes of breaks from material, None where nothing was said of them.
    breaks: int | None = None
    # Something happened to the worker, who wants the supervisor to know that.
    incident: bool = False

    @property
    def worked(self) -> bool:
        """Say whether it was a day of work."""
        return not self.off and (self.starts is not None or self.night or self.minutes > 0)


def reason(code: ReasonCode, level: Level | None, value: object, limit: object) -> Reason:
    """Write a reason with Decimals."""
    return Reason(code, level, Decimal(str(value)), Decimal(str(limit)))


def of_hours(weeks: Sequence[WorkedWeek], limits: Limits) -> list[Reason]:
    """Judge the latest week's hours and the mean of the last four worked; oldest first."""
    if weeks[-1].away:
        return []
    found, hours = [], weeks[-1].hours
    if limits.ceiling_hours is not None and hours > limits.ceiling_hours:
        found.append(reason(ReasonCode.HOURS_CEILING, Level.RED, hours, limits.ceiling_hours))
    elif hours > limits.very_long_hours:
        found.append(reason(ReasonCode.HOURS, Level.RED, hours, limits.very_long_hours))
    elif hours >= limits.long_hours:
        found.append(reason(ReasonCode.HOURS, Level.AMBER, hours, limits.long_hours))
    worked = [week.hours for week in weeks if not week.away][-MEAN_OVER_WEEKS:]
    mean = sum(worked, Decimal()) / len(worked)
    if len(worked) == MEAN_OVER_WEEKS and mean > limits.mean_hours:
        found.append(reason(ReasonCode.HOURS_MEAN, Level.AMBER, mean, limits.mean_hours))
    return found


def of_on_call(weeks: Sequence[WorkedWeek], limits: Limits) -> list[Reason]:
    """Watch the share of weeks with on-call nights, over the last three worked."""
    worked = [week for week in weeks if not week.away][-3:]
    on_call = sum(1 for week in worked if week.nights)
    if len(worked) == 3 and on_call > limits.on_call_weeks_of_three:
        return [reason(ReasonCode.ON_CALL, None, on_call, limits.on_call_weeks_of_three)]
    return []


def of_rest(days: Sequence[Day], monday: date, limits: Limits) -> list[Reason]:
    """Judge the shortest rest before a shift of the week; the days are in order.

    Where a shift begins before the one of the day before has ended, there is none.
    """
    shifts = [(day.day, day.starts, day.ends) for day in days if day.starts and day.ends]
    rests = [
        max(Decimal(), Decimal((starts - before).total_seconds()) / 3600)
        for (_day, _starts, before), (day, starts, _ends) in zip(shifts, shifts[1:], strict=False)
        if day >= monday
    ]
    shortest = min(rests, default=None)
    if shortest is None or shortest >= limits.rest_hours:
        return []
    level = Level.RED if shortest < limits.rest_hours_least else Level.AMBER
    return [reason(ReasonCode.REST, level, shortest, limits.rest_hours)]


def longest_run(days: Iterable[date], monday: date) -> int:
    """Count the longest run of days that follow each other and reach into the week."""
    longest, run, before = 0, 0, None
    for day in sorted(set(days)):
        run = run + 1 if before is not None and day - before == timedelta(days=1) else 1
        longest, before = max(longest, run if day >= monday else 0), day
    return longest


def of_days(days: Sequence[Day], monday: date, limits: Limits) -> list[Reason]:
    """Judge days without a day off, nights in a row, and days with material in a row."""
    runs = (
        (ReasonCode.NO_DAY_OFF, limits.days_in_a_row, (d.day for d in days if d.worked)),
        (ReasonCode.NIGHTS, limits.nights_in_a_row, (d.day for d in days if d.night)),
        (
            ReasonCode.MATERIAL_ROW,
            limits.material_days_in_a_row,
            (d.day for d in days if d.minutes),
        ),
    )
    return [
        reason(code, Level.AMBER, run, limit)
        for code, limit, chosen in runs
        if (run := longest_run(chosen, monday)) > limit
    ]


def of_material(week: WorkedWeek, days: Sequence[Day], limits: Limits) -> list[Reason]:
    """Judge the minutes with material of a week and its hardest day; violent ones bring an offer.

    The week's figure is what was sent or what the days add up to, whichever is more.
    """
    found = []
    hardest = max((day.minutes for day in days), default=0)
    if hardest > limits.material_minutes_a_day:
        found.append(
            reason(ReasonCode.MATERIAL_DAY, Level.AMBER, hardest, limits.material_minutes_a_day)
        )
    total = max(week.material_minutes, sum(day.minutes for day in days))
    if total > limits.material_minutes_a_week:
        found.append(
            reason(ReasonCode.MATERIAL_WEEK, Level.AMBER, total, limits.material_minutes_a_week)
        )
    found += of_breaks(days, limits)
    violent = sum(day.minutes for day in days if day.severity is Severity.VIOLENT)
    if violent >= limits.violent_minutes_a_week:
        found.append(reason(ReasonCode.DEBRIEF, None, violent, limits.violent_minutes_a_week))
    return found


def of_breaks(days: Sequence[Day], limits: Limits) -> list[Reason]:
    """Watch the breaks of the day that lacks most, against so many minutes in each full hour.

    A day of which nothing was said about breaks is left out: missing is never zero.
    """
    short = [
        (day.breaks, day.minutes // 60 * limits.break_minutes_an_hour)
        for day in days
        if day.breaks is not None
    ]
    taken, wanted = min(short, key=lambda one: one[0] - one[1], default=(0, 0))
    return [reason(ReasonCode.BREAKS, None, taken, wanted)] if taken < wanted else []


def of_cases(week: WorkedWeek, new_this_month: int, limits: Limits) -> list[Reason]:
    """Judge how many cases are open, and how many came this month while the load is too high."""
    if week.away:
        return []
    found = []
    if week.cases > limits.open_cases:
        found.append(reason(ReasonCode.CASES, Level.AMBER, week.cases, limits.open_cases))
    if week.above_capacity and new_this_month * limits.open_for_each_new > week.cases:
        found.append(
            reason(
                ReasonCode.NEW_CASES,
                Level.AMBER,
                new_this_month,
                week.cases // limits.open_for_each_new,
            )
        )
    return found


def of_span(supervisees: Decimal, limits: Limits) -> list[Reason]:
    """Judge how many people one person supervises: above five is watched, above six flags."""
    if supervisees > limits.span_most:
        return [reason(ReasonCode.SPAN, Level.AMBER, supervisees, limits.span)]
    if supervisees > limits.span:
        return [reason(ReasonCode.SPAN, None, supervisees, limits.span)]
    return []


def of_incidents(days: Sequence[Day]) -> list[Reason]:
    """Flag a week in which something happened to the worker, who let it be known. Never how often.

    Red, so that it opens a flag by itself: the worker asks for a talk. A project default.
    """
    told = any(day.incident for day in days)
    return [reason(ReasonCode.INCIDENT, Level.RED, 1, 0)] if told else []


def all_of(
    weeks: Sequence[WorkedWeek],
    days: Sequence[Day],
    *,
    new_this_month: int = 0,
    supervisees: Decimal = Decimal(),
    limits: Limits = LABOUR_ACT,
) -> list[Reason]:
    """Collect every reason beside the load itself, for the latest of the weeks, oldest first.

    `days` are those noted up to the end of that week; runs and rests may begin before its Monday.
    """
    if not weeks:
        return []
    latest = weeks[-1]
    this_week = [day for day in days if day.day >= latest.monday]
    return [
        *of_hours(weeks, limits),
        *of_rest(days, latest.monday, limits),
        *of_days(days, latest.monday, limits),
        *of_on_call(weeks, limits),
        *of_material(latest, this_week, limits),
        *of_cases(latest, new_this_month, limits),
        *of_span(supervisees, limits),
        *of_incidents(this_week),
    ]


# Found without any work in the week: of the weeks before, of how many people one supervises, or of
# what happened to the worker.
WITHOUT_WORK = {ReasonCode.ON_CALL, ReasonCode.SPAN, ReasonCode.INCIDENT}


def shows_work(reasons: Iterable[Reason]) -> bool:
    """Say whether any reason comes of work that was done in the week."""
    return any(one.code not in WITHOUT_WORK for one in reasons)


def worst(reasons: Iterable[Reason]) -> Level | None:
    """Find the highest level among reasons that flag."""
    levels = {one.level for one in reasons if one.level is not None and one.level.flagged}
    return Level.RED if Level.RED in levels else Level.AMBER if levels else None


def kept(found: Iterable[Reason]) -> list[dict[str, str]]:
    """Write reasons down as a week keeps them; figures with at most four decimals."""
    return [
        {
            "code": one.code.value,
            "level": one.level.value if one.level else "",
            "value": f"{round(one.value, 4).normalize():f}",
            "limit": f"{one.limit.normalize():f}",
        }
        for one in found
    ]


def read_reasons(stored: Iterable[dict[str, str]]) -> list[Reason]:
    """Read reasons that a week has kept."""
    return [
        Reason(
            code=ReasonCode(one["code"]),
            level=Level(one["level"]) if one["level"] else None,
            value=Decimal(one["value"]),
            limit=Decimal(one["limit"]),
        )
        for one in stored
    ]

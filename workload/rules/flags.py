"""When a flag on a load opens, rises, falls, rests and closes: the state table of every flag.

No Django, no clock, no database. The sending of a week and the hourly sweep ask the same function,
so that a flag is the same whichever of them came first. What people do about a flag, and how long
it waits for them, is `flag_clock.py`.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from people.weeks import CLOSES_AFTER, Week

from .load import Level

# Counted weeks older than this say nothing of now; weeks away do not count towards it.
WITHIN_WEEKS = 8
RESTS_AFTER_WEEKS, ENDS_AFTER_WEEKS = 4, 26
SAME_FLAG_WITHIN = timedelta(weeks=8)
TOLD_AGAIN_AFTER = timedelta(weeks=4)
MEAN_OF_WEEKS = 4
CAPACITY = Decimal(100)
# So many weeks back decide everything: the last counted one may be half a year ago.
LOOK_BACK = ENDS_AFTER_WEEKS + 2


class FlagEvent(enum.StrEnum):
    """What happens to a flag by itself, and the steps of people that its clock asks for."""

    OPENED = "opened"
    RETURNED = "returned"
    RAISED = "raised"
    LOWERED = "lowered"
    CLOSED = "closed"
    RESTED = "rested"
    WOKEN = "woken"
    LAPSED = "lapsed"
    PASSED = "passed"
    SEEN = "seen"
    PLANNED = "planned"


class FlagWhy(enum.StrEnum):
    """Why something happened by itself."""

    # Closed: what came down.
    LOAD = "load"
    BESIDE = "beside"
    BOTH = "both"
    CORRECTED = "corrected"
    # Closed: no week for half a year, or no work here any more.
    UNSENT = "unsent"
    LEFT = "left"
    # Passed on: no one did it in time.
    UNSEEN = "unseen"
    UNPLANNED = "unplanned"
    PLANS = "plans"


@dataclass(frozen=True)
class FlagWeek:
    """A sent week as the table sees it: its load with its level, and the worst other reason.

    `load` is in percent of capacity, None without capacity. A week that was wholly away is not
    counted: it neither opens nor closes a flag.
    """

    monday: date
    load: Decimal | None = None
    level: Level | None = None
    beside: Level | None = None
    away: bool = False

    @property
    def heavy(self) -> bool:
        """Say whether the load lies above the limit."""
        return self.level is not None and self.level.flagged

    @property
    def colour(self) -> Level | None:
        """Red, amber, or None for a calm week; without a load it is that of the reasons."""
        levels = {self.level, self.beside}
        if Level.RED in levels:
            return Level.RED
        return Level.AMBER if Level.AMBER in levels else None


@dataclass(frozen=True)
class FlagStanding:
    """What a person's flag is now; without a level none is open."""

    level: Level | None = None
    resting: bool = False
    # How many times it opened, and the week that opened it first.
    times: int = 0
    opened_week: date | None = None
    # Of a flag that closed: on which day, and the latest week then if it was closed by hand.
    closed_on: date | None = None
    ended_week: date | None = None
    # On which day a message went out last.
    told_on: date | None = None
    # Whether the person works here: as worker or supervisor, with contracted hours or without.
    works: bool = True


@dataclass(frozen=True)
class FlagTurn:
    """One row of the table that applied: what happened, why, what the flag is then."""

    event: FlagEvent
    standing: FlagStanding
    why: FlagWhy | None = None
    # Whether the person and their supervisors are sent a message.
    tells: bool = False


def settled(
    standing: FlagStanding, weeks: Sequence[FlagWeek], day: date, limit: Decimal = CAPACITY
) -> list[FlagTurn]:
    """Apply the rows of the table until none applies any more; the weeks are oldest first.

    `limit` is the load, in percent, above which a mean of weeks is too much.
    """
    found = []
    while turned := next_turn(standing, weeks, day, limit):
        found.append(turned)
        standing = turned.standing
    return found


def next_turn(
    standing: FlagStanding, weeks: Sequence[FlagWeek], day: date, limit: Decimal
) -> FlagTurn | None:
    """Find the first row that applies."""
    if standing.level is None:
        return opening(standing, weeks, day, limit)
    if not standing.works:
        return closed(standing, day, FlagWhy.LEFT)
    if unsent_for(ENDS_AFTER_WEEKS, weeks, day):
        return closed(standing, day, FlagWhy.UNSENT)
    if unsent_for(RESTS_AFTER_WEEKS, weeks, day):
        rested = FlagTurn(FlagEvent.RESTED, replace(standing, resting=True))
        return None if standing.resting else rested
    if standing.resting:
        return FlagTurn(FlagEvent.WOKEN, replace(standing, resting=False))
    return change(standing, recent(weeks, day), day, limit)


def last_counted(weeks: Sequence[FlagWeek]) -> date | None:
    """Find the latest week that counts."""
    return next((week.monday for week in reversed(weeks) if not week.away), None)


def unsent_for(count: int, weeks: Sequence[FlagWeek], day: date) -> bool:
    """Say whether so many calendar weeks closed after the latest counted one; no counted, yes."""
    last = last_counted(weeks)
    return last is None or day >= last + timedelta(weeks=count) + CLOSES_AFTER


def recent(weeks: Sequence[FlagWeek], day: date) -> list[FlagWeek]:
    """Keep the counted weeks that speak of now, oldest first."""
    this, away, found = Week.of(day).monday, 0, []
    for week in reversed(weeks):
        if week.away:
            away += 1
        elif (this - week.monday).days // 7 - away <= WITHIN_WEEKS:
            found.append(week)
    return found[::-1]


def mean(loads: Sequence[Decimal]) -> Decimal:
    """Compute the mean of one load or more."""
    return sum(loads, Decimal()) / len(loads)


def due(counted: Sequence[FlagWeek], limit: Decimal) -> Level | None:
    """Find the level at which a flag opens; the weeks are the counted ones, oldest first.

    There is one at least: without any for four weeks no flag opens.
    """
    latest, two, four = counted[-1], counted[-2:], counted[-MEAN_OF_WEEKS:]
    if latest.colour is Level.RED:
        return Level.RED
    in_both = len(two) == 2 and all(week.heavy for week in two)
    loads = [week.load for week in four if week.load is not None]
    in_mean = latest.heavy and len(loads) == MEAN_OF_WEEKS and mean(loads) > limit
    beside = sum(1 for week in counted[-3:] if week.beside is not None)
    return Level.AMBER if in_both or in_mean or beside >= 2 else None


def opening(
    standing: FlagStanding, weeks: Sequence[FlagWeek], day: date, limit: Decimal
) -> FlagTurn | None:
    """Open a flag, or the same one again that closed at most eight weeks ago.

    One that was closed by hand opens again with a later week only.
    """
    if not standing.works or unsent_for(RESTS_AFTER_WEEKS, weeks, day):
        return None
    counted = recent(weeks, day)
    level = due(counted, limit)
    if level is None or (standing.ended_week and counted[-1].monday <= standing.ended_week):
        return None
    open_now = replace(standing, level=level, resting=False, closed_on=None, ended_week=None)
    if standing.closed_on and day - standing.closed_on <= SAME_FLAG_WITHIN:
        again = replace(open_now, times=standing.times + 1)
        told = standing.told_on
        tells = level is Level.RED or told is None or day - told >= TOLD_AGAIN_AFTER
        return FlagTurn(
            FlagEvent.RETURNED, replace(again, told_on=day) if tells else again, tells=tells
        )
    new = replace(open_now, times=1, opened_week=counted[-1].monday, told_on=day)
    return FlagTurn(FlagEvent.OPENED, new, tells=True)


def change(
    standing: FlagStanding, counted: Sequence[FlagWeek], day: date, limit: Decimal
) -> FlagTurn | None:
    """Raise, close or lower an open flag with a counted week; closing goes before lowering."""
    two = [week.colour for week in counted[-2:]]
    if two[-1] is Level.RED and standing.level is not Level.RED:
        raised = replace(standing, level=Level.RED, told_on=day)
        return FlagTurn(FlagEvent.RAISED, raised, tells=True)
    if len(two) < 2:
        return None
    loads = [week.load for week in counted[-MEAN_OF_WEEKS:] if week.load is not None]
    if not any(two) and (not loads or mean(loads) <= limit):
        return closed(standing, day, came_down(standing, counted[:-2]))
    if standing.level is Level.RED and Level.RED not in two:
        return FlagTurn(FlagEvent.LOWERED, replace(standing, level=Level.AMBER))
    return None


def closed(standing: FlagStanding, day: date, why: FlagWhy) -> FlagTurn:
    """Close a flag."""
    return FlagTurn(
        FlagEvent.CLOSED, replace(standing, level=None, resting=False, closed_on=day), why
    )


def came_down(standing: FlagStanding, before: Sequence[FlagWeek]) -> FlagWhy:
    """Say what came down: the load, what stood out beside it, or both, since the flag opened.

    Where neither was there any more, the week that opened the flag was corrected.
    """
    since = [w for w in before if standing.opened_week is None or w.monday >= standing.opened_week]
    load = any(week.heavy for week in since)
    beside = any(week.beside is not None for week in since)
    if load and beside:
        return FlagWhy.BOTH
    return FlagWhy.LOAD if load else FlagWhy.BESIDE if beside else FlagWhy.CORRECTED


def closes_at(weeks: Sequence[FlagWeek], day: date, limit: Decimal = CAPACITY) -> Decimal | None:
    """Compute up to which load one more calm week would close an open flag; None if it cannot."""
    counted = recent(weeks, day)
    if not counted or counted[-1].colour is not None:
        return None
    loads = [week.load for week in counted[-(MEAN_OF_WEEKS - 1) :] if week.load is not None]
    left = limit * (len(loads) + 1) - sum(loads, Decimal())
    return min(limit, left) if left > 0 else None

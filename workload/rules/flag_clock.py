"""How long a flag waits for people: unseen, seen without a plan, a plan that is over or no help.

No Django, no clock, no database. The steps are those of one flag, in the order they happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from people.weeks import WorkingDays, today

from .flags import FlagEvent, FlagWhy
from .load import Level

# In working days: to look, to plan, and for the person it was passed on to.
SEE_WITHIN, PLAN_WITHIN, NEXT_AFTER = 3, 5, 3
NOTHING_LASTS = timedelta(days=28)
PLAN_WITHIN_RED, PLAN_WITHIN_AMBER = timedelta(days=28), timedelta(days=92)
PLANS_IN_A_ROW = 3
# After each of these the flag is to be looked at, even if it was looked at before.
RISES = {FlagEvent.OPENED, FlagEvent.RETURNED, FlagEvent.RAISED, FlagEvent.LAPSED}
LOOKS = {FlagEvent.SEEN, FlagEvent.PLANNED}
USUAL_DAYS = WorkingDays()


@dataclass(frozen=True)
class FlagStepTaken:
    """A step of a flag: what, on which day; of a plan its last day, and the latest week's load."""

    kind: str
    day: date
    until: date | None = None
    week: date | None = None
    load: Decimal | None = None


def step_of(
    kind: str,
    at: datetime,
    *,
    due_on: date | None = None,
    week: date | None = None,
    load: Decimal | None = None,
) -> FlagStepTaken:
    """Write a step as it is kept; a plan without a day, nothing for now, lasts four weeks."""
    day = today(at)
    lasts = day + NOTHING_LASTS if kind == FlagEvent.PLANNED else None
    return FlagStepTaken(str(kind), day, due_on or lasts, week, load)


@dataclass(frozen=True)
class FlagLook:
    """Whether a flag was seen since it last rose, and how its newest plan stands on a day."""

    seen: bool
    # The day on which it was seen last, or since when it is unseen.
    since: date
    plan: FlagStepTaken | None
    # Whether the newest plan's last day has gone by.
    late: bool

    @property
    def planned(self) -> bool:
        """Say whether a plan stands."""
        return self.plan is not None and not self.late


@dataclass(frozen=True)
class Wait:
    """What a flag waits for: since the step at this place, and in time until this day."""

    why: FlagWhy
    place: int
    until: date
    # Those asked to look after the step at this place are not asked a second time.
    asked_after: int


def longest(level: Level) -> timedelta:
    """Say how far ahead a plan's day may lie."""
    return PLAN_WITHIN_RED if level is Level.RED else PLAN_WITHIN_AMBER


def last_of(kinds: set[FlagEvent], steps: Sequence[FlagStepTaken]) -> int:
    """Find the place of the newest step of some kinds, -1 where there is none."""
    found = (n for n, step in enumerate(steps) if step.kind in kinds)
    return max(found, default=-1)


def risen(steps: Sequence[FlagStepTaken]) -> int:
    """Find the place from which the flag is unseen: the first rise after the last look."""
    begun = last_of({FlagEvent.OPENED, FlagEvent.RETURNED}, steps)
    after = max(begun, last_of(LOOKS, steps) + 1)
    return next(n for n, step in enumerate(steps) if n >= after and step.kind in RISES)


def flag_look(steps: Sequence[FlagStepTaken], day: date) -> FlagLook:
    """Say whether a flag was seen since it rose, and whether its plan stands."""
    looked = last_of(LOOKS, steps)
    seen = looked > last_of(RISES, steps)
    place = last_of({FlagEvent.PLANNED}, steps)
    plan = steps[place] if place >= 0 else None
    since = max(steps[looked if seen else risen(steps)].day, woken(steps))
    return FlagLook(seen, since, plan, bool(plan and plan.until and plan.until < day))


def woken(steps: Sequence[FlagStepTaken]) -> date:
    """Find the day since which the clock runs; while a flag rests it stands."""
    place = last_of({FlagEvent.WOKEN}, steps)
    return steps[place].day if place >= 0 else date.min


def lapses(steps: Sequence[FlagStepTaken], day: date) -> bool:
    """Say whether the newest plan is over and no message was sent: the flag is unseen again."""
    place = last_of({FlagEvent.PLANNED}, steps)
    return flag_look(steps, day).late and last_of({FlagEvent.LAPSED}, steps) < place


def no_help(steps: Sequence[FlagStepTaken]) -> bool:
    """Say whether the newest plan is the third in a row at a load no lower than the one before.

    A plan that was written again before another week came corrects the one before.
    """
    plans: dict[date | None, FlagStepTaken] = {}
    for step in steps:
        if step.kind == FlagEvent.PLANNED:
            plans[step.week] = step
    latest = list(plans.values())[-PLANS_IN_A_ROW:]
    loads = [plan.load for plan in latest if plan.load is not None]
    if len(loads) < PLANS_IN_A_ROW:
        return False
    return all(before <= after for before, after in zip(loads, loads[1:], strict=False))


def waiting(
    steps: Sequence[FlagStepTaken], day: date, days: WorkingDays = USUAL_DAYS
) -> Wait | None:
    """Find what a flag waits for, and until when it is in time."""
    found = flag_look(steps, day)
    if not found.seen:
        place = risen(steps)
        return Wait(FlagWhy.UNSEEN, place, days.after(found.since, SEE_WITHIN), place)
    if not found.planned:
        until = days.after(found.since, PLAN_WITHIN)
        return Wait(FlagWhy.UNPLANNED, last_of(LOOKS, steps), until, last_of(RISES, steps))
    place = last_of({FlagEvent.PLANNED}, steps)
    asked = last_of({FlagEvent.PASSED}, steps)
    if not no_help(steps) or place < asked < last_of(LOOKS, steps):
        return None
    return Wait(FlagWhy.PLANS, place, steps[place].day - timedelta(days=1), place)


def overdue(
    steps: Sequence[FlagStepTaken], day: date, days: WorkingDays = USUAL_DAYS
) -> Wait | None:
    """Find what to pass on now: it waited too long, also for the person who was asked last."""
    wait = waiting(steps, day, days)
    if wait is None:
        return None
    asked = last_of({FlagEvent.PASSED}, steps)
    if asked > wait.place:
        until = days.after(max(steps[asked].day, woken(steps)), NEXT_AFTER)
    else:
        until = wait.until
    return wait if day > until else None

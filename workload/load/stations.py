"""The way of an open flag in four stations: raised, seen, planned, checked, each with its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from people.weeks import WorkingDays
from people.writing.formats import day as written_day
from workload.models import FlagStep
from workload.rules import flag_clock
from workload.rules.flags import FlagEvent

DAY_FORM = "j M"


@dataclass(frozen=True)
class FlagStation:
    """One station: its name, its day in words, and whether it is behind, here or over its day."""

    name: str
    when: str = ""
    done: bool = False
    current: bool = False
    late: bool = False
    # To which supervisor it was passed on, where it waited here too long.
    passed: str = ""


def way_of(steps: Sequence[FlagStep], day: date, days: WorkingDays) -> list[FlagStation]:
    """Find at which station an open flag is on a day. The steps are all of it, oldest first."""
    taken = [step.rule for step in steps]
    found = flag_clock.flag_look(taken, day)
    rose = taken[rise(taken)].day
    # A lead who got it before it closed and came back is not asked any more.
    begun = max(flag_clock.last_of({FlagEvent.RETURNED}, taken), 0)
    passed = [step for step in steps[begun:] if step.kind == FlagStep.Kind.PASSED_ON]
    return [
        FlagStation(_("Raised"), written_day(rose, DAY_FORM), done=True),
        seen(found, taken, day, days, passed[-1:]),
        planned(found, day, days),
        checked(found, day),
    ]


def rise(taken: Sequence[flag_clock.FlagStepTaken]) -> int:
    """Find the rise that the first station names: the one that is unseen, or else the last."""
    last = flag_clock.last_of(flag_clock.RISES, taken)
    if flag_clock.last_of(flag_clock.LOOKS, taken) > last:
        return last
    return flag_clock.risen(taken)


def seen(
    found: flag_clock.FlagLook,
    taken: Sequence[flag_clock.FlagStepTaken],
    day: date,
    days: WorkingDays,
    passed: Sequence[FlagStep],
) -> FlagStation:
    """Say when it was seen first since it rose, or until when it should be."""
    name = pgettext("station", "Seen")
    names = "".join(step.to.short_name for step in passed if step.to)
    if not found.seen:
        until = days.after(found.since, flag_clock.SEE_WITHIN)
        when = _("by %(day)s") % {"day": written_day(until, DAY_FORM)}
        return FlagStation(name, when, current=True, late=day > until, passed=names)
    begun = rise(taken)
    looked = next(one.day for one in taken[begun:] if one.kind in flag_clock.LOOKS)
    when = written_day(looked, DAY_FORM)
    if waited := (looked - taken[begun].day).days:
        when = f"{when}, {after(waited)}"
    return FlagStation(name, when, done=True, passed=names)


def planned(found: flag_clock.FlagLook, day: date, days: WorkingDays) -> FlagStation:
    """Say when the plan was written, or until when one should be."""
    name = pgettext("station", "Planned")
    if found.plan and (found.planned or found.seen):
        return FlagStation(name, written_day(found.plan.day, DAY_FORM), done=True)
    if not found.seen:
        return FlagStation(name)
    until = days.after(found.since, flag_clock.PLAN_WITHIN)
    when = _("by %(day)s") % {"day": written_day(until, DAY_FORM)}
    return FlagStation(name, when, current=True, late=day > until)


def checked(found: flag_clock.FlagLook, day: date) -> FlagStation:
    """Say on which day the plan is looked at again."""
    if not found.plan or not found.plan.until or not (found.planned or found.seen):
        return FlagStation(_("Checked"))
    when = f"{written_day(found.plan.until, DAY_FORM)}, {far_off(found.plan.until, day)}"
    return FlagStation(_("Checked"), when, current=found.seen, late=found.late)


def after(waited: int) -> str:
    """Say how long something took."""
    return ngettext("after %(n)s day", "after %(n)s days", waited) % {"n": waited}


def far_off(until: date, day: date) -> str:
    """Say how far off a day is."""
    n = (until - day).days
    if n == 0:
        return _("today")
    if n > 0:
        return ngettext("in %(n)s day", "in %(n)s days", n) % {"n": n}
    return ngettext("%(n)s day ago", "%(n)s days ago", -n) % {"n": -n}

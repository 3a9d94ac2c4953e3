"""Loads in words: the sum behind every percentage, and the state it stands for."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.weeks import Week
from people.writing.formats import percent, plain_number, written_hours, written_points
from workload.models import LevelChoice, WorkWeek
from workload.policies import actions as policies
from workload.rules import flags as flag_rules
from workload.rules import load as load_rules
from workload.rules.reasons import Reason

from .sentences import IN_MINUTES, SENTENCES

HOUR = 60

# Level → the look of its tag and its icon.
STATES = {
    LevelChoice.RED: ("help", "help"),
    LevelChoice.AMBER: ("soon", "help"),
    LevelChoice.WATCH: ("watch", "watch"),
    LevelChoice.GREEN: ("steady", "steady"),
}


class JudgedWeek(Protocol):
    """A week as it is told: one that was sent, or the columns of one."""

    @property
    def level(self) -> str:
        """The level of its load; none where no person was there."""

    @property
    def flag_load(self) -> Decimal | None:
        """Its load in percent of capacity, as flags go by it."""

    @property
    def policy(self) -> str:
        """The version by which it was judged."""

    @property
    def found(self) -> list[Reason]:
        """Its reasons beside its load."""

    @property
    def is_part(self) -> bool:
        """Whether it is read as a part, and not as all posts came to together."""

    @property
    def judged(self) -> load_rules.Judged:
        """The week as the count of weeks above the limit sees it."""

    @property
    def for_flag(self) -> flag_rules.FlagWeek:
        """The week as the state table of a flag sees it."""


def of_capacity(value: Decimal | None) -> str:
    """Say a load: 128.1% of capacity; without capacity, that it is not available."""
    if value is None:
        return _("Not available: on leave all week")
    return _("%(percent)s of capacity") % {"percent": percent(value)}


def working(cases: Decimal, nights: Decimal, supervision: Decimal) -> str:
    """Write what a load is the sum of; parts that are nothing are left out."""
    if not nights and not supervision:
        return written_points(cases)
    parts = [_("Cases %(n)s") % {"n": written_points(cases)}]
    if nights:
        parts.append(_("on-call nights %(n)s") % {"n": written_points(nights)})
    if supervision:
        parts.append(_("people supervised %(n)s") % {"n": written_points(supervision)})
    return f"{' + '.join(parts)} = {written_points(cases + nights + supervision)}"


def room(hours: Decimal, leave_days: Decimal, capacity: Decimal, policy: load_rules.Policy) -> str:
    """Write how a capacity comes about."""
    figures = {
        "hours": plain_number(hours),
        "share": policy.capacity_share,
        "capacity": written_points(capacity),
        "days": plain_number(policy.working_days),
        "present": plain_number(max(Decimal(), policy.working_days - Decimal(leave_days))),
    }
    if not leave_days:
        return _("%(hours)s h × %(share)s = %(capacity)s") % figures
    return _("%(hours)s h × %(share)s × %(present)s of %(days)s days = %(capacity)s") % figures


def of_rests(rest_days: Decimal, load: Decimal) -> str:
    """Say that a week had days of rest, and the load that flags go by.

    All rest then, so a load that is high by that alone is no reason for a talk.
    """
    said = ngettext(
        "%(n)s day of rest that week. Without it: %(load)s, by which flags are judged.",
        "%(n)s days of rest that week. Without them: %(load)s, by which flags are judged.",
        int(rest_days),
    )
    return said % {"n": plain_number(rest_days), "load": of_capacity(load)}


def rests_of(week: WorkWeek | None) -> str:
    """Say it of a week; nothing where no day of rest took a working day of it."""
    if week is None or week.usual_percent is None:
        return ""
    return of_rests(week.rest_days, week.usual_percent)


def reasons(weeks: Sequence[JudgedWeek], standing: load_rules.Level | None, day: date) -> list[str]:
    """Say why a flag stands, with its figures; weeks oldest first, the latest being last.

    Without a flag, say what gave a reason in the latest week all the same: one alone opens none.
    """
    if not weeks:
        return []
    beside = [of_reason(one) for one in weeks[-1].found if one.level]
    return beside if standing is None else [*of_load(weeks, day), *beside]


def of_load(weeks: Sequence[JudgedWeek], day: date) -> list[str]:
    """Say what the load gives as a reason, and what would close the flag.

    A flag is on the whole, so what only a part of it is known of is not counted with the rest.
    """
    parts = [n for n, week in enumerate(weeks, 1) if week.is_part]
    whole = weeks[parts[-1] :] if parts else weeks
    known = [week for week in weeks if week.level]
    if not known:
        return []
    latest = known[-1]
    found = [of_capacity(latest.flag_load)]
    amber = policies.named(latest.policy).amber
    if (run := load_rules.weeks_above([week.judged for week in whole])) > 1:
        found.append(
            ngettext(
                "%(n)s week in a row above %(limit)s%%",
                "%(n)s weeks in a row above %(limit)s%%",
                run,
            )
            % {"n": run, "limit": plain_number(amber)}
        )
    most = None if parts else flag_rules.closes_at([one.for_flag for one in weeks], day, amber)
    if most:
        limit = plain_number(most.quantize(Decimal(1), ROUND_FLOOR))
        found.append(
            _("One more week at %(limit)s%% or less, without another reason, closes this")
            % {"limit": limit}
        )
    return found


def row_reasons(weeks: Sequence[JudgedWeek]) -> list[str]:
    """Say why a flag stands beside the load that its row shows: how long, and what else."""
    known = [week for week in weeks if week.level]
    beside = [of_reason(one) for one in weeks[-1].found if one.level] if weeks else []
    run = load_rules.weeks_above([week.judged for week in known])
    if run < 2:
        return beside
    limit = plain_number(policies.named(known[-1].policy).amber)
    said = ngettext("%(n)s week above %(limit)s%%", "%(n)s weeks above %(limit)s%%", run)
    return [said % {"n": run, "limit": limit}, *beside]


def no_week_since(week: date) -> str:
    """Say since which week the person sent none; their flag rests."""
    return _("No week sent since week %(n)s") % {"n": Week(week).number}


def of_reason(one: Reason) -> str:
    """Say one reason with its figure and limit."""
    write = minutes_in_hours if one.code in IN_MINUTES else tidy
    figures = {"value": write(one.value), "limit": write(one.limit)}
    return SENTENCES[one.code] % {**figures, "count": 1 if one.value == 1 else 2}


def minutes_in_hours(value: Decimal) -> str:
    """Write minutes as hours and quarters; a time under an hour as minutes."""
    return written_hours(value) if value >= HOUR else _("%(n)s min") % {"n": tidy(value)}


def tidy(value: Decimal) -> str:
    """Write a figure with at most one decimal, a second where the first would hide it."""
    return plain_number(value.quantize(Decimal("0.01"), ROUND_HALF_UP))

"""The four stations of an open flag, each with its day: raised, seen, planned, checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from workload.rules import flag_clock
from workload.rules.flag_clock import FlagLook, FlagStepTaken


@dataclass(frozen=True)
class FlagStation:
    """One station: whether it is done, comes next, or is past its day."""

    name: str | Promise
    day: date | None
    done: bool = False
    next: bool = False
    late: bool = False


def stations_of(steps: Sequence[FlagStepTaken], look: FlagLook, day: date) -> list[FlagStation]:
    """Say how far a flag has come: the first station that is not done comes next."""
    wait = flag_clock.waiting(steps, day)
    late = wait is not None and wait.until < day
    plan = look.plan if look.planned and look.seen else None
    told = (
        (
            pgettext_lazy("station", "Raised"),
            steps[flag_clock.last_of(flag_clock.RISES, steps)].day,
            True,
        ),
        (pgettext_lazy("station", "Seen"), look.since if look.seen else None, look.seen),
        (pgettext_lazy("station", "Planned"), plan.day if plan else None, plan is not None),
        (pgettext_lazy("station", "Checked"), plan.until if plan else None, False),
    )
    return list(stations_in_turn(told, late))


def stations_in_turn(
    told: Sequence[tuple[str | Promise, date | None, bool]], late: bool
) -> Iterator[FlagStation]:
    """Mark the first station that is not done as the next one, and as late where it is."""
    before = True
    for name, day, done in told:
        comes = before and not done
        yield FlagStation(name, day, done and before, comes, comes and late)
        before = before and done

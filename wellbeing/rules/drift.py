"""A person's own usual, and when their answers drift away from it. No Django, no clock.

An EWMA control chart of the weekly strain (0 to 100) against a baseline of the person's own. The
chart is textbook; its limits carry one more term, because the baseline is a guess from eight weeks.
Numbers without a published source are the project's own: each says so with [P]. A signal is for the
person alone and means "your answers have drifted from your own usual", never more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate
from math import sqrt
from statistics import fmean, variance
from typing import NamedTuple, Self


@dataclass(frozen=True)
class Design:
    """The numbers of the watch: choices of the project [P], measured in `bench/drift.py`."""

    # m: a usual is made from this many answered weeks [P], and sketched from this many [P].
    settled: int = 8
    sketched: int = 4
    # Made again from all of this many weeks if there was no signal since the first usual [P]: eight
    # weeks leave the mean uncertain by a third of the spread, and people are new only once.
    confirmed: int = 12
    # ν0 and s0: the spread is drawn towards 10 as if eight weeks had given it [P]; no limit has
    # zero width.
    prior_weeks: int = 8
    prior_sd: float = 10
    # λ, the weight of the newest week [P]: charts for slow drifts take 0.05 to 0.25 [GK: Lucas and
    # Saccucci 1990].
    newest: float = 0.2
    # L, the widths of the two limits in standard deviations [P], and the weeks above the second.
    nudge: float = 2.7
    support: float = 3.0
    support_weeks: int = 2
    # One week alone counts from such a rise on, in points and in s, both [P]: 22.3 points are more
    # than chance in one comparison (`PULSE`), and here one is made each week.
    far: float = 30
    far_sds: float = 3.5
    # Weeks without an answer, in a row: silent from, started afresh from, forgotten beyond [P].
    stale: int = 3
    afresh: int = 6
    forgotten: int = 12
    # A usual lasts this many weeks, and then climbs by this many points at most [P]: a slow rise
    # must not become the usual.
    lasts: int = 26
    climb: float = 3

    def __post_init__(self) -> None:
        if not 2 <= self.sketched <= self.settled <= self.confirmed:
            raise ValueError("from two weeks on: a sketch, a usual, a confirmed one")
        if not 0 < self.newest <= 1:
            raise ValueError("the newest week weighs above 0 and up to 1")
        if not 0 < self.nudge <= self.support:
            raise ValueError("support is offered no earlier than a nudge is given")
        if self.support_weeks < 1:
            raise ValueError("support is offered after one week or more")
        if self.prior_weeks < 1 or self.prior_sd <= 0:
            raise ValueError("the spread that is assumed has a width and a weight")
        if self.far <= 0 or self.far_sds <= 0:
            raise ValueError("one week alone counts from a rise on")
        if not 0 < self.stale <= self.afresh <= self.forgotten:
            raise ValueError("stale, afresh and forgotten follow each other")
        if self.lasts < 1 or self.climb < 0:
            raise ValueError("a usual lasts a week or more and climbs by nothing or more")


USUAL = Design()


class Signal(IntEnum):
    """What the latest answered week says, for the person's eyes only."""

    NONE = 0
    NUDGE = 1
    SUPPORT = 2


class AnsweredWeek(NamedTuple):
    """One calendar week as the watch reads it.

    An excused week is one of leave: it is passed over, and neither breaks nor lengthens a row of
    missing weeks. An answer given on leave counts like any other: the person wanted to tell it [P].
    `anew` marks the first week of a new role, or of lines in other words: earlier weeks are not
    comparable. `asked` marks the week in which the person asked for the card of `floor.py` again.
    """

    week: date | None = None
    strain: float | None = None
    excused: bool = False
    anew: bool = False
    asked: bool = False


@dataclass(frozen=True)
class Baseline:
    """A person's usual: mean, spread, and the number of its weeks; `inf` for a known usual."""

    mean: float
    sd: float
    size: float

    @classmethod
    def of(cls, values: Sequence[float], design: Design = USUAL) -> Self:
        """Compute s² = (ν0·s0² + (m − 1)·s_i²) / (ν0 + m − 1); two values or more."""
        own, prior = len(values) - 1, design.prior_weeks
        pooled = prior * design.prior_sd**2 + own * variance(values)
        return cls(fmean(values), sqrt(pooled / (prior + own)), len(values))

    def width(self, t: int, sds: float, design: Design = USUAL) -> float:
        """How far z may be above the mean after t answered weeks.

        L·s·√(λ/(2 − λ)·(1 − (1 − λ)^2t) + (1/m)·(1 − (1 − λ)^t)²): the second term is the possible
        error of the mean of m weeks. Without it false alarms more than double (docs/method.md).
        """
        return sds * self.sd * spread(t, self.size, design.newest)

    def upper(self, t: int, sds: float, design: Design = USUAL) -> float:
        """The limit itself; a z above it, not at it, has drifted."""
        return self.mean + self.width(t, sds, design)


@lru_cache(maxsize=4096)
def spread(t: int, size: float, newest: float) -> float:
    """The standard deviation of z − mean after t weeks, for a spread of 1."""
    kept = (1 - newest) ** t
    return sqrt(newest / (2 - newest) * (1 - kept**2) + (1 - kept) ** 2 / size)


class DriftState(NamedTuple):
    """The state after a week.

    `z` is the smoothed strain and `t` how many answered weeks are in it beside the usual; `above`
    counts those above the limit of support, `calm` those without a signal, each in a row;
    `answered` all since the beginning; `missing` the weeks without an answer in a row; `age` the
    calendar weeks since the usual was made. `latest` holds the last answered weeks, `made_of` those
    behind the usual.
    """

    usual: Baseline | None = None
    z: float | None = None
    t: int = 0
    above: int = 0
    calm: int = 0
    answered: int = 0
    missing: int = 0
    age: int = 0
    signal: Signal = Signal.NONE
    far: bool = False
    latest: tuple[AnsweredWeek, ...] = ()
    made_of: tuple[date | None, ...] = ()

    def settled(self, design: Design = USUAL) -> bool:
        """Say whether there is a usual that weeks are judged by."""
        return self.usual is not None and self.usual.size >= design.settled

    def stale(self, design: Design = USUAL) -> bool:
        """Say whether the state is too old: too many weeks in a row are missing."""
        return self.missing >= design.stale


def follow_drift(weeks: Iterable[AnsweredWeek], design: Design = USUAL) -> list[DriftState]:
    """Go through consecutive calendar weeks, oldest first; return the state after each of them."""
    states = accumulate(weeks, lambda state, week: step(state, week, design), initial=DriftState())
    return list(states)[1:]


def step(state: DriftState, week: AnsweredWeek, design: Design = USUAL) -> DriftState:
    """Add one more calendar week. A week that begins anew is the first of a new usual."""
    if week.anew:
        state = DriftState()
    state = state._replace(age=state.age + 1)
    if week.strain is not None:
        return answered(state, week, week.strain, design)
    return state if week.excused else missed(state, design)


def missed(state: DriftState, design: Design) -> DriftState:
    """Keep z, t and the usual over a week without an answer; a gap is never filled in.

    From three missing weeks in a row no signal stands, and two weeks above the limit no longer
    follow each other [P]. At six z begins again at the mean, and t with it, because the limit of t
    belongs to a z that left the mean t weeks ago [P]. Beyond twelve nothing of before is kept.
    """
    missing = state.missing + 1
    if missing > design.forgotten:
        return DriftState(missing=missing)
    state = state._replace(missing=missing)
    if missing >= design.stale:
        state = state._replace(signal=Signal.NONE, far=False, above=0)
    if missing >= design.afresh and state.usual:
        state = state._replace(z=state.usual.mean, t=0)
    return state


def answered(state: DriftState, week: AnsweredWeek, strain: float, design: Design) -> DriftState:
    """Add an answered week: compare it with the usual, and make a usual if one is due.

    Before there is a usual the week is compared with the sketch of the weeks before it.
    """
    usual = state.usual if state.settled(design) else None
    judged = judge(state, usual, strain, design) if usual else conclude(state, strain, design)
    latest = (*judged.latest, week)[-design.confirmed :]
    state = judged._replace(missing=0, answered=judged.answered + 1, latest=latest)
    if usual is None:
        return settle(state, design) if state.answered >= design.sketched else state
    return renew(state, usual, design)


def renew(state: DriftState, usual: Baseline, design: Design) -> DriftState:
    """Make a usual anew from the latest answered weeks when it is due and they were calm.

    It is due the first time at twelve answered weeks, and then when it is old. So no person is
    unwatched for weeks, and weeks with a signal do not become the usual. An old one climbs by three
    points at most and may sink freely; z and t go on [P].
    """
    if state.answered == design.confirmed:
        calm = state.calm >= design.confirmed - design.settled
        return settle(state, design) if calm else state
    if state.age < design.lasts or state.calm < design.confirmed:
        return state
    new = usual_of_latest(state, design)
    return remake(state, replace(new, mean=min(new.mean, usual.mean + design.climb)))


def settle(state: DriftState, design: Design) -> DriftState:
    """Make the usual of the latest answered weeks, and begin z at its mean."""
    usual = usual_of_latest(state, design)
    return remake(state, usual)._replace(z=usual.mean, t=0)


def usual_of_latest(state: DriftState, design: Design) -> Baseline:
    """Compute the usual of the latest answered weeks."""
    return Baseline.of([one.strain for one in state.latest if one.strain is not None], design)


def remake(state: DriftState, usual: Baseline) -> DriftState:
    """Replace the usual by one of the latest answered weeks."""
    weeks = tuple(week.week for week in state.latest)
    return state._replace(usual=usual, age=0, made_of=weeks)


def judge(state: DriftState, usual: Baseline, strain: float, design: Design) -> DriftState:
    """Compare an answered week with a settled usual: the smoothed strain, and the week alone."""
    before = usual.mean if state.z is None else state.z
    z, t = design.newest * strain + (1 - design.newest) * before, state.t + 1
    above = state.above + 1 if z > usual.upper(t, design.support, design) else 0
    drifted = z > usual.upper(t, design.nudge, design)
    return conclude(state._replace(z=z, t=t, above=above), strain, design, drifted)


def conclude(state: DriftState, strain: float, design: Design, drifted: bool = False) -> DriftState:
    """Write down what an answered week means; before there is a usual, beside the sketch of it."""
    far = state.usual is not None and is_far(strain, state.usual, design)
    signal = Signal.NUDGE if far or drifted else Signal.NONE
    if state.above >= design.support_weeks:
        signal = Signal.SUPPORT
    calm = 0 if signal else state.calm + 1
    return state._replace(calm=calm, signal=signal, far=far)


def is_far(strain: float, usual: Baseline, design: Design = USUAL) -> bool:
    """Say whether one week alone is a reason for a nudge: a rise of max(30, 3.5 s) or more."""
    return strain - usual.mean >= max(design.far, design.far_sds * usual.sd)


@dataclass(frozen=True)
class DriftMeasure:
    """A scale's spread between people and its reliability, for the reliable-change index."""

    sd: float
    reliability: float

    @property
    def error(self) -> float:
        """The standard error of a difference: √2 · SD · √(1 − r) [Jacobson and Truax 1991]."""
        return sqrt(2 * (1 - self.reliability)) * self.sd

    def change(self, before: float, after: float) -> float:
        """The reliable-change index of two values."""
        return (after - before) / self.error

    def is_reliable(self, before: float, after: float) -> bool:
        """Say whether a change is larger than chance makes it in 95 of 100 cases."""
        return abs(self.change(before, after)) >= 1.96


# Assumed until there are enough answers to measure it [P]: reliable from 22.3 on.
PULSE = DriftMeasure(sd=18, reliability=0.80)

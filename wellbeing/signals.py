"""A person's own usual, and when their answers drift away from it. No Django, no clock.

An EWMA chart of the weekly strain (0 to 100) against a baseline of the person's own. The chart is
textbook; its limits carry one more term, for the baseline is a guess from eight weeks. Numbers
without a published source are the project's own: each says so with [P]. A signal is for the person
alone and means "your answers have drifted from your own usual", never more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate
from math import sqrt
from statistics import fmean, variance
from typing import Self


@dataclass(frozen=True)
class Design:
    """The numbers of the watch. All are choices of the project [P]."""

    # A usual is settled by so many answered weeks, and sketched from so many.
    settled: int = 8
    sketched: int = 4
    # The spread is drawn towards 10 as if eight weeks had said so: no limit has zero width.
    prior_weeks: int = 8
    prior_sd: float = 10
    # The weight of the newest week, and the widths of the two limits in standard deviations.
    newest: float = 0.3
    nudge: float = 2.7
    support: float = 3.0
    support_weeks: int = 2
    # One week alone counts when it is heavy, unusual and more than chance (`PULSE`) at once.
    heavy: float = 75
    heavy_sds: float = 2.5
    heavy_rise: float = 22.3
    # Weeks without an answer, in a row: silent from, started afresh from, forgotten beyond.
    stale: int = 3
    afresh: int = 6
    forgotten: int = 12
    # A usual lasts so many weeks, as long as nothing is open.
    lasts: int = 26

    def __post_init__(self) -> None:
        if not 2 <= self.sketched <= self.settled:
            raise ValueError("a sketch needs two weeks or more, and no more than a settled usual")
        if not 0 < self.newest <= 1:
            raise ValueError("the newest week weighs above 0 and up to 1")
        if not 0 < self.nudge <= self.support:
            raise ValueError("support is offered no earlier than a nudge is given")
        if not 0 < self.stale <= self.afresh <= self.forgotten:
            raise ValueError("stale, afresh and forgotten follow each other")


USUAL = Design()


class Signal(IntEnum):
    """What the latest answered week says, for the person's eyes only."""

    NONE = 0
    NUDGE = 1
    SUPPORT = 2


@dataclass(frozen=True)
class Lived:
    """One calendar week as the watch sees it.

    An excused week is one of leave: it is passed over, and neither breaks nor lengthens a row of
    missing weeks. An answer given on leave counts like any other: somebody wanted to tell it [P].
    `anew` marks the first week of a new role, or of lines in other words: what was before is not
    comparable.
    """

    week: date | None = None
    strain: float | None = None
    excused: bool = False
    anew: bool = False


@dataclass(frozen=True)
class Baseline:
    """Somebody's usual: mean, spread, and of how many weeks; `inf` for one that is known."""

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
        """How far z may lie above the mean after t answered weeks.

        L·s·√(λ/(2 − λ)·(1 − (1 − λ)^2t) + (1/m)·(1 − (1 − λ)^t)²): the second term is what the
        mean of m weeks may be wrong by. Without it false alarms more than double (docs/method.md).
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


@dataclass(frozen=True)
class State:
    """What is known after a week.

    `z` is the smoothed strain and `t` how many answered weeks are in it beside the usual; `above`
    counts those above the limit of support, `calm` those without a signal, each in a row;
    `missing` the weeks without an answer in a row; `age` the calendar weeks since the usual was
    settled. `latest` holds the last answered weeks, `made_of` those behind the usual.
    """

    usual: Baseline | None = None
    z: float | None = None
    t: int = 0
    above: int = 0
    calm: int = 0
    missing: int = 0
    age: int = 0
    signal: Signal = Signal.NONE
    heavy: bool = False
    latest: tuple[Lived, ...] = ()
    made_of: tuple[date | None, ...] = ()

    def settled(self, design: Design = USUAL) -> bool:
        """Say whether there is a usual that weeks are judged by."""
        return self.usual is not None and self.usual.size >= design.settled

    def stale(self, design: Design = USUAL) -> bool:
        """Say whether nothing can be told of now: too many weeks in a row are missing."""
        return self.missing >= design.stale


def follow(weeks: Iterable[Lived], design: Design = USUAL) -> list[State]:
    """Walk through consecutive calendar weeks, oldest first; the state after each of them."""
    states = accumulate(weeks, lambda state, week: step(state, week, design), initial=State())
    return list(states)[1:]


def step(state: State, week: Lived, design: Design = USUAL) -> State:
    """Take one more calendar week in. What begins anew begins a usual with this very week."""
    if week.anew:
        state = State()
    state = replace(state, age=state.age + 1)
    if week.strain is not None:
        return answered(state, week, design)
    return state if week.excused else missed(state, design)


def missed(state: State, design: Design) -> State:
    """Hold z, t and the usual over a week without an answer; a gap is never filled in.

    From three in a row no signal stands, and two weeks above the limit no longer follow each other
    [P]. At six z begins again at the mean, and t with it, for the limit of t belongs to a z that
    left the mean t weeks ago [P]. Beyond twelve nothing of before is kept.
    """
    missing = state.missing + 1
    if missing > design.forgotten:
        return State(missing=missing)
    state = replace(state, missing=missing)
    if missing >= design.stale:
        state = replace(state, signal=Signal.NONE, heavy=False, above=0)
    if missing >= design.afresh and state.usual:
        state = replace(state, z=state.usual.mean, t=0)
    return state


def answered(state: State, week: Lived, design: Design) -> State:
    """Take an answered week in: into the usual until that is settled, against it afterwards."""
    latest = (*state.latest, week)[-design.settled :]
    state = replace(state, missing=0, latest=latest)
    if not state.settled(design):
        return settle(state, design) if len(latest) >= design.sketched else state
    state = judge(state, week.strain, design)
    # Renewed from the last eight answered weeks, so that nobody goes unwatched for eight; and only
    # when none of them had a signal, or heavy weeks would become the usual [P].
    due = state.age >= design.lasts and state.calm >= design.settled
    return settle(state, design) if due else state


def settle(state: State, design: Design) -> State:
    """Make the usual of the latest answered weeks, and begin z at its mean."""
    usual = Baseline.of([week.strain for week in state.latest], design)
    weeks = tuple(week.week for week in state.latest)
    return replace(state, usual=usual, z=usual.mean, t=0, age=0, made_of=weeks)


def judge(state: State, strain: float, design: Design) -> State:
    """Hold an answered week against a settled usual."""
    z = design.newest * strain + (1 - design.newest) * state.z
    t, usual = state.t + 1, state.usual
    above = state.above + 1 if z > usual.upper(t, design.support, design) else 0
    heavy = is_heavy(strain, usual, design)
    signal = Signal.NONE
    if above >= design.support_weeks:
        signal = Signal.SUPPORT
    elif heavy or z > usual.upper(t, design.nudge, design):
        signal = Signal.NUDGE
    calm = 0 if signal else state.calm + 1
    return replace(state, z=z, t=t, above=above, calm=calm, signal=signal, heavy=heavy)


def is_heavy(strain: float, usual: Baseline, design: Design = USUAL) -> bool:
    """Say whether one week alone is reason for a nudge."""
    least = max(design.heavy, usual.mean + design.heavy_sds * usual.sd)
    return strain >= least and strain - usual.mean >= design.heavy_rise


@dataclass(frozen=True)
class Measure:
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


# Assumed until enough answers are there to measure it [P]: reliable from 22.3 on.
PULSE = Measure(sd=18, reliability=0.80)

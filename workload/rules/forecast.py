"""What a caseload may be in some weeks, as a band. No Django, no clock, no database.

Cases come at a steady rate and each open one closes with the same chance every week: the number of
cases is then known in closed form, with its spread. Rates are uncertain too, the more so the fewer
cases were seen, and that is part of the band.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WEEKS_AHEAD = 8
# Fewer weeks say too little about a rate.
WEEKS_AT_LEAST = 8
# Eight of ten futures lie inside the band.
Z = 1.2816
# Jeffreys: half an event more, so that "never seen" is not "impossible".
HALF = 0.5


@dataclass(frozen=True)
class Rate:
    """Events per unit of exposure, with the band that eight of ten truths lie in."""

    events: int
    exposure: float

    @property
    def mean(self) -> float:
        """The expected rate."""
        return (self.events + HALF) / self.exposure

    @property
    def variance(self) -> float:
        """How uncertain the rate is."""
        return (self.events + HALF) / self.exposure**2

    def at(self, z: float) -> float:
        """The rate so many deviations away: a gamma quantile after Wilson and Hilferty."""
        shape = self.events + HALF
        root = 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))
        return shape * max(root, 0.0) ** 3 / self.exposure

    @property
    def low(self) -> float:
        """The lower end of the band."""
        return self.at(-Z)

    @property
    def high(self) -> float:
        """The upper end of the band."""
        return self.at(Z)


@dataclass(frozen=True)
class Flow:
    """What was seen: cases opened and closed, by how many people, out of how many."""

    opened: int
    closed: int
    person_weeks: int
    case_weeks: int
    weeks: int

    @property
    def enough(self) -> bool:
        """Say whether enough was seen to speak of the weeks to come."""
        return self.weeks >= WEEKS_AT_LEAST and self.case_weeks > 0

    def inflow(self, people: int) -> Rate:
        """New cases a week for so many people."""
        return Rate(self.opened, self.person_weeks / people)

    @property
    def closing(self) -> Rate:
        """The share of open cases that closes in a week."""
        return Rate(self.closed, self.case_weeks)


@dataclass(frozen=True)
class ForecastBand:
    """A lower, a middle and an upper figure."""

    low: float
    middle: float
    high: float

    def scaled(self, by: float, plus: float = 0.0) -> "ForecastBand":
        """The same band in other units."""
        return ForecastBand(self.low * by + plus, self.middle * by + plus, self.high * by + plus)


def cases_after(weeks: int, now: int, inflow: Rate, closing: Rate) -> ForecastBand:
    """Say how many cases are open after some weeks.

    Mean: n·e^(-μt) + λ·(1 - e^(-μt))/μ. Spread: cases stay or go by themselves (binomial), new ones
    come by themselves (Poisson), and both rates may be others than they seem (delta method).
    """
    rate, gone, t = inflow.mean, closing.mean, float(weeks)
    stay = math.exp(-gone * t)
    arrived = (1 - stay) / gone
    mean = now * stay + rate * arrived
    by_rate = arrived
    by_gone = -t * now * stay + rate * (t * stay / gone - (1 - stay) / gone**2)
    variance = now * stay * (1 - stay) + rate * arrived
    variance += by_rate**2 * inflow.variance + by_gone**2 * closing.variance
    spread = Z * math.sqrt(variance)
    return ForecastBand(max(0.0, mean - spread), mean, mean + spread)


def people_needed(points: float, capacity: float, each: float) -> int:
    """Say how many more people would bring a load to 100 % or less."""
    return max(0, math.ceil(round((points - capacity) / each, 9)))


@dataclass(frozen=True)
class Team:
    """What a team carries now and what it can carry in each of the weeks to come."""

    # Those who carry cases, and those who may.
    people: int
    cases: int
    case_points: float
    other_points: float
    # With the hours that each of them has on average.
    each: float
    # In the last of the weeks to come, without days off.
    capacity: float
    capacities: Sequence[float]

    @property
    def points_a_case(self) -> float:
        """What a case weighs now, on average."""
        return self.case_points / self.cases if self.cases else 0.0


@dataclass(frozen=True)
class Forecast:
    """The weeks to come: load in percent as a band, and how many people would bring it down."""

    flow: Flow
    team: Team

    @property
    def inflow(self) -> Rate:
        """New cases of the whole team a week."""
        return self.flow.inflow(self.team.people)

    def points(self, weeks: int) -> ForecastBand:
        """The points after some weeks."""
        cases = cases_after(weeks, self.team.cases, self.inflow, self.flow.closing)
        return cases.scaled(self.team.points_a_case, self.team.other_points)

    @property
    def loads(self) -> list[ForecastBand | None]:
        """The load of each week in percent; None where all are away."""
        return [
            self.points(n).scaled(100 / room) if room else None
            for n, room in enumerate(self.team.capacities, start=1)
        ]

    @property
    def needed(self) -> tuple[int, int]:
        """How many more people the last week would take, at the band's two ends, with none off."""
        points, room = self.points(len(self.team.capacities)), self.team.capacity
        each = self.team.each
        return people_needed(points.low, room, each), people_needed(points.high, room, each)

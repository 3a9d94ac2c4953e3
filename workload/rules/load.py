"""How much work a person carries: points, capacity, load and level.

Points are case-hours per week. No Django, no clock, no database; Decimal throughout, compared
unrounded. The numbers are project defaults anchored to the CWLA caseload figures named beside them;
`workload/policies/policy_numbers.py` says of each where it comes from, and an organisation may
adopt its own.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from .limits import LABOUR_ACT, OF_KIND, Limits


class Phase(enum.StrEnum):
    """Where a case stands."""

    INTAKE = "intake"
    ACTIVE = "active"
    COURT = "court"
    AFTERCARE = "aftercare"
    DORMANT = "dormant"


class AddOn(enum.StrEnum):
    """What makes a case heavier."""

    CHILD = "child"
    INTERPRETER = "interpreter"
    CROSS_BORDER = "cross_border"
    RISK = "risk"
    ACUTE = "acute"
    AGENCIES = "agencies"
    MATERIAL = "material"


class Part(enum.StrEnum):
    """The part a person plays in a case."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    ADVISORY = "advisory"


class Level(enum.StrEnum):
    """How a load stands against capacity."""

    GREEN = "green"
    WATCH = "watch"
    AMBER = "amber"
    RED = "red"

    @property
    def flagged(self) -> bool:
        """Say whether a flag can stand at this level."""
        return self in {Level.AMBER, Level.RED}


# Whole years for which weeks of work can be kept.
KEPT_YEARS = range(1, 11)


def table(**values: str) -> Mapping[str, Decimal]:
    """Write a read-only table of Decimals."""
    return MappingProxyType({name: Decimal(value) for name, value in values.items()})


@dataclass(frozen=True)
class Policy:
    """Every weight and limit of the workload arithmetic, with a version that weeks keep."""

    version: str = ""
    # active 26/17 cases (CWLA: 17 active families); intake and court 26/12 (CWLA: 12
    # investigations) rounded down, so that the CWLA maximum stays within 100 %.
    phases: Mapping[str, Decimal] = field(
        default_factory=lambda: table(
            intake="2.1", active="1.5", court="2.1", aftercare="0.75", dormant="0.25"
        )
    )
    # Expert defaults without a published source, 0.25 = 15 minutes a week: calibrate.
    add_ons: Mapping[str, Decimal] = field(
        default_factory=lambda: table(
            child="0.5",
            interpreter="0.5",
            cross_border="0.5",
            risk="1.0",
            acute="0.5",
            agencies="0.25",
            material="0.5",
        )
    )
    further_victim: Decimal = Decimal("0.25")
    further_victims_at_most: Decimal = Decimal("2.0")
    parts: Mapping[str, Decimal] = field(
        default_factory=lambda: table(primary="1", secondary="0.5", advisory="0.25")
    )
    night: Decimal = Decimal("1.0")
    # 26/5: CWLA's span of five supervisees is a full load.
    supervisee: Decimal = Decimal("5.2")
    # Low end of the 63-76 % of time that serves families (CWLA, 29 jurisdictions).
    capacity_share: Decimal = Decimal("0.65")
    working_days: Decimal = Decimal(5)
    watch: Decimal = Decimal(85)
    amber: Decimal = Decimal(100)
    red: Decimal = Decimal(120)
    # For how many years weeks of work are kept; the project's own choice.
    kept_years: Decimal = Decimal(5)
    # What gives a reason beside the load.
    limits: Limits = LABOUR_ACT

    def __hash__(self) -> int:
        return hash(
            self.version
        )  # its tables have no hash of their own; alike is all that is alike

    def __post_init__(self) -> None:
        if not 0 < self.watch < self.amber < self.red:
            raise ValueError("limits out of order: watch < amber < red")
        named = (self.phases.keys(), Phase), (self.add_ons.keys(), AddOn), (self.parts.keys(), Part)
        if any(set(found) != set(wanted) for found, wanted in named):
            raise ValueError("every phase, every add-on and every part needs a weight")
        if min(self.weights) < 0:
            raise ValueError("a weight below zero")
        if not 0 < self.capacity_share <= 1:
            raise ValueError("a capacity share lies above 0 and up to 1")
        if not 1 <= self.working_days <= 7:
            raise ValueError("a week has 1 to 7 working days")
        if self.kept_years not in KEPT_YEARS:
            raise ValueError("weeks are kept for 1 to 10 years")

    @property
    def weights(self) -> list[Decimal]:
        """Every number that points are computed with."""
        tables = (self.phases, self.add_ons, self.parts)
        single = (self.further_victim, self.further_victims_at_most, self.night, self.supervisee)
        return [*(value for table in tables for value in table.values()), *single]


# In the names of the project's own numbers. Weeks keep these names: other numbers need another, and
# the ones before stay among `PROJECTS_OWN`.
VERSION = "default-1"
PROJECTS_OWN = MappingProxyType(
    {kind: Policy(f"{VERSION}-{kind}", limits=limits) for kind, limits in OF_KIND.items()}
)
USUAL = PROJECTS_OWN["ngo"]


def usual(kind: str) -> Policy:
    """Give the project's own numbers to an organisation of a kind, with the hours of its law."""
    return PROJECTS_OWN[kind]


@dataclass(frozen=True)
class CaseLine:
    """Some like cases: their phase, what makes them heavier, the part in them, how many."""

    phase: Phase
    add_ons: frozenset[AddOn] = frozenset()
    further_victims: int = 0
    part: Part = Part.PRIMARY
    count: int = 1

    def __post_init__(self) -> None:
        if self.count < 0 or self.further_victims < 0:
            raise ValueError("counts are never negative")


def kept_line(line: Mapping[str, Any]) -> CaseLine:
    """Read a line that a week kept."""
    return CaseLine(
        phase=Phase(line["phase"]),
        add_ons=frozenset(AddOn(extra) for extra in line["add_ons"]),
        further_victims=line["further_victims"],
        part=Part(line["part"]),
        count=line["count"],
    )


@dataclass(frozen=True)
class Load:
    """A week's load with its working; `percent` is None when there was no capacity at all."""

    cases: Decimal
    nights: Decimal
    supervision: Decimal
    capacity: Decimal
    # What the capacity would be without the organisation's days of rest; None where it is the same.
    usual_capacity: Decimal | None = None

    @property
    def points(self) -> Decimal:
        """The sum of everything."""
        return self.cases + self.nights + self.supervision

    @property
    def percent(self) -> Decimal | None:
        """Points in percent of capacity, unrounded; None means not available."""
        return 100 * self.points / self.capacity if self.capacity else None

    @property
    def usual_percent(self) -> Decimal | None:
        """The load that flags go by: as if the organisation did not rest that week.

        All rest alike, so a load that is high by that alone gives no reason for a talk. Without
        any capacity it is not available either.
        """
        if self.usual_capacity is None or not self.capacity:
            return self.percent
        return 100 * self.points / self.usual_capacity


def weight(line: CaseLine, policy: Policy = USUAL) -> Decimal:
    """Weigh one case of a line: (phase + add-ons) × part. A dormant case takes no add-ons."""
    base = policy.phases[line.phase]
    if line.phase is not Phase.DORMANT:
        base += sum((policy.add_ons[extra] for extra in line.add_ons), Decimal())
        base += min(line.further_victims * policy.further_victim, policy.further_victims_at_most)
    return base * policy.parts[line.part]


def points(line: CaseLine, policy: Policy = USUAL) -> Decimal:
    """Weigh a line: its count times the weight of one."""
    return line.count * weight(line, policy)


def capacity(hours: Decimal, leave_days: Decimal = Decimal(), policy: Policy = USUAL) -> Decimal:
    """Compute a week's capacity in points: contracted hours × share × days not on leave."""
    present = max(Decimal(), 1 - Decimal(leave_days) / policy.working_days)
    return Decimal(hours) * policy.capacity_share * present


def usual_capacity(
    hours: Decimal, leave_days: Decimal, rest_days: Decimal, policy: Policy = USUAL
) -> Decimal:
    """Compute a week's capacity in points as if the organisation did not rest in it.

    Leave counts as ever. Days of leave that lie over days of rest are no leave.
    """
    workable = max(Decimal(), policy.working_days - rest_days)
    return capacity(hours, min(Decimal(leave_days), workable), policy)


def load(
    lines: Iterable[CaseLine],
    *,
    hours: Decimal | None,
    nights: int | Decimal = 0,
    leave_days: Decimal = Decimal(),
    rest_days: Decimal = Decimal(),
    supervisees: Decimal = Decimal(),
    policy: Policy = USUAL,
) -> Load:
    """Add up a week. Supervisees may be a share, where several supervise a unit together.

    Nights may be a share too, where the week is one post's of several. Without contracted hours
    there are points, and no capacity to compare them with.
    """
    here, usual = Decimal(), None
    if hours is not None:
        here = capacity(hours, leave_days + rest_days, policy)
        usual = usual_capacity(hours, leave_days, rest_days, policy) if rest_days else None
    return Load(
        cases=sum((points(line, policy) for line in lines), Decimal()),
        nights=nights * policy.night,
        supervision=supervisees * policy.supervisee,
        capacity=here,
        usual_capacity=usual,
    )


def level(percent: Decimal | None, policy: Policy = USUAL) -> Level | None:
    """Judge a load in percent of the week's capacity; not available has no level."""
    if percent is None:
        return None
    if percent > policy.red:
        return Level.RED
    if percent > policy.amber:
        return Level.AMBER
    return Level.WATCH if percent >= policy.watch else Level.GREEN


@dataclass(frozen=True)
class Judged:
    """A week that was sent, by its Monday and level; None where capacity was zero."""

    monday: date
    level: Level | None


def weeks_above(weeks: Sequence[Judged]) -> int:
    """Count the calendar weeks in a row, up to the latest sent, that lay above 100 %."""
    run, expected = 0, None
    for week in reversed(weeks):
        if week.level is None or not week.level.flagged:
            break
        if expected is not None and week.monday != expected:
            break
        run, expected = run + 1, week.monday - timedelta(weeks=1)
    return run

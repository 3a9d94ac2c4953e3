"""Levels and what each asks: time, hours, certificates, competencies. No Django, no clock."""

import enum
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .certificates import add_months

# OVC model standards as mapped for this project: what was seen longer ago is looked at again.
EVIDENCE_MONTHS = 24
# 0 none, 1 aware, 2 supervised, 3 independent, 4 teaches.
TOP = 4
# A training of any kind.
ANY = ""


class LevelAsk(enum.StrEnum):
    """What a level can ask for."""

    TIME = "time"
    HOURS = "hours"
    EXPERIENCE = "experience"
    SUPERVISION = "supervision"
    CERTIFICATE = "certificate"
    COMPETENCY = "competency"


@dataclass(frozen=True)
class Gate:
    """Everything that a level asks for; what it does not name, it does not ask."""

    # Full months in the programme.
    months: int = 0
    # Hours of training by kind; ANY counts all of them.
    hours: Mapping[str, Decimal] = field(default_factory=dict)
    # Hours worked in the field.
    experience: int = 0
    # Hours of supervision in a group.
    supervision: int = 0
    certificates: frozenset[Hashable] = frozenset()
    competencies: Mapping[Hashable, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        counts = (self.months, self.experience, self.supervision)
        if any(n < 0 for n in counts) or any(n <= 0 for n in self.hours.values()):
            raise ValueError("a level asks for no less than nothing")
        if not all(1 <= level <= TOP for level in self.competencies.values()):
            raise ValueError(f"a competency is asked for at a level from 1 to {TOP}")


@dataclass(frozen=True)
class LevelEvidence:
    """At which level a person was seen, when, and whether by another person."""

    level: int
    day: date
    by_other: bool = True

    def counts(self, day: date) -> bool:
        """Say whether it holds on a day: seen by another, up to 24 months ago; that day counts."""
        return self.by_other and self.day <= day <= add_months(self.day, EVIDENCE_MONTHS)


@dataclass(frozen=True)
class LevelStanding:
    """What a person has on a day."""

    months: int = 0
    hours: Mapping[str, Decimal] = field(default_factory=dict)
    experience: int = 0
    supervision: Decimal = Decimal(0)
    certificates: frozenset[Hashable] = frozenset()
    competencies: Mapping[Hashable, LevelEvidence] = field(default_factory=dict)

    def level_in(self, competency: Hashable, day: date) -> int:
        """The level that counts on a day: without evidence that holds it is none."""
        found = self.competencies.get(competency)
        return found.level if found and found.counts(day) else 0


@dataclass(frozen=True)
class LevelNeed:
    """One thing that a level asks for, beside what is there of it."""

    kind: LevelAsk
    what: Hashable
    wanted: Decimal | int
    held: Decimal | int

    @property
    def met(self) -> bool:
        """Say whether it is there: as much as is wanted is enough."""
        return self.held >= self.wanted


def needs(gate: Gate, standing: LevelStanding, day: date) -> list[LevelNeed]:
    """List all that a gate asks for, each judged alone: nothing makes up for anything else."""
    found = []
    if gate.months:
        found.append(LevelNeed(LevelAsk.TIME, None, gate.months, standing.months))
    for kind, hours in gate.hours.items():
        found.append(LevelNeed(LevelAsk.HOURS, kind, hours, standing.hours.get(kind, Decimal(0))))
    if gate.experience:
        found.append(LevelNeed(LevelAsk.EXPERIENCE, None, gate.experience, standing.experience))
    if gate.supervision:
        found.append(LevelNeed(LevelAsk.SUPERVISION, None, gate.supervision, standing.supervision))
    for one in sorted(gate.certificates, key=str):
        found.append(LevelNeed(LevelAsk.CERTIFICATE, one, 1, int(one in standing.certificates)))
    for one, level in gate.competencies.items():
        found.append(LevelNeed(LevelAsk.COMPETENCY, one, level, standing.level_in(one, day)))
    return found


def passes(gate: Gate, standing: LevelStanding, day: date) -> bool:
    """Say whether everything that a gate asks for is there."""
    return all(need.met for need in needs(gate, standing, day))


def highest(gates: Sequence[Gate], standing: LevelStanding, day: date) -> int | None:
    """Find the highest level with all conditions met, counted from 0; None for none."""
    met = [n for n, gate in enumerate(gates) if passes(gate, standing, day)]
    return met[-1] if met else None

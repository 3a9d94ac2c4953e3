"""Renewal by continuing education, and the four levels of a credential. No Django, no clock.

After the National Advocate Credentialing Program (NOVA); docs/method.md tells which of its numbers
were read at their source and which are general knowledge or this project's own.
"""

import enum
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .rules import add_months


class Credential(enum.IntEnum):
    """The levels, lowest first."""

    NONE = 0
    PROVISIONAL = 1
    BASIC = 2
    INTERMEDIATE = 3
    ADVANCED = 4


@dataclass(frozen=True)
class Conditions:
    """What one level asks for: hours of three kinds of training, and hours of work."""

    level: Credential
    foundation: Decimal = Decimal(40)
    specialty: Decimal = Decimal(0)
    further: Decimal = Decimal(0)
    work: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if min(self.foundation, self.specialty, self.further, self.work) < 0:
            raise ValueError(f"{self} asks for less than nothing")

    def met(
        self, *, foundation: Decimal, specialty: Decimal, further: Decimal, work: Decimal
    ) -> bool:
        """Say whether every condition is met; much of one makes up for nothing of another."""
        return (
            foundation >= self.foundation
            and specialty >= self.specialty
            and further >= self.further
            and work >= self.work
        )


NACP = (
    Conditions(Credential.PROVISIONAL),
    Conditions(Credential.BASIC, specialty=Decimal(20), work=Decimal(3_900)),
    Conditions(
        Credential.INTERMEDIATE, specialty=Decimal(20), further=Decimal(20), work=Decimal(7_800)
    ),
    # "C (more)": 40 is this project's reading of it.
    Conditions(
        Credential.ADVANCED, specialty=Decimal(20), further=Decimal(40), work=Decimal(15_600)
    ),
)


def credential(
    *,
    foundation: Decimal,
    specialty: Decimal = Decimal(0),
    further: Decimal = Decimal(0),
    work: Decimal = Decimal(0),
    levels: tuple[Conditions, ...] = NACP,
) -> Credential:
    """Find the highest level of which every condition is met; all numbers are hours."""
    hours = {"foundation": foundation, "specialty": specialty, "further": further, "work": work}
    return max((one.level for one in levels if one.met(**hours)), default=Credential.NONE)


@dataclass(frozen=True)
class Progress:
    """How far somebody is towards the next date: hours told, confirmed and needed."""

    needed: Decimal
    confirmed: Decimal
    told: Decimal
    due: date

    @property
    def missing(self) -> Decimal:
        """The hours still to be confirmed; never below zero."""
        return max(Decimal(0), self.needed - self.confirmed)

    @property
    def to_tell(self) -> Decimal:
        """The hours still to be written down, if all that is written is confirmed."""
        return max(Decimal(0), self.needed - self.told)

    @property
    def complete(self) -> bool:
        """Say whether enough is confirmed."""
        return self.missing == 0

    def renewable(self, day: date) -> bool:
        """Say whether it can be renewed on a day: enough is confirmed, and it has not lapsed."""
        return self.complete and day <= self.due

    def lapsed(self, day: date) -> bool:
        """Say whether its date came without enough hours: on the day itself it is decided."""
        return day >= self.due and not self.complete


def next_due(due: date, months: int) -> date:
    """Find the date after this one, counted from it: who renews early loses nothing."""
    return add_months(due, months)

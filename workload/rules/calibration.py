"""Draw a default weight towards what was measured. No Django, no clock, no database; exact."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# The default counts as much as ten case-weeks do.
DEFAULT_COUNTS_AS = 10
# Below these nothing is offered: a mean of a few cases says little about the next ones.
WEEKS_AT_LEAST = 4
CASE_WEEKS_AT_LEAST = 10


@dataclass(frozen=True)
class Logged:
    """One week's time for the plain cases of one phase."""

    week: date
    cases: int
    hours: Decimal


@dataclass(frozen=True)
class Calibrated:
    """A default weight beside what was measured."""

    default: Decimal
    weeks: int
    case_weeks: int
    hours: Decimal

    @property
    def mean(self) -> Decimal | None:
        """Hours a week for one case; None where nothing was logged."""
        return self.hours / self.case_weeks if self.case_weeks else None

    @property
    def weight(self) -> Decimal:
        """The default drawn towards the mean: w = (10 × default + n × mean) / (10 + n)."""
        return (DEFAULT_COUNTS_AS * self.default + self.hours) / (
            DEFAULT_COUNTS_AS + self.case_weeks
        )

    @property
    def offered(self) -> bool:
        """Say whether enough was logged to offer this weight."""
        return self.weeks >= WEEKS_AT_LEAST and self.case_weeks >= CASE_WEEKS_AT_LEAST


def calibrate(default: Decimal, logged: Iterable[Logged]) -> Calibrated:
    """Add up what was logged for one phase; weeks without a case count for nothing."""
    counted = [one for one in logged if one.cases]
    return Calibrated(
        default=default,
        weeks=len({one.week for one in counted}),
        case_weeks=sum(one.cases for one in counted),
        hours=sum((one.hours for one in counted), Decimal()),
    )

"""What five answers add up to. No Django, no clock.

The sum is our own and serves one purpose: to notice a drift from a person's own usual.
"""

from dataclasses import asdict, dataclass
from decimal import Decimal

HIGHEST = 4
# Project default: from here on a week is called heavy to the person, and help is shown. Nobody else
# is told, nothing is stored.
HEAVY_STRAIN = 70
ANSWERED_AT_LEAST = 4


@dataclass(frozen=True)
class PulseAnswers:
    """One week's answers, 0 to 4 days bands each, or None where a line was skipped."""

    worn: int | None = None
    far: int | None = None
    back: int | None = None
    rest: int | None = None
    team: int | None = None

    def __post_init__(self) -> None:
        for value in self.values:
            if value is not None and not 0 <= value <= HIGHEST:
                raise ValueError(f"{value} is outside 0 to {HIGHEST}")

    @property
    def values(self) -> tuple[int | None, ...]:
        """The five, in the order they are asked."""
        return (self.worn, self.far, self.back, self.rest, self.team)

    @property
    def given(self) -> dict[str, int]:
        """The lines that were answered, with their values."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @property
    def any(self) -> bool:
        """Say whether there is any answer at all."""
        return any(value is not None for value in self.values)


def strain(answers: PulseAnswers) -> Decimal | None:
    """Compute S = 100 × sum / 20 with rest and team reversed; 0 to 100, high is heavier.

    One skipped line is left out of the mean; with more skipped there is no figure at all.
    """
    heavy = [answers.worn, answers.far, answers.back]
    light = [answers.rest, answers.team]
    counted = [x for x in heavy if x is not None] + [HIGHEST - x for x in light if x is not None]
    if len(counted) < ANSWERED_AT_LEAST:
        return None
    return 100 * Decimal(sum(counted)) / (HIGHEST * len(counted))


def heavy(answers: PulseAnswers) -> bool:
    """Say whether a week was heavy: a strain of 70 or more, or a weighing line on 6 or 7 days."""
    found = strain(answers)
    most = HIGHEST in (answers.worn, answers.far, answers.back)
    return most or (found is not None and found >= HEAVY_STRAIN)

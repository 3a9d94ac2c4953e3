"""What the answers of a week add up to. No Django, no clock.

The sum is the project's own and serves one purpose: to notice a drift from a person's own usual.
"""

from dataclasses import dataclass
from decimal import Decimal

from .lines import LINE_NAMES, LINES

HIGHEST = 4
# Project default: from here on a week is called heavy to the person, and help is shown. No other
# person is told, and nothing is stored.
HEAVY_STRAIN = 70
ANSWERED_AT_LEAST = len(LINES) - 1


@dataclass(frozen=True, init=False)
class PulseAnswers:
    """One week's answers, each 0 to 4 for a band of days, or None for a skipped line.

    Made of and read by the names of the lines: `PulseAnswers(worn=3).worn`.
    """

    # In the order the lines are asked.
    values: tuple[int | None, ...]

    def __init__(self, *in_order: int | None, **by_name: int | None) -> None:
        given = dict(zip(LINE_NAMES, in_order, strict=False)) | by_name
        if len(in_order) > len(LINE_NAMES) or not given.keys() <= set(LINE_NAMES):
            raise TypeError(f"The lines are {', '.join(LINE_NAMES)}.")
        for value in given.values():
            if value is not None and not 0 <= value <= HIGHEST:
                raise ValueError(f"{value} is outside 0 to {HIGHEST}")
        object.__setattr__(self, "values", tuple(map(given.get, LINE_NAMES)))

    def __getattr__(self, name: str) -> int | None:
        """Read the answer to one line."""
        if name not in LINE_NAMES:
            raise AttributeError(f"There is no line {name!r}.")
        return self.values[LINE_NAMES.index(name)]

    @property
    def given(self) -> dict[str, int]:
        """The lines that were answered, with their values."""
        return {
            name: value
            for name, value in zip(LINE_NAMES, self.values, strict=True)
            if value is not None
        }

    @property
    def any(self) -> bool:
        """Say whether there is any answer at all."""
        return any(value is not None for value in self.values)


def strain(answers: PulseAnswers) -> Decimal | None:
    """Compute S = 100 × mean / 4, with supporting lines reversed; 0 to 100, high is heavier.

    One skipped line is left out of the mean; with more skipped lines there is no figure at all.
    """
    counted = [
        HIGHEST - value if line.holds_up else value
        for line, value in zip(LINES, answers.values, strict=True)
        if value is not None
    ]
    if len(counted) < ANSWERED_AT_LEAST:
        return None
    return 100 * Decimal(sum(counted)) / (HIGHEST * len(counted))


def heavy(answers: PulseAnswers) -> bool:
    """Say whether a week was heavy: a strain of 70 or more, or a weighing line on 6 or 7 days."""
    found = strain(answers)
    weighing = [
        value for line, value in zip(LINES, answers.values, strict=True) if not line.holds_up
    ]
    return HIGHEST in weighing or (found is not None and found >= HEAVY_STRAIN)

"""What participants say of a session, and what of it may be told. No Django, no clock, no database.

The groups rule decides who may be told (`people/groups/rule.py`); here are the lines, where their
bands begin, and until when a participant may answer.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta

from people.groups.rule import (
    SMALLEST,
    GroupSum,
    GroupTally,
    Said,
    Tree,
    band_of_sum,
    publish,
    sum_of_tallies,
)

# The wording in `evaluation_words.py`; a new one gets a new number, and old answers keep theirs.
ITEM_SET = 1
MOST = 4
# Two weeks: long enough to come back from shifts and leave and to have tried at work what was
# taught, short enough to remember the day.
OPEN_FOR = timedelta(days=14)
# Answers are 0 to 4, and a sum is kept in halves: both edges lie between two answers of one
# person. Mean from 2.5, from 1.5, below [P]; as in the weekly lines, no band of five or more
# people rules out any answer of any one of them.
SCALE = 2
ALONE = 0
BANDS = ((5, "mostly"), (3, "partly"), (0, "little"))


@dataclass(frozen=True)
class EvaluationAnswers:
    """What one person says of a session, 0 to 4 a line, or None where a line was skipped."""

    use: int | None = None
    clear: int | None = None
    safe: int | None = None
    time: int | None = None

    def __post_init__(self) -> None:
        if not all(one is None or 0 <= one <= MOST for one in astuple(self)):
            raise ValueError(f"Answers are 0 to {MOST}")

    @property
    def any(self) -> bool:
        """Say whether there is an answer at all."""
        return any(one is not None for one in astuple(self))


LINES = tuple(line.name for line in fields(EvaluationAnswers))


def evaluation_closes(day: date) -> date:
    """Name the last day on which a session held on a day may be spoken of."""
    return day + OPEN_FOR


def tell_evaluation(given: Sequence[EvaluationAnswers], there: int, smallest: int) -> Said | None:
    """Say what may be said of one session: how many answered, and a band a line; None if nothing.

    `there` is how many could have answered. At most all of them but two are counted, as in every
    group: beside the roll the size would tell that each one answered, and to who kept silent that
    each other one did. So of a session of six nothing is told.
    Each line is told from as many answers as the session. Nothing is added up over sessions, and
    nothing before or after is beside it: bands of sessions carry no chance.
    """
    answered = [astuple(one) for one in given if one.any]
    lines = [sum_of_tallies(tuple(map(halves, column))) for column in zip(*answered, strict=True)]
    said = GroupTally(sent=there, sums=(GroupSum(len(answered)), *lines))
    # A tree of one: nothing lies below a session, and it lies in nothing.
    tree, own = Tree({ALONE: None}), {ALONE: said._replace(people=said.counted())}
    return publish(tree, own, smallest, word=word, lines_from=SMALLEST).get(ALONE)


def halves(answer: int | None) -> int | None:
    """Count an answer in halves; what was skipped stays nothing."""
    return None if answer is None else SCALE * answer


def word(_session: int, measure: int, sums: GroupSum) -> str:
    """Name the band of a line; of how many answered at all there is nothing more to say."""
    return band_of_sum(sums, BANDS) if measure else ""

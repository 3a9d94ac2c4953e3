"""A person's answers week by week beside their own usual, read for nobody else's eyes."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from people.models import Person
from people.weeks import Week

from .lines import LINES
from .models import CheckIn
from .signals import USUAL, Lived, Signal, State, follow
from .trend import AnswerRow

NOTHING = State()
STORED = 2 + len(LINES)


class Standing(Enum):
    """How a person's answers stand against their usual after the last week."""

    UNKNOWN = "unknown"
    SKETCH = "sketch"
    STALE = "stale"
    USUAL = "usual"
    DRIFTED = "drifted"
    # One week alone that lies far away, while the smoothed answers are within the limit.
    HEAVY = "heavy"


@dataclass(frozen=True)
class OwnTrend:
    """The weeks that are shown, oldest first, each with the strain and the state after it."""

    weeks: list[Week]
    rows: list[AnswerRow]
    lived: list[Lived]
    states: list[State]

    @property
    def open(self) -> bool:
        """Say whether the person is told of a drift."""
        return self.now.signal is not Signal.NONE

    @property
    def now(self) -> State:
        """What is known after the last week."""
        return self.states[-1]

    @property
    def standing(self) -> Standing:
        """Say how the answers stand; a sketch concludes nothing, and so does a row of gaps."""
        now = self.now
        if now.usual is None:
            return Standing.UNKNOWN
        if not now.settled():
            return Standing.SKETCH
        if now.stale():
            return Standing.STALE
        if not now.signal:
            return Standing.USUAL
        drifted = now.z > now.usual.upper(now.t, USUAL.nudge)
        return Standing.DRIFTED if drifted else Standing.HEAVY

    @property
    def support(self) -> bool:
        """Say whether support is offered."""
        return self.now.signal is Signal.SUPPORT

    @property
    def answered(self) -> bool:
        """Say whether the last week has any answer, enough for a strain or not."""
        return any(row.values[-1] is not None for row in self.rows)

    @property
    def strains(self) -> list[float | None]:
        """The strain of each week; None where there is none."""
        return [week.strain for week in self.lived]

    @property
    def latest(self) -> float | None:
        """The strain of the latest answered week that the state knows of."""
        return self.now.latest[-1].strain if self.now.latest else None


def read(person: Person, weeks: list[Week], excused: Collection[Week] = ()) -> OwnTrend:
    """Read a person's answers up to the last of these weeks, and what they mean; two statements.

    All that is stored is walked through, for a usual may be older than what is shown. `excused`
    are weeks of leave; who knows of leave hands them in.
    """
    stored = {row[0]: row[1:] for row in answers_of(person, weeks[-1])}
    shown = {week: (Lived(week.monday, excused=week in excused), NOTHING) for week in weeks}
    if first := next((Week(monday) for monday, row in stored.items() if row[0] is not None), None):
        lived = walk(first, weeks[-1], stored, {week.monday for week in excused}, turns(person))
        shown |= {
            Week(one.week): (one, state) for one, state in zip(lived, follow(lived), strict=True)
        }
    pairs = [shown[week] for week in weeks]
    return OwnTrend(
        weeks=weeks,
        rows=rows(weeks, stored),
        lived=[week for week, _state in pairs],
        states=[state for _week, state in pairs],
    )


def answers_of(person: Person, last: Week) -> list[tuple]:
    """Read what was said in each week, oldest first, without the notes; silent weeks are none.

    The week, its strain, the version of the lines, and the five answers.
    """
    found = CheckIn.objects.of(person).filter(week__lte=last.monday).defer("sealed_note")
    return [
        (one.week, one.strain, one.item_set, *one.answers.values)
        for one in found.order_by("week")
        if one.says
    ]


def rows(weeks: list[Week], stored: dict) -> list[AnswerRow]:
    """Line the answers up, one row for each of the five."""
    nothing = (None,) * STORED
    given = [stored.get(week.monday, nothing)[2:] for week in weeks]
    return [
        AnswerRow(line, list(one))
        for line, one in zip(LINES, zip(*given, strict=True), strict=True)
    ]


def walk(first: Week, last: Week, stored: dict, excused: set, turning: set) -> list[Lived]:
    """Write down every calendar week from one to another as the watch sees it."""
    weeks, item_set = [], None
    for n in range((last.monday - first.monday).days // 7 + 1):
        monday = (first + n).monday
        strain, words, *_answers = stored.get(monday, (None, item_set))
        other_words = item_set is not None and words != item_set
        strain = None if strain is None else float(strain)
        weeks.append(Lived(monday, strain, monday in excused, monday in turning or other_words))
        item_set = words
    return weeks


def turns(person: Person) -> set:
    """The Mondays of the weeks in which a new role or job began; moving to another unit is none.

    Read from the memberships that carry the contracted hours.
    """
    held = (m for m in person.every_membership if m.hours is not None)
    found = sorted(((m.starts, m.role, m.job) for m in held), key=lambda one: one[0])
    return {Week.of(new[0]).monday for old, new in pairwise(found) if old[1:] != new[1:]}

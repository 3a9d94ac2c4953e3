"""A person's answers week by week beside their own usual, for this person only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cached_property
from operator import attrgetter

from django.db.models import QuerySet

from people.models import Membership, Person
from people.statements import written_once
from people.weeks import FIRST_BLOCK, Week, today
from wellbeing.models import CheckIn
from wellbeing.rules import floor
from wellbeing.rules.drift import USUAL, AnsweredWeek, DriftState, Signal, follow_drift
from wellbeing.rules.lines import LINE_NAMES, LINES

from . import cards
from .trend import AnswerRow

DAY = timedelta(days=1)
NOTHING = DriftState()
STORED = 2 + len(LINES)
# Weeks are deleted after two years, and then the first stored week changes each week. From three
# half-years on the walk begins at a half-year, so that a gap at the beginning changes nothing.
LONG, HALF_YEAR = 78, 26


class BaselineStanding(Enum):
    """How a person's answers compare to their usual after the last week."""

    UNKNOWN = "unknown"
    SKETCH = "sketch"
    STALE = "stale"
    USUAL = "usual"
    DRIFTED = "drifted"
    # One week alone is far above, while the smoothed answers are within the limit.
    FAR = "far"


@dataclass(frozen=True)
class OwnTrend:
    """The weeks that are shown, oldest first, each with the strain and the state after it."""

    weeks: list[Week]
    rows: list[AnswerRow]
    lived: list[AnsweredWeek]
    states: list[DriftState]
    # Whether the weeks have been heavy for a long time, as the card says, and whether it is wanted.
    heavy: bool = False
    wants_card: bool = True

    @property
    def card(self) -> bool:
        """Say whether the card about long heavy weeks is shown."""
        return self.heavy and self.wants_card

    @property
    def open(self) -> bool:
        """Say whether the person is told of a drift."""
        return self.now.signal is not Signal.NONE

    @property
    def now(self) -> DriftState:
        """The state after the last week."""
        return self.states[-1]

    @property
    def standing(self) -> BaselineStanding:
        """Say how the answers stand; a sketch and a row of gaps give no conclusion."""
        now = self.now
        if now.usual is None:
            return BaselineStanding.UNKNOWN
        if now.signal and not self.drifted:
            return BaselineStanding.FAR
        if not now.settled():
            return BaselineStanding.SKETCH
        if now.stale():
            return BaselineStanding.STALE
        return BaselineStanding.DRIFTED if now.signal else BaselineStanding.USUAL

    @property
    def drifted(self) -> bool:
        """Say whether the smoothed answers are above the limit of a nudge."""
        now = self.now
        if now.usual is None or now.z is None or not now.settled():
            return False
        return now.z > now.usual.upper(now.t, USUAL.nudge)

    @property
    def support(self) -> bool:
        """Say whether support is offered."""
        return self.now.signal is Signal.SUPPORT

    @property
    def answered(self) -> bool:
        """Say whether the last week has any answer, enough for a strain or not."""
        return any(row.values[-1] is not None for row in self.rows)

    @cached_property
    def strains(self) -> list[float | None]:
        """The strain of each week; None if there is none."""
        return [week.strain for week in self.lived]

    @property
    def latest(self) -> float | None:
        """The strain of the latest answered week that the state includes."""
        return self.now.latest[-1].strain if self.now.latest else None


def read(person: Person, weeks: list[Week], excused: Collection[Week] = ()) -> OwnTrend:
    """Read a person's answers up to the last of these weeks, and what they mean; three statements.

    All stored weeks are used, because a usual may be older than what is shown. `excused` are weeks
    of leave; the caller knows them.
    """
    stored = {row[0]: row[1:] for row in answers_of(person, weeks[-1])}
    wanted, asked = wish(person, stored)
    lived = walk(stored, weeks[-1], {week.monday for week in excused}, turns(person), asked)
    begun = first_half_year(lived)
    states = [*follow_drift(lived[:begun]), *follow_drift(lived[begun:])]
    known = {
        Week(one.week): (one, state)
        for one, state in zip(lived, states, strict=True)
        if one.week is not None
    }
    shown = [
        known.get(week, (AnsweredWeek(week.monday, excused=week in excused), NOTHING))
        for week in weeks
    ]
    *_before, ago = [None, *floor.follow(lived[begun:], states[begun:])]
    return OwnTrend(
        weeks=weeks,
        rows=rows(weeks, stored),
        lived=[week for week, _state in shown],
        states=[state for _week, state in shown],
        heavy=floor.is_shown(ago),
        wants_card=wanted,
    )


def wish(person: Person, stored: dict) -> tuple[bool, date | None]:
    """Say whether a person wants the card, and the last answered week when they asked for it again.

    The count of 26 weeks begins again there: if the weeks are heavy, the card appears at once.
    """
    choice = cards.choice(person)
    if choice is None or not choice.wanted:
        return choice is None, None
    day = today(choice.since)
    return True, max((one for one in scored(stored) if one <= day), default=None)


def scored(stored: dict) -> list[date]:
    """List the Mondays of the weeks with answers that add up, oldest first."""
    return [monday for monday, (strain, *_rest) in stored.items() if strain is not None]


def first_half_year(lived: list[AnsweredWeek]) -> int:
    """Find where the walk begins: at the first week, or for many weeks at a half-year.

    Half-years are counted from a fixed Monday, so that in each week the same weeks make the usual
    and the same one brought the last card.
    """
    if len(lived) < LONG or (first := lived[0].week) is None:
        return 0
    return -((first - FIRST_BLOCK).days // 7) % HALF_YEAR


def answers_of(person: Person, last: Week) -> list[tuple]:
    """Read the answers of each week, oldest first, without notes; empty weeks are left out.

    The week, its strain, the version of the lines, and the answer to each. No object is made of a
    week: of two years there are many.
    """
    answers, strain = (CheckIn.opener_of(f"sealed_{name}") for name in ("answers", "strain"))
    found = []
    for row in check_ins_until(person=person.pk, last=last.monday):
        week, item_set, scored, said_at, sealed_answers, sealed_strain = row
        given = answers(sealed_answers, said_at, person.pk, week)
        if given or scored:
            sum_of = strain(sealed_strain, said_at, person.pk, week).get("strain")
            in_order = map(given.get, LINE_NAMES)
            found.append((week, None if sum_of is None else Decimal(sum_of), item_set, *in_order))
    return found


@written_once
def check_ins_until(person: int, last: date) -> QuerySet[CheckIn, tuple]:
    """Read a person's own check-ins, oldest first, without notes."""
    found = CheckIn.objects.of(person).filter(week__lte=last).order_by("week")
    sealed = ("sealed_answers", "sealed_strain")
    return found.values_list("week", "item_set", "scored", "recorded_at", *sealed)


def rows(weeks: list[Week], stored: dict) -> list[AnswerRow]:
    """Arrange the answers in rows, one row for each line."""
    nothing = (None,) * STORED
    given = [stored.get(week.monday, nothing)[2:] for week in weeks]
    return [
        AnswerRow(line, list(one))
        for line, one in zip(LINES, zip(*given, strict=True), strict=True)
    ]


def walk(
    stored: dict, last: Week, excused: set[date], turning: set[date], asked: date | None
) -> list[AnsweredWeek]:
    """List every calendar week from the first score to the last week, as the watch reads it."""
    if not (found := scored(stored)):
        return []
    weeks, item_set, first = [], None, found[0]
    for n in range((last.monday - first).days // 7 + 1):
        monday = first + timedelta(weeks=n)
        strain, words, *_answers = stored.get(monday, (None, item_set))
        other_words = item_set is not None and words != item_set
        strain = None if strain is None else float(strain)
        anew = monday in turning or other_words
        weeks.append(AnsweredWeek(monday, strain, monday in excused, anew, monday == asked))
        item_set = words
    return weeks


def turns(person: Person) -> set:
    """The Mondays of the weeks in which a new role or job began; a move to another unit is none.

    Read from the memberships that carry the contracted hours, or from all where none ever did. Of
    several at a time, one that goes on as it was is none; a second post with another job is.
    """
    every = person.every_membership
    held = [m for m in every if m.hours is not None] or every
    found = sorted(sorted(held, key=attrgetter("pk")), key=attrgetter("starts"))
    return {
        Week.of(new.starts).monday
        for n, new in enumerate(found)
        if n and (new.role, new.job_id) not in kinds_of(just_before(new, found[:n]))
    }


def just_before(new: Membership, earlier: list[Membership]) -> list[Membership]:
    """Find the memberships that one goes on from: those held the day before, or else the last."""
    return [m for m in earlier if m.lasts(new.starts - DAY)] or earlier[-1:]


def kinds_of(held: list[Membership]) -> set[tuple[str, int]]:
    """Name the kinds of work that some memberships are: role and job."""
    return {(m.role, m.job_id) for m in held}

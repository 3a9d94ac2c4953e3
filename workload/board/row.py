"""One person's row on the board: from what the database says to words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from people.models import local
from people.rules.person_names import with_rank
from people.weeks import Week
from people.writing.formats import day as written_day
from people.writing.formats import plain_number, short_day
from workload.load import words as load_words
from workload.models import LevelChoice
from workload.models.flag import words_of_returns
from workload.rules.flag_clock import flag_look, step_of
from workload.rules.flags import FlagEvent

from .facts import WHOLE, BoardCertificate, ColumnsSeen, Facts
from .work import BoardWork, board_work

WHOLE_WEEK = 40


@dataclass
class BoardRow:
    """One person on the board: who it is, what the work says, how an open flag stands.

    Names are in it, so it lives as long as a request, and nothing drawn of it is kept.
    """

    person_id: int
    public_id: UUID
    name: str
    # As the board shows it: after the rank, where the organisation says so.
    shown_name: str
    other_name: str
    job: str
    job_code: str
    hours_note: str
    flag_id: int | None
    flag_level: str
    work: BoardWork
    flag_state: str = ""
    flag_words: str = ""
    # What is to be known of the flag beside its level: it came back, it rests.
    flag_notes: tuple[str, ...] = ()
    rests: bool = False
    # Seen since it rose.
    seen: bool = False
    contact: UUID | None = None
    contact_at: datetime | None = None
    # Another supervisor answers for them; the viewer was asked to look at the flag.
    passed: bool = False
    # The viewer can acknowledge the flag and plan on it.
    acts: bool = False
    unit_id: UUID | None = None
    unit: str = ""
    # Of a person with several posts, for a viewer who sees a part: the level of all together.
    level_together: str = ""
    # The latest plan's day, and whether it has gone by.
    due_on: date | None = None
    late: bool = False
    planned: bool = False
    # Why the person stands at this place, for a viewer who reads from the top; in full and short.
    need: str = ""
    stands: str = ""
    # The last day of a long absence; never why.
    away_until: date | None = None
    # They have not come in yet; then so many hours are contracted.
    awaited: bool = False
    hours: Decimal | None = None

    @property
    def expects_work(self) -> bool:
        """Say whether a week is asked of them: not on a long absence, nor before they come in."""
        return not self.away_until and not self.awaited

    @property
    def together(self) -> str:
        """The level of all posts together, in words."""
        if not self.level_together:
            return ""
        level = LevelChoice(self.level_together).label
        return _("All posts together: %(level)s") % {"level": level}


def hours_note(hours: Decimal | None) -> str:
    """Say how many hours the contract has, where it is no whole week's; nothing without one."""
    if hours is None or hours == WHOLE_WEEK:
        return ""
    return _("%(n)s h a week") % {"n": plain_number(hours)}


def cap_of(facts: Facts, week: Week) -> Decimal | None:
    """Give the hours that a volunteer's terms allow in a week; terms that are over allow none."""
    if facts.capped_until is None or facts.capped_until < week.monday:
        return None
    return facts.cap


def board_row_of(
    facts: Facts,
    held: tuple[BoardCertificate, ...],
    lived: str,
    done: tuple,
    week: Week,
    day: date,
    language: str,
    *,
    ranks: bool = False,
    terms: bool = True,
    newest: ColumnsSeen = WHOLE,
    brought: int = 0,
    work: Callable[..., BoardWork] = board_work,
) -> BoardRow:
    """Write a person's row in a reader's language; with `terms`, hours stand against a cap.

    `brought` cases came by a list and were not said by the person yet. `newest` is how much of the
    newest week the reader sees: why a flag stands is not worked out from a part. `work` makes what
    the weeks say, kept by the process or not.
    """
    name = local(facts.english, facts.thai, language)
    other = facts.english if name == facts.thai else facts.thai
    passed, level = facts.passed, facts.flag_level or ""
    cap = cap_of(facts, week) if terms else None
    row = BoardRow(
        person_id=facts.person_id,
        public_id=facts.public_id,
        name=name,
        shown_name=with_rank(facts.rank, name) if ranks and facts.rank else name,
        other_name=other if other != name else "",
        job=facts.job.read_in(language),
        job_code=facts.job_key or str(facts.job_id),
        hours_note=hours_note(facts.hours),
        flag_id=facts.flag_id,
        flag_level=level,
        work=work(lived, held, "" if newest.is_part else level, week, day, passed, cap, brought),
        level_together=newest.together,
        contact=facts.asked,
        contact_at=facts.asked_at,
        passed=passed,
        acts=not passed or facts.handled,
        unit_id=facts.unit_id,
        unit=facts.unit.read_in(language),
        away_until=facts.away_until,
        awaited=facts.awaited,
        hours=facts.hours,
    )
    if row.flag_id:
        note_flag(row, facts, done, day)
    return row


def note_flag(row: BoardRow, facts: Facts, done: tuple, day: date) -> None:
    """Write how an open flag stands: its level, whether it was looked at, its newest plan."""
    level = LevelChoice(row.flag_level)
    row.flag_state, row.flag_words = load_words.STATES[level][0], str(level.label)
    row.rests = facts.flag_rests is not None
    notes = [load_words.no_week_since(facts.flag_rests)] if facts.flag_rests else []
    if facts.flag_times and facts.flag_times > 1:
        notes.append(words_of_returns(facts.flag_times))
    row.flag_notes = tuple(notes)
    steps = [step_of(kind, at, due_on=due_on) for kind, at, due_on in done]
    if steps:
        found = flag_look(steps, day)
        row.seen, row.late, row.planned = found.seen, found.late, found.planned
        row.due_on = found.plan.until if found.plan else None
    plans = [due_on for kind, _at, due_on in done if kind == FlagEvent.PLANNED]
    nothing = bool(plans) and plans[-1] is None
    row.need, row.stands = need_of(row, nothing=nothing), stands_of(row, nothing=nothing)


def need_of(row: BoardRow, *, nothing: bool) -> str:
    """Say what is open with a person's flag; `nothing` where the newest plan is to do nothing."""
    day = {"day": short_day(row.due_on)} if row.due_on else {}
    if row.rests:
        return _("On hold until a week is sent")
    if row.late and nothing:
        return _("“Nothing for now” ended: %(day)s") % day
    if row.late:
        return _("The plan’s date has passed: %(day)s") % day
    if not row.seen:
        return _("Nobody has looked yet")
    if not row.planned:
        return _("Seen, no plan yet")
    if nothing:
        return _("Nothing for now until %(day)s, with a reason") % day
    return _("Planned until %(day)s") % day


def stands_of(row: BoardRow, *, nothing: bool) -> str:
    """Say in two or three words how far a flag is that was seen."""
    if not row.planned and not row.late:
        return _("No plan yet")
    day = {"day": written_day(row.due_on, "j M")}
    if row.late:
        return _("Date passed: %(day)s") % day
    return (_("Nothing until %(day)s") if nothing else _("Until %(day)s")) % day

"""One person's row on the board: from what the database says to words."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from people.models import local
from people.rules.person_names import with_rank
from people.writing.formats import day as written_day
from people.writing.formats import plain_number, short_day
from workload.load import words as load_words
from workload.models import LevelChoice
from workload.models.flag import words_of_returns
from workload.rules.flag_clock import flag_look, step_of
from workload.rules.flags import FlagEvent

from .facts import Facts
from .work import BoardWork

WHOLE_WEEK = 40


@dataclass
class BoardRow:
    """One person on the board: who it is, what the work says, how an open flag stands.

    Who it is is read in the reader's language where it is shown: of a large organisation most rows
    give the order and the sums alone. Names are in it, so it lives as long as a request, and
    nothing drawn of it is kept.
    """

    facts: Facts
    work: BoardWork
    language: str
    # The board shows a name after its rank, where the organisation says so.
    ranks: bool
    flag_level: str = ""
    # Of a person with several posts, for a viewer who sees a part: the level of all together.
    level_together: str = ""
    flag_state: str = ""
    flag_words: str = ""
    # What is to be known of the flag beside its level: it came back, it rests.
    flag_notes: tuple[str, ...] = ()
    rests: bool = False
    # Seen since it rose.
    seen: bool = False
    # The latest plan's day, and whether it has gone by.
    due_on: date | None = None
    late: bool = False
    planned: bool = False
    # Why the person stands at this place, for a viewer who reads from the top; in full and short.
    need: str = ""
    stands: str = ""

    @property
    def person_id(self) -> int:
        """The person's number, which no page shows."""
        return self.facts.person_id

    @property
    def public_id(self) -> UUID:
        """The person in an address."""
        return self.facts.public_id

    @property
    def name(self) -> str:
        """The name as the reader reads it."""
        return local(self.facts.english, self.facts.thai, self.language)

    @property
    def shown_name(self) -> str:
        """The name as the board shows it."""
        rank = self.facts.rank
        return with_rank(rank, self.name) if self.ranks and rank else self.name

    @property
    def other_name(self) -> str:
        """The name in the other language, where it is another."""
        name = self.name
        other = self.facts.english if name == self.facts.thai else self.facts.thai
        return other if other != name else ""

    @property
    def job(self) -> str:
        """What the person does."""
        return self.facts.job.read_in(self.language)

    @property
    def job_code(self) -> str:
        """The same as programs know it."""
        return self.facts.job_key or str(self.facts.job_id)

    @property
    def hours(self) -> Decimal | None:
        """The contracted hours a week; None without."""
        return self.facts.hours

    @property
    def hours_note(self) -> str:
        """Say how many they are, where it is no whole week's; nothing without one."""
        if self.hours is None or self.hours == WHOLE_WEEK:
            return ""
        return _("%(n)s h a week") % {"n": plain_number(self.hours)}

    @property
    def flag_id(self) -> int | None:
        """The open flag."""
        return self.facts.flag_id

    @property
    def contact(self) -> UUID | None:
        """The request to get in touch, which the person sent to the viewer."""
        return self.facts.asked

    @property
    def contact_at(self) -> datetime | None:
        """When they sent it."""
        return self.facts.asked_at

    @property
    def passed(self) -> bool:
        """Say whether another supervisor answers for them; the viewer was asked to look."""
        return self.facts.passed

    @property
    def acts(self) -> bool:
        """Say whether the viewer can acknowledge the flag and plan on it."""
        return not self.passed or self.facts.handled

    @property
    def unit_id(self) -> UUID:
        """The unit in an address."""
        return self.facts.unit_id

    @property
    def unit(self) -> str:
        """The unit as the reader reads it."""
        return self.facts.unit.read_in(self.language)

    @property
    def away_until(self) -> date | None:
        """The last day of a long absence; never why."""
        return self.facts.away_until

    @property
    def awaited(self) -> bool:
        """Say whether they were entered and have not come in yet."""
        return self.facts.awaited

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


def note_flag(row: BoardRow, done: tuple, day: date) -> None:
    """Write how an open flag stands: its level, whether it was looked at, its newest plan."""
    facts, level = row.facts, LevelChoice(row.flag_level)
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

"""My week as it is shown: one page over forms, as stored or as the worker typed them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from people.calendar.words import call_each
from people.keys import closed
from people.members.supervision import reachable
from people.models import Membership, Person, Role
from people.rules.calendar import RestDay
from people.weeks import Week
from people.writing.fields import whole_number
from people.writing.formats import plain_number, written_points
from people.writing.sentences import Sentence
from training.volunteers import actions as volunteers
from workload.load import pictures
from workload.load import words as load_words
from workload.models import LevelChoice, WorkWeek
from workload.policies import actions as policies
from workload.rules import load as load_rules
from workload.time import time_off

from . import actions as weeks
from . import posts
from .caseloads import LineData
from .counting import PhaseCount, asked_counts
from .forms import (
    LineForm,
    StoredLine,
    WeekForm,
    new_key,
    shown_value,
    stored_numbers,
    typed_number,
)
from .pulse import PulseLine, pulse_lines
from .rows import NEW, TALLIES, LineRow, TallyRow
from .stored import carried, check_in_on, sent_weeks


@dataclass(frozen=True)
class WeekPage:
    """Everything My week shows of its forms: bound ones as typed, unbound ones as stored."""

    person: Person
    week: Week
    now: datetime
    # This week as it was sent, and the one before.
    stored: WorkWeek | None
    last: WorkWeek | None
    form: WeekForm
    lines: Sequence[LineForm | StoredLine]
    new: LineForm = field(default_factory=lambda: LineForm(prefix="line-new"))
    # Whether the sentences about what needs another look stand at the fields.
    judged: bool = False
    new_judged: bool = False
    # The place of the line that the worker has open.
    opened: str = ""
    # Whether the last line was just added.
    added: bool = False
    # Whether what was typed to add a line was just cleared: the focus goes where it stood.
    cleared: bool = False
    # How many cases a supervisor's list wrote since the person's last word.
    brought: int = 0
    # The lines that were typed as counts, and whether the form asked for them.
    counted: list[LineForm] = field(default_factory=list)
    counting: bool = False
    # Where a phone kept the week and it closed meanwhile: what lets it be saved (`sending.py`).
    late: str = ""

    @cached_property
    def base(self) -> Membership:
        """Where the person's week is counted."""
        return weeks.refuse_roleless(self.person)

    @property
    def weighed(self) -> bool:
        """Say whether there are contracted hours, so a capacity to weigh the work against."""
        return self.base.hours is not None

    @property
    def cases_asked(self) -> bool:
        """Say whether cases are a part of the week: without contracted hours often none are."""
        return self.weighed or bool(self.lines)

    @property
    def cases_open(self) -> bool:
        """Say whether the cases lie open: worked at, or the first ones of a person with hours."""
        if not self.cases_asked:
            return self.new.is_bound or self.cleared
        return self.form.is_bound or self.first

    @cached_property
    def cap(self) -> Decimal | None:
        """The hours that a volunteer's terms allow this week."""
        return None if self.weighed else volunteers.cap(self.person, self.week.monday)

    @property
    def hours_of_cap(self) -> str:
        """Say a volunteer's hours against the cap, as far as they are typed; else nothing."""
        if self.cap is None or not shown_value(self.form, "hours"):
            return ""
        figures = {"hours": self.form.counted("hours"), "cap": self.cap}
        sentence = gettext("%(hours)s of at most %(cap)s hours this week")
        return sentence % {name: plain_number(one) for name, one in figures.items()}

    @property
    def alone(self) -> bool:
        """Say whether no supervisor answers for the load, so that only the person reads of it."""
        return not self.person.carries_load

    @property
    def own_reasons(self) -> list[str]:
        """What stood out in the week that was sent, for a person who reads it alone.

        It is judged by the weeks before it too, so it is not shown while these are closed.
        """
        if not (self.alone and self.stored) or closed.before(self.person.pk):
            return []
        return [load_words.of_reason(one) for one in self.stored.found if one.level]

    @cached_property
    def policy(self) -> load_rules.Policy:
        """The numbers by which the week is judged."""
        return policies.judging(self.base.unit, self.week)

    @cached_property
    def key(self) -> str:
        """The submission key."""
        return shown_value(self.form, "key") or new_key()

    @cached_property
    def corrects(self) -> object:
        """The submission that is replaced, if any."""
        return shown_value(self.form, "corrects") or ""

    @cached_property
    def of_several(self) -> Person | None:
        """The person, where there are several posts for a line to belong to."""
        return self.person if len(self.person.posts) > 1 else None

    @property
    def rows(self) -> list[LineRow]:
        """The lines of the caseload."""
        rows = [
            LineRow.of(
                one,
                n,
                self.policy,
                judged=self.judged,
                opened=self.opened == str(n),
                # Their fields are copies of the blank ones that add a line.
                folds=not self.new.is_bound,
                person=self.of_several,
            )
            for n, one in enumerate(self.lines)
        ]
        return [*rows[:-1], replace(rows[-1], added=True)] if self.added else rows

    @property
    def new_row(self) -> LineRow:
        """The line that can be added; open where it was begun, or where it would be the first."""
        opened = self.new.is_bound or (self.first and not self.counts)
        shown: dict[str, Any] = {"judged": self.new_judged, "opened": opened}
        return LineRow.of(self.new, NEW, self.policy, person=self.of_several, **shown)

    @property
    def row(self) -> LineRow:
        """The line that is worked at."""
        return next((row for row in self.rows if row.place == self.opened), self.new_row)

    @property
    def first(self) -> bool:
        """Say whether the page is opened without any line."""
        return not self.form.is_bound and not self.lines

    @cached_property
    def counts(self) -> list[PhaseCount]:
        """The counts by phase, asked of a person who carries nothing yet; else none."""
        if not (self.counting or (self.first and self.stored is None)):
            return []
        return asked_counts(self.counted, self.policy, judged=self.judged)

    @cached_property
    def first_time(self) -> bool:
        """Say whether the person has never sent a week."""
        sent = self.stored or self.last
        return not sent and not WorkWeek.objects.filter(person=self.person).exists()

    @cached_property
    def cases(self) -> int:
        """How many cases the lines stand for."""
        shown = [one.shown for one in (*self.lines, *self.counted)]
        return sum(
            line.count if isinstance(line.count, int) else whole_number(str(line.count))
            for line in shown
            if not line.closed
        )

    @property
    def tallies(self) -> list[TallyRow]:
        """The numbers of the week, each with what helps to answer it."""
        hints = self.hints
        return [self.tally(name, str(hints.get(name, ""))) for name in TALLIES]

    def tally(self, name: str, hint: str) -> TallyRow:
        """Show a number of the week; what is wrong with it only where the page is judged."""
        value = shown_value(self.form, name)
        return TallyRow(
            name=name,
            value="" if value is None else str(value),
            hint=hint or str(WeekForm.base_fields[name].help_text),
            error=str(next(iter(self.form[name].errors), "")) if self.judged else "",
            unit_chosen=self.unit_chosen if name == "material" else "",
            kept=not self.form.is_bound,
        )

    @property
    def unit_chosen(self) -> str:
        """The unit of the time with material."""
        value = shown_value(self.form, "material_unit")
        return "h" if value is None else str(value)

    @property
    def hints(self) -> dict[str, Sentence]:
        """What helps to answer the numbers of the week, beside what is said of each always."""
        hints: dict[str, Sentence] = {}
        if self.weighed:
            n = written_points(self.policy.night)
            hints["nights"] = _("%(n)s points a night") % {"n": n}
        elif self.cap is not None:
            hints["hours"] = _("At most %(n)s a week by your terms") % {"n": plain_number(self.cap)}
        if self.last:
            hints["hours"] = _("%(hours)s last week") % {"hours": typed_number(self.last.hours)}
        if not self.weighed:
            hints["leave_days"] = _("Days away that you had planned to work")
        elif not self.form.is_bound and not self.stored and self.leave_days:
            hints["leave_days"] = _("From your plan. Each lowers your capacity by a fifth")
        if self.weighed and self.rests:
            hints["leave_days"] = self.rests_said
        return hints

    @property
    def note(self) -> str:
        """What the person writes to themselves."""
        return shown_value(self.form, "note") or ""

    @property
    def contact(self) -> str:
        """Who is asked to get in touch, by their id."""
        return str(shown_value(self.form, "contact") or "")

    @property
    def contact_errors(self) -> Sequence[object]:
        """What is wrong with the choice of a contact."""
        return self.form["contact"].errors if self.form.is_bound else ()

    @property
    def note_error(self) -> str:
        """What is wrong with the note, where the page is judged."""
        return str(next(iter(self.form["note"].errors), "")) if self.judged else ""

    @property
    def pulse(self) -> list[PulseLine] | None:
        """The pulse lines; none where the worker withdrew the consent to them."""
        return None if self.person.withdrawn_at else pulse_lines(self.form)

    @cached_property
    def contacts(self) -> list[tuple[Person, Role]]:
        """Who can be asked to get in touch."""
        return reachable(self.person, self.now)

    @property
    def supervisors(self) -> list[Person]:
        """Who sees the work, by name."""
        return [one for one, role in self.contacts if role is Role.SUPERVISOR]

    @property
    def leave_days(self) -> Decimal:
        """The days of leave, as far as they are understood."""
        return self.form.counted("leave_days")

    @cached_property
    def rests(self) -> list[RestDay]:
        """The days of the week on which the organisation rests, each with its name.

        A week that was sent keeps their number until it is sent again.
        """
        return weeks.rests_of(self.person, self.week, self.policy)

    @property
    def rests_said(self) -> str:
        """Say how many days of rest are taken out already, and which."""
        sentence = ngettext(
            "%(n)s day is taken out already: %(names)s",
            "%(n)s days are taken out already: %(names)s",
            len(self.rests),
        )
        return sentence % {"n": len(self.rests), "names": call_each(self.rests)}

    @property
    def days_off(self) -> Decimal:
        """The working days without work: leave, and rests of the organisation."""
        return self.leave_days + len(self.rests)

    @cached_property
    def load(self) -> load_rules.Load:
        """What stands on the page, added up."""
        understood = [line for one in (*self.lines, *self.counted) if (line := one.line)]
        return load_rules.load(
            [line.rule for line in understood if not line.closed],
            hours=self.contracted,
            nights=int(self.form.counted("nights")),
            leave_days=self.leave_days,
            rest_days=Decimal(len(self.rests)),
            supervisees=self.supervisees,
            policy=self.policy,
        )

    @property
    def contracted(self) -> Decimal | None:
        """The contracted hours of the week; nothing for people without any."""
        return posts.hours_in(self.person, self.week)

    @cached_property
    def supervisees(self) -> Decimal:
        """How many people the worker answers for."""
        return weeks.supervisees(self.person, self.now)

    @property
    def parts(self) -> list[tuple[str, load_rules.Load, LevelChoice | None]]:
        """What stands on the page for each post, by its unit; nothing where there is one."""
        every = (*self.lines, *self.counted)
        lines = [line for one in every if (line := one.line) and not line.closed]
        of_person = {
            "nights": int(self.form.counted("nights")),
            "leave_days": self.leave_days,
            "rest_days": Decimal(len(self.rests)),
            "supervisees": self.supervisees,
        }
        return posts.told(self.person, self.week, lines, of_person)

    @property
    def level(self) -> LevelChoice | None:
        """The level that flags go by, in words; none where there is no capacity."""
        found = load_rules.level(self.load.usual_percent, self.policy)
        return LevelChoice(found) if found else None

    @property
    def look(self) -> tuple[str, str]:
        """The state of the level's tag, and its icon."""
        return load_words.STATES[self.level] if self.level else ("", "")

    @property
    def meter(self) -> SafeString:
        """The load as a picture; nothing without a capacity to draw it against."""
        if not self.weighed:
            return SafeString()
        return pictures.meter(self.load.percent, load_words.of_capacity(self.load.percent))

    @property
    def rests_judged(self) -> str:
        """Say why the load reads higher than it is judged; nothing without a day of rest."""
        usual = self.load.usual_percent
        if not self.rests or usual is None:
            return ""
        return load_words.of_rests(Decimal(len(self.rests)), usual)

    @property
    def working(self) -> str:
        """What the load is the sum of."""
        return load_words.working(self.load.cases, self.load.nights, self.load.supervision)

    @property
    def room(self) -> str:
        """How the capacity comes about; nothing without contracted hours."""
        if self.contracted is None:
            return ""
        about = (self.contracted, self.days_off, self.load.capacity)
        return load_words.room(*about, self.policy)


def stored_page(person: Person, week: Week, now: datetime) -> WeekPage:
    """Build the page from what is stored: this week's sending, or else last week's figures."""
    stored, last = sent_weeks(person, week)
    checkins = check_in_on(person=person.pk, monday=week.monday) if stored else []
    checkin = next(iter(checkins), None)
    # A week that was sent knows its leave; the plan speaks for one that was not.
    leave = stored.leave_days if stored else time_off.in_week(person, week)
    said = checkin.answers.given | {"note": checkin.note} if checkin else {}
    keys = {"key": new_key(), "corrects": stored.key if stored else ""}
    work = stored_numbers(stored or last, person) | {"leave_days": typed_number(leave)}
    open_now = carried(person)
    lines = [StoredLine(LineData.of(line)) for line in open_now]
    form = WeekForm(initial=work | said | keys)
    brought = sum(line.count for line in open_now if line.brought_at)
    return WeekPage(person, week, now, stored, last, form, lines, brought=brought)

"""My week as it is shown: built from stored rows, or from what somebody typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from people.members.supervision import reachable
from people.models import Person, Role
from people.weeks import Week
from people.writing.fields import whole_number
from wellbeing.models import CheckIn
from workload.load import pictures
from workload.load import words as load_words
from workload.models import CaseloadLine, LevelChoice, WorkWeek
from workload.policies import actions as policies
from workload.rules import load as load_rules
from workload.time import time_off

from . import actions as weeks
from .caseloads import LineData
from .forms import WeekForm, new_key
from .parts import (
    LineRow,
    PulseLine,
    WeekTally,
    case_row_of,
    promise_html,
    pulse,
    row_from,
    tallies,
)


@dataclass(frozen=True)
class WeekPage:
    """Everything My week shows."""

    week: Week
    policy: load_rules.Policy
    key: str
    corrects: str
    lines: list[LineRow]
    new: LineRow
    tallies: list[WeekTally]
    # None where somebody withdrew their consent: the five lines are not asked.
    pulse: list[PulseLine] | None
    note: str
    note_error: str
    contact: str
    contacts: list[tuple[Person, Role]]
    load: load_rules.Load
    hours: Decimal
    leave_days: Decimal
    sent_at: datetime | None
    unfolded: bool

    @property
    def level(self) -> LevelChoice | None:
        """The load's level in words; none where there is no capacity."""
        found = load_rules.level(self.load.percent, self.policy)
        return LevelChoice(found) if found else None

    @property
    def cases(self) -> int:
        """How many cases the lines stand for."""
        return sum(whole_number(row.count) for row in self.lines if not row.closed)

    @property
    def state(self) -> str:
        """The look of the level's tag."""
        return load_words.STATES[self.level][0]

    @property
    def picture(self) -> str:
        """The icon of the level."""
        return load_words.STATES[self.level][1]

    @property
    def meter(self) -> SafeString:
        """The load as a picture."""
        return pictures.meter(self.load.percent, load_words.of_capacity(self.load.percent))

    @property
    def working(self) -> str:
        """What the load is the sum of."""
        return load_words.working(self.load.cases, self.load.nights, self.load.supervision)

    @property
    def room(self) -> str:
        """How the capacity comes about."""
        return load_words.room(self.hours, self.leave_days, self.load.capacity, self.policy)

    @property
    def promise(self) -> SafeString:
        """Who sees what of it."""
        return promise_html(tuple(one.short_name for one in self.supervisors), get_language())

    @property
    def supervisors(self) -> list[Person]:
        """Who sees the work, by name."""
        return [one for one, role in self.contacts if role is Role.SUPERVISOR]


def fresh(person: Person, week: Week, now: datetime) -> WeekPage:
    """Build the page from what is stored: this week's sending, or else last week's figures."""
    rows = {row.week: row for row in weeks.recent(person, week, back=2)}
    stored, last = rows.get(week.monday), rows.get((week - 1).monday)
    lines = CaseloadLine.objects.filter(person=person, closed_at=None)
    own = CheckIn.objects.of(person).filter(week=week.monday)
    checkin = own.first() if stored else None
    # A week that was sent knows its leave; the plan speaks for one that was not.
    leave_planned = stored.leave_days if stored else time_off.in_week(person, week)
    values = numbers(stored or last, person, leave_planned)
    answers = checkin.answers.given if checkin else {}
    data = [LineData.of(line) for line in lines]
    policy = policies.judging(person.home.unit, week)
    nights, leave = Decimal(values["nights"]), Decimal(values["leave_days"])
    return WeekPage(
        week=week,
        policy=policy,
        key=new_key(),
        corrects=str(stored.key) if stored else "",
        lines=[case_row_of(line, place, policy) for place, line in enumerate(data)],
        new=LineRow("new", policy.version, opened=not data),
        tallies=tallies(
            values, {}, last.hours if last else None, policy, None if stored else leave_planned
        ),
        pulse=pulse_of(person, {name: str(n) for name, n in answers.items()}),
        note=checkin.note if checkin else "",
        note_error="",
        contact="",
        contacts=reachable(person, now),
        load=load_of(person, data, nights, leave, now, policy),
        hours=person.home.hours,
        leave_days=leave,
        sent_at=stored.changed_at if stored else None,
        unfolded=not data,
    )


def pulse_of(person: Person, values: Mapping[str, str]) -> list[PulseLine] | None:
    """Write the five lines, unless somebody withdrew their consent to them."""
    return None if person.withdrawn_at else pulse(values)


def numbers(row: WorkWeek | None, person: Person, leave: Decimal) -> dict[str, str]:
    """Write a week's numbers as somebody would type them; without a week, the contracted hours.

    Leave is of one week only: last week's says nothing about this one.
    """

    def plain(value: Decimal | int) -> str:
        return f"{Decimal(value).normalize():f}"

    if row is None:
        zeros = dict.fromkeys(("nights", "court_days", "material"), "0")
        rest = {"material_unit": "h", "leave_days": plain(leave)}
        return {"hours": plain(person.home.hours), **rest, **zeros}
    whole_hours = row.material_minutes % 60 == 0
    return {
        "hours": plain(row.hours),
        "nights": str(row.nights),
        "court_days": str(row.court_days),
        "material": plain(row.material_minutes // 60 if whole_hours else row.material_minutes),
        "material_unit": "h" if whole_hours else "min",
        "leave_days": plain(leave),
    }


def load_of(
    person: Person,
    lines: list[LineData],
    nights: Decimal,
    leave: Decimal,
    now: datetime,
    policy: load_rules.Policy,
) -> load_rules.Load:
    """Add up what stands on the page."""
    return load_rules.load(
        [line.rule for line in lines if not line.closed],
        hours=person.home.hours,
        nights=int(nights),
        leave_days=leave,
        supervisees=weeks.supervisees(person, now),
        policy=policy,
    )


def typed_page(
    person: Person,
    data: QueryDict,
    week: Week,
    now: datetime,
    *,
    form: WeekForm,
    forms: list,
    contacts: list,
    judged: bool,
    opened: str = "",
    new: LineRow | None = None,
) -> WeekPage:
    """Build the page from what somebody typed; `judged` shows what needs another look."""
    policy = policies.judging(person.home.unit, week)
    rows = [
        row_from(one, number, policy, judged=judged, opened=opened == str(number))
        for number, one in enumerate(forms)
    ]
    form.is_valid()
    clean = form.cleaned_data
    recent = {row.week: row for row in weeks.recent(person, week, back=2)}
    last, stored = recent.get((week - 1).monday), recent.get(week.monday)
    errors = form.errors if judged else {}
    lines = [one.data_of() for one in forms if one.is_valid()]
    nights, leave = clean.get("nights") or 0, clean.get("leave_days") or 0
    return WeekPage(
        week=week,
        policy=policy,
        key=data.get("key") or new_key(),
        corrects=data.get("corrects", ""),
        lines=rows,
        new=new or LineRow("new", policy.version),
        tallies=tallies(data, errors, last.hours if last else None, policy),
        pulse=pulse_of(person, data),
        note=data.get("note", ""),
        note_error=(errors.get("note") or [""])[0],
        contact=data.get("contact", ""),
        contacts=contacts,
        load=load_of(person, lines, nights, leave, now, policy),
        hours=person.home.hours,
        leave_days=Decimal(leave),
        sent_at=stored.changed_at if stored else None,
        unfolded=True,
    )

"""One person's load as they and their supervisor see it: the same page, the same figures."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.models import Person
from people.weeks import Week, today
from people.working_days import working_days_of
from people.writing.formats import percent
from workload.models import Flag, FlagStep, LevelChoice, WorkWeek
from workload.models.flag import words_of_returns
from workload.policies import actions as policies
from workload.policies.working import Entry, working_entries
from workload.rules import flag_clock
from workload.rules import load as load_rules

from . import pictures
from . import words as load_words
from .stations import FlagWay, way_of

WEEKS_SHOWN = 8


@dataclass(frozen=True)
class LoadPage:
    """A person's latest week with its sum, the weeks before, and an open flag with its story."""

    person: Person
    latest: WorkWeek | None
    policy: load_rules.Policy
    before: WorkWeek | None
    entries: list[Entry]
    room: str
    meter: SafeString
    loads: list[tuple[Week, Decimal | None]]
    flag: Flag | None
    steps: list[FlagStep]
    reasons: list[str]
    look: flag_clock.FlagLook | None
    now: datetime
    # Weeks with hours that were corrected after they had closed, newest first.
    corrected: list[WorkWeek]

    @property
    def chart(self) -> SafeString:
        """The weeks as bars."""
        listed = ", ".join(percent(load) for _week, load in self.loads)
        label = _("Load, weeks %(first)s to %(last)s: %(loads)s of capacity") % {
            "first": self.loads[0][0].number,
            "last": self.loads[-1][0].number,
            "loads": listed,
        }
        loads = [load for _week, load in self.loads]
        return pictures.load_bars(loads, label, limit=self.policy.amber)

    @property
    def axis(self) -> SafeString:
        """The weeks' numbers under the bars."""
        return pictures.week_axis([week.number for week, _load in self.loads])

    @property
    def table(self) -> list[dict]:
        """The numbers behind the bars, newest week first."""
        return [{"week": week, "load": load} for week, load in reversed(self.loads)]

    @property
    def level(self) -> LevelChoice | None:
        """The flag's level in words, or the latest week's."""
        found = self.flag.level if self.flag else self.latest.level if self.latest else ""
        return LevelChoice(found) if found else None

    @property
    def state(self) -> str:
        """The look of the level's tag."""
        return load_words.STATES[self.level][0]

    @property
    def picture(self) -> str:
        """The icon of the level's tag."""
        return load_words.STATES[self.level][1]

    @property
    def seen(self) -> bool:
        """Say whether the flag was acknowledged since it rose last."""
        return self.look is not None and self.look.seen

    @property
    def way(self) -> FlagWay | None:
        """The stations of the open flag."""
        if not self.flag:
            return None
        day = today(self.now)
        return way_of(self.steps, day, working_days_of(self.flag.organisation_id, day))

    @property
    def plan(self) -> FlagStep | None:
        """The newest plan."""
        return next((s for s in reversed(self.steps) if s.kind == FlagStep.Kind.PLANNED), None)

    @property
    def plan_until(self) -> date:
        """The last day that a plan written now may have."""
        return today(self.now) + flag_clock.longest(load_rules.Level(self.flag.level))

    @property
    def flag_words(self) -> list[str]:
        """What is to be known of the open flag beside its level: it rests, it came back."""
        found = []
        if self.flag and self.flag.rests_since:
            found.append(load_words.no_week_since(self.flag.rests_since))
        if self.flag and self.flag.times > 1:
            found.append(words_of_returns(self.flag.times))
        return found

    @property
    def answer(self) -> FlagStep | None:
        """The person's last word on the flag."""
        return next((s for s in reversed(self.steps) if s.kind == FlagStep.Kind.ANSWERED), None)


def member_page(person: Person, now: datetime, weeks_shown: int = WEEKS_SHOWN) -> LoadPage:
    """Read a person's weeks, open flag and its steps; two statements."""
    week = Week.latest(now)
    weeks = list(
        WorkWeek.objects.filter(
            person=person, week__gte=(week - weeks_shown).monday, week__lte=week.monday
        ).order_by("week")
    )
    found = FlagStep.objects.filter(flag__person=person, flag__closed_at=None)
    steps = list(found.select_related("flag", "by", "owner", "to"))
    flag = steps[0].flag if steps else None  # none is opened without its first step
    latest = weeks[-1] if weeks else None
    policy = policies.named(latest.policy) if latest else load_rules.USUAL
    if week.is_open(now) and (latest is None or latest.week != week.monday):
        week = week - 1  # a week that has not ended is no gap
    by_monday = {one.week: one.percent for one in weeks}
    shown = [week - back for back in reversed(range(weeks_shown))]
    return LoadPage(
        person=person,
        latest=latest,
        policy=policy,
        before=weeks[-2] if len(weeks) > 1 else None,
        entries=working_entries(latest, policy) if latest else [],
        room=load_words.room(latest.contracted_hours, latest.leave_days, latest.capacity, policy)
        if latest
        else "",
        meter=pictures.meter(latest.percent, load_words.of_capacity(latest.percent))
        if latest
        else SafeString(""),
        loads=[(one, by_monday.get(one.monday)) for one in shown],
        flag=flag,
        steps=steps,
        reasons=load_words.reasons(
            weeks, load_rules.Level(flag.level) if flag else None, today(now)
        ),
        look=flag_clock.flag_look([step.rule for step in steps], today(now)) if flag else None,
        now=now,
        corrected=[one for one in reversed(weeks) if one.corrected_at],
    )

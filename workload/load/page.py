"""One person's load as they and their supervisor see it: the same page, the same figures."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.models import Person
from people.statements import written_once
from people.weeks import Week, today
from people.working_days import working_days_of
from people.writing.formats import percent_aloud, plain_number, written_points
from workload.models import Flag, FlagStep, LevelChoice, PlanItem, WorkWeek
from workload.models.flag import words_of_returns
from workload.policies import actions as policies
from workload.policies.working import Entry, working_entries
from workload.rules import flag_clock
from workload.rules import load as load_rules
from workload.rules.parts import PostPart, PostsSeen

from . import pictures
from . import words as load_words
from .parts import OWN, level_together, seen_weeks, without_figures
from .stations import FlagStation, far_off, way_of

WEEKS_SHOWN = 8
# So many lines stand in the short sum; all of them are below it.
HEAVIEST = 3


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
    # The hours of the same weeks; None where none was sent.
    hours: list[Decimal | None]
    flag: Flag | None
    steps: list[FlagStep]
    reasons: list[str]
    look: flag_clock.FlagLook | None
    now: datetime
    # Weeks with hours that were corrected after they had closed, newest first.
    corrected: list[WorkWeek]
    # Whether the viewer reads a part of the latest week, and then the level of all posts together.
    is_part: bool = False
    together: LevelChoice | None = None
    # Whether the viewer leads where the person helps, and reads the load without its cases.
    helps: bool = False
    # The level of a flag that supervisors of another post handle; nothing else of it is read here.
    elsewhere: LevelChoice | None = None
    # For the person: what each post came to in the latest week, by its unit.
    parts: tuple[tuple[str, PostPart], ...] = ()

    @property
    def chart(self) -> SafeString:
        """The weeks as bars."""
        listed = ", ".join(percent_aloud(load) for _week, load in self.loads)
        label = _("Load, weeks %(first)s to %(last)s: %(loads)s of capacity") % {
            "first": self.loads[0][0].number,
            "last": self.loads[-1][0].number,
            "loads": listed,
        }
        loads = [load for _week, load in self.loads]
        return pictures.load_bars(loads, label, limit=self.policy.amber)

    @property
    def rests(self) -> str:
        """Say why the load reads higher than it is judged; nothing without a day of rest."""
        return load_words.rests_of(self.latest)

    @property
    def axis(self) -> SafeString:
        """The weeks' numbers under the bars."""
        return pictures.week_axis([week.number for week, _load in self.loads])

    @property
    def hours_chart(self) -> SafeString:
        """The hours of the same weeks, against their limits."""
        listed = ", ".join(plain_number(one) for one in self.hours)
        label = _("Hours, weeks %(first)s to %(last)s: %(hours)s") % {
            "first": self.loads[0][0].number,
            "last": self.loads[-1][0].number,
            "hours": listed,
        }
        return pictures.hours_bars(self.hours, label, usual=self.mean_hours, most=self.most_hours)

    @property
    def weighed(self) -> bool:
        """Say whether any of these weeks has a load; without contracted hours none has."""
        return any(load is not None for _week, load in self.loads) or self.paid

    @property
    def paid(self) -> bool:
        """Say whether the latest week was one with contracted hours."""
        return self.latest is not None and self.latest.weighed

    @property
    def sums(self) -> bool:
        """Say whether there is a sum to show: of a load, or of what is carried without one."""
        return not self.helps and (self.paid or bool(self.entries))

    @property
    def mean_hours(self) -> Decimal:
        """The hours that a week has on average, at most."""
        return self.policy.limits.mean_hours

    @property
    def most_hours(self) -> Decimal:
        """The hours of one week from where help is needed at once."""
        return self.policy.limits.very_long_hours

    @property
    def table(self) -> list[dict]:
        """The numbers behind the bars, newest week first."""
        pairs = zip(self.loads, self.hours, strict=True)
        found = [{"week": week, "load": load, "hours": hours} for (week, load), hours in pairs]
        return found[::-1]

    @property
    def heaviest(self) -> list[Entry]:
        """The lines that weigh most."""
        return sorted(self.entries, key=lambda one: -one.points)[:HEAVIEST]

    @property
    def further(self) -> tuple[int, str]:
        """How many lines there are beside them, and their points together."""
        rest = sorted(self.entries, key=lambda one: -one.points)[HEAVIEST:]
        return len(rest), written_points(sum((one.points for one in rest), Decimal()))

    @property
    def working(self) -> str:
        """What the load is the sum of."""
        if not (one := self.latest):
            return ""
        return load_words.working(one.case_points, one.night_points, one.supervision_points)

    @property
    def way(self) -> list[FlagStation] | None:
        """The stations of the open flag."""
        if not self.flag:
            return None
        day = today(self.now)
        return way_of(self.steps, day, working_days_of(self.flag.organisation, day))

    @property
    def plan(self) -> FlagStep | None:
        """The newest plan."""
        return next((s for s in reversed(self.steps) if s.kind == FlagStep.Kind.PLANNED), None)

    @property
    def plan_owner(self) -> Person | None:
        """Who does what the newest plan says: its owner, or who took it over since."""
        if not (plan := self.plan):
            return None
        owner = plan.owner
        for step in self.steps[self.steps.index(plan) :]:
            if step.kind == FlagStep.Kind.HANDED and step.by == owner:
                owner = step.to
        return owner

    @property
    def plan_steps(self) -> list[tuple[str, list[FlagStep]]]:
        """What the plan holds, and of work that should move: what was taken over since."""
        if not (plan := self.plan):
            return []
        taken = self.steps[self.steps.index(plan) :]
        moved = [step for step in taken if step.kind == FlagStep.Kind.MOVED]
        return [
            (str(PlanItem(item).label), moved if item == PlanItem.MOVE else [])
            for item in plan.chosen
        ]

    @property
    def plan_away(self) -> str:
        """How far off the plan's day is."""
        plan = self.look.plan if self.look else None
        return far_off(plan.until, today(self.now)) if plan and plan.until else ""

    @property
    def level(self) -> LevelChoice | None:
        """The flag's level in words, or the latest week's."""
        found = self.flag.level if self.flag else self.latest.flag_level if self.latest else ""
        return LevelChoice(found) if found else None

    @property
    def state(self) -> str:
        """The look of the level's tag."""
        return load_words.STATES[self.level][0] if self.level else ""

    @property
    def picture(self) -> str:
        """The icon of the level's tag."""
        return load_words.STATES[self.level][1] if self.level else ""

    @property
    def seen(self) -> bool:
        """Say whether the flag was acknowledged since it rose last."""
        return self.look is not None and self.look.seen

    @property
    def plan_until(self) -> date | None:
        """The last day that a plan written now may have; without a flag there is none."""
        if self.flag is None:
            return None
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


def room_of(latest: WorkWeek | None, policy: load_rules.Policy) -> str:
    """Write how a week's capacity comes about; nothing where there is none."""
    if latest is None or latest.contracted_hours is None or latest.capacity is None:
        return ""
    return load_words.room(latest.contracted_hours, latest.days_off, latest.capacity, policy)


def meter_of(latest: WorkWeek | None) -> SafeString:
    """Draw a week's load against its capacity; nothing where there is none."""
    if latest is None or not latest.weighed:
        return SafeString("")
    return pictures.meter(latest.percent, load_words.of_capacity(latest.percent))


@written_once
def own_weeks_between(person: int, first: date, last: date) -> QuerySet[WorkWeek]:
    """Read a person's weeks, oldest first."""
    return WorkWeek.objects.filter(person=person, week__gte=first, week__lte=last).order_by("week")


@written_once
def led_weeks_between(person: int, first: date, last: date) -> QuerySet[WorkWeek]:
    """Read a person's weeks, oldest first, without those that were sent alone."""
    led = WorkWeek.objects.filter(person=person, alone=False)
    return led.filter(week__gte=first, week__lte=last).order_by("week")


@written_once
def steps_of_open_flag(person: int) -> QuerySet[FlagStep]:
    """Read what happened to a person's open flag, oldest first."""
    found = FlagStep.objects.filter(flag__person=person, flag__closed_at=None)
    return found.select_related("flag", "by", "owner", "to")


def flag_seen(
    steps: list[FlagStep], sight: PostsSeen, person: Person, weeks: list[WorkWeek]
) -> tuple[Flag | None, list[FlagStep], LevelChoice | None]:
    """Read an open flag as far as a viewer sees it: with its steps, or its level alone.

    Flags are handled at the home. Of a week that is read as a part no percentage of the whole
    stands on a step, also when the other post has ended since.
    """
    flag = steps[0].flag if steps else None  # none is opened without its first step
    if flag and not sight.at_home:
        return None, [], LevelChoice(flag.level)
    if not sight.own:
        without_figures(steps, person, weeks)
    return flag, steps, None


def reasons_seen(weeks: list[WorkWeek], flag: Flag | None, day: date) -> list[str]:
    """Say why a flag stands; who sees a part reads the level of the whole and the part's load.

    What would close the flag is worked out from the whole, so a part does not say it.
    """
    if flag and weeks and weeks[-1].is_part:
        together = level_together(weeks[-1])
        said = [_("All posts together: %(level)s") % {"level": together.label}] if together else []
        return [*said, load_words.of_capacity(weeks[-1].flag_load)]
    return load_words.reasons(weeks, load_rules.Level(flag.level) if flag else None, day)


def parts_by_unit(person: Person, week: WorkWeek | None) -> tuple[tuple[str, PostPart], ...]:
    """Name the unit of each part of a person's own week; no statement, the units are known."""
    units = {post.unit_id: str(post.unit) for post in person.every_membership}
    kept = [PostPart.read(one) for one in week.parts] if week else []
    return tuple((units[one.unit], one) for one in kept if one.unit in units)


def member_page(
    person: Person,
    now: datetime,
    weeks_shown: int = WEEKS_SHOWN,
    sight: PostsSeen = OWN,
) -> LoadPage:
    """Read a person's weeks, open flag and its steps, as far as a viewer sees; two statements.

    What was sent alone is on the person's own page only.
    """
    week = Week.latest(now)
    span = {"first": (week - weeks_shown).monday, "last": week.monday}
    read = own_weeks_between if sight.own else led_weeks_between
    weeks = seen_weeks(read(person=person.pk, **span), sight)
    flag, steps, elsewhere = flag_seen(steps_of_open_flag(person=person.pk), sight, person, weeks)
    latest = weeks[-1] if weeks else None
    policy = policies.named(latest.policy) if latest else load_rules.USUAL
    if week.is_open(now) and (latest is None or latest.week != week.monday):
        week = week - 1  # a week that has not ended is no gap
    shown = [week - back for back in reversed(range(weeks_shown))]
    by_monday = {one.week: one for one in weeks}
    sent = [by_monday.get(one.monday) for one in shown]
    return LoadPage(
        person=person,
        latest=latest,
        policy=policy,
        before=weeks[-2] if len(weeks) > 1 else None,
        entries=working_entries(latest, policy) if latest else [],
        room=room_of(latest, policy),
        meter=meter_of(latest),
        loads=[(one, row.percent if row else None) for one, row in zip(shown, sent, strict=True)],
        hours=[row.hours if row else None for row in sent],
        flag=flag,
        steps=steps,
        reasons=reasons_seen(weeks, flag, today(now)),
        look=flag_clock.flag_look([step.rule for step in steps], today(now)) if flag else None,
        now=now,
        corrected=[one for one in reversed(weeks) if one.corrected_at],
        is_part=latest is not None and latest.is_part,
        together=level_together(latest),
        helps=sight.beside,
        elsewhere=elsewhere,
        parts=parts_by_unit(person, latest) if sight.own else (),
    )

"""Half a year of a person's work on one page, the same for them and for their supervisors."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, Sum
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Person
from people.rules.year_parts import YearQuarter
from people.weeks import OPENS_AFTER, Week, today
from people.writing.formats import percent, percent_aloud, plain_number
from training.models import HeldLevel, Thanks
from training.volunteers import actions as volunteers
from workload.load import pictures
from workload.load.parts import level_together, posts_seen, seen_weeks, without_figures
from workload.models import Flag, LevelChoice, PhaseChoice, SupervisionTalk, WorkWeek
from workload.policies import actions as policies
from workload.rules.parts import PostsSeen

from .half_year_beside import LearntLine, learnt_since, thanks_since

WEEKS_SHOWN = 26


@dataclass(frozen=True)
class Rhythm:
    """One figure over the weeks, oldest first; None where no week was sent."""

    label: str
    values: list[Decimal | None]
    unit: str = ""
    # Where a figure has a line of its own, like contracted hours.
    line: Decimal | None = None

    @property
    def latest(self) -> str:
        """The last week's figure."""
        return self.said(self.values[-1])

    @property
    def words(self) -> list[str]:
        """Every figure as it is read."""
        return [self.said(value) for value in self.values]

    @property
    def picture(self) -> SafeString:
        """The figures as small bars."""
        label = _("%(what)s, oldest first: %(figures)s") % {
            "what": self.label,
            "figures": ", ".join(self.words),
        }
        return pictures.small_bars(self.values, label, line=self.line)

    def said(self, value: Decimal | None) -> str:
        """Write one figure with its unit."""
        return "–" if value is None else f"{plain_number(value)} {self.unit}".strip()


@dataclass(frozen=True)
class Beyond:
    """Weeks above the contracted hours beside the level that is held: for the person alone."""

    weeks: int
    sent: int
    hours: Decimal
    levels: list[HeldLevel]
    # Of one-to-ones that both agreed on.
    supervised: Decimal = Decimal()

    @property
    def said(self) -> str:
        """The weeks and the hours in one sentence."""
        figures = {"n": self.weeks, "sent": self.sent, "hours": plain_number(self.hours)}
        if not self.weeks:
            sentence = ngettext(
                "In the week that you sent you did not work more than your contract says.",
                "In none of %(sent)s weeks you worked more than your contract says.",
                self.sent,
            )
            return sentence % figures
        return (
            ngettext(
                "In %(n)s of %(sent)s weeks you worked more than your contract says: %(hours)s h.",
                "In %(n)s of %(sent)s weeks you worked more than your contract says: %(hours)s h "
                "in all.",
                self.weeks,
            )
            % figures
        )


class LoggedWeek(NamedTuple):
    """A week without contracted hours: its hours, and their sum since its quarter began."""

    week: Week
    hours: Decimal
    sum: Decimal

    @property
    def quarter(self) -> YearQuarter:
        """Its quarter."""
        return quarter_of(self.week)


@dataclass(frozen=True)
class HalfYear:
    """A person's weeks, the flags of those weeks with their steps, and days of talks."""

    person: Person
    weeks: list[Week]
    loads: list[Decimal | None]
    limit: Decimal
    hours: Rhythm
    phases: list[Rhythm]
    flags: list[Flag]
    talks: list[date]
    learnt: list[LearntLine]
    thanks: list[Thanks]
    # The hours that a week may have on average, and from where help is needed at once.
    mean_hours: Decimal
    most_hours: Decimal
    sent: bool = True
    # Whether the reader sees a part of the latest week, and then the level of all posts together.
    is_part: bool = False
    # Whether the reader leads where the person helps, and reads the load without its cases.
    helps: bool = False
    together: LevelChoice | None = None
    beyond: Beyond | None = None
    # Of people without contracted hours, newest first; and what the terms of a volunteer allow.
    log: tuple[LoggedWeek, ...] = ()
    cap: Decimal | None = None

    @property
    def any(self) -> bool:
        """Say whether any of these weeks was sent."""
        return self.sent

    @property
    def weighed(self) -> bool:
        """Say whether any of these weeks has a load; without contracted hours none has."""
        return any(load is not None for load in self.loads)

    @property
    def chart(self) -> SafeString:
        """The loads as bars."""
        label = _("Load, weeks %(first)s to %(last)s: %(loads)s of capacity") % {
            "first": self.weeks[0].number,
            "last": self.weeks[-1].number,
            "loads": ", ".join(percent_aloud(load) for load in self.loads),
        }
        return pictures.load_bars(self.loads, label, limit=self.limit)

    @property
    def hours_chart(self) -> SafeString:
        """The hours of the same weeks, against their limits."""
        label = _("Hours, weeks %(first)s to %(last)s: %(hours)s") % {
            "first": self.weeks[0].number,
            "last": self.weeks[-1].number,
            "hours": ", ".join(self.hours.words),
        }
        return pictures.hours_bars(
            self.hours.values, label, usual=self.mean_hours, most=self.most_hours
        )

    @property
    def axis(self) -> SafeString:
        """The number of every fourth week, so that they never touch in half a page."""
        last = len(self.weeks) - 1
        shown = [w.number if (last - n) % 4 == 0 else "" for n, w in enumerate(self.weeks)]
        return pictures.week_axis(shown)

    @property
    def rows(self) -> list[tuple[Week, str, list[str]]]:
        """The numbers behind the pictures, newest week first."""
        columns = [self.hours, *self.phases]
        found = [
            (week, percent(self.loads[n]), [one.words[n] for one in columns])
            for n, week in enumerate(self.weeks)
        ]
        return found[::-1]


def own(person: Person, now: datetime) -> HalfYear:
    """Read the person's own half year, with the hours beyond the contract and the level held.

    Pay is not kept here. What is: how long the person works more than agreed at which level, and
    how long they were supervised, so that they can speak of it. No other person reads these lines.
    """
    page = read(person, person, now)
    since = page.weeks[0].monday
    paid = WorkWeek.objects.filter(person=person, week__gte=since, contracted_hours__isnull=False)
    sent = paid.values_list("hours", "contracted_hours")
    more = [hours - owed for hours, owed in sent if owed is not None and hours > owed]
    held = HeldLevel.objects.filter(person=person).on(today(now)).select_related("level")
    beyond = Beyond(
        len(more), len(sent), sum(more, Decimal()), list(held), supervised_since(person, since)
    )
    return replace(page, beyond=beyond)


def supervised_since(person: Person, day: date) -> Decimal:
    """Count the hours of one-to-ones since a day; what only one of the two wrote down is none."""
    talks = SupervisionTalk.objects.visible_to(person).filter(
        person=person, day__gte=day, agreed_at__isnull=False
    )
    minutes = talks.aggregate(minutes=Sum("minutes"))["minutes"] or 0
    return round(Decimal(minutes) / 60, 1)


def read(person: Person, reader: Person, now: datetime) -> HalfYear:
    """Read half a year as far as the reader may; eight statements at most."""
    last = Week.latest(now)
    sight = posts_seen(reader, person)
    sent = {one.week: one for one in seen_weeks(weeks_of(person, reader, last), sight)}
    if last.is_open(now) and last.monday not in sent:
        last = last - 1  # a week that has not ended is no gap
    weeks = [last - back for back in reversed(range(WEEKS_SHOWN))]
    rows = [sent.get(week.monday) for week in weeks]
    latest = next((row for row in reversed(rows) if row), None)
    first, policy = weeks[0], policies.named(latest.policy) if latest else None
    log = log_of(sent.values(), weeks)
    return HalfYear(
        person=person,
        weeks=weeks,
        loads=[row.percent if row else None for row in rows],
        limit=policy.amber if policy else Decimal(100),
        hours=Rhythm(
            _("Hours"),
            [row.hours if row else None for row in rows],
            _("h"),
            line=latest.contracted_hours if latest else None,
        ),
        phases=phases(rows),
        flags=flags_since(person, reader, first, sight, sent.values()),
        talks=talk_days(person, reader, first),
        learnt=learnt_since(person, reader, first.monday, today(now)),
        thanks=thanks_since(person, reader, first.monday),
        mean_hours=policy.limits.mean_hours if policy else Decimal(),
        most_hours=policy.limits.very_long_hours if policy else Decimal(),
        sent=latest is not None,
        is_part=latest is not None and latest.is_part,
        together=level_together(latest),
        helps=sight.beside,
        log=log,
        cap=volunteers.cap(person, last.monday) if log else None,
    )


def log_of(sent: Iterable[WorkWeek], shown: Collection[Week]) -> tuple[LoggedWeek, ...]:
    """Write the hours of weeks without a contract down, and add them up quarter by quarter.

    The first quarter may have begun before the weeks that are shown.
    """
    found: list[LoggedWeek] = []
    sums: dict[YearQuarter, Decimal] = defaultdict(Decimal)
    for row in sent:
        if not row.weighed and not row.is_part:
            quarter = quarter_of(row.iso)
            sums[quarter] += row.hours
            found.append(LoggedWeek(row.iso, row.hours, sums[quarter]))
    return tuple(one for one in reversed(found) if one.week in shown)


def quarter_of(week: Week) -> YearQuarter:
    """Find a week's quarter: that of its Thursday, as it belongs to that year."""
    return YearQuarter.of(week.monday + OPENS_AFTER)


def weeks_of(person: Person, reader: Person, last: Week) -> list[WorkWeek]:
    """Read the weeks that were sent, of another person those that were not sent alone.

    They begin with a quarter, so that it can be added up. How much of each a reader sees is judged
    after it.
    """
    since = Week.of(quarter_of(last - WEEKS_SHOWN).first).monday
    sent = WorkWeek.objects.filter(person=person, week__gte=since, week__lte=last.monday)
    sent = sent.order_by("week")
    return list(sent if reader == person else sent.filter(alone=False))


def phases(rows: list[WorkWeek | None]) -> list[Rhythm]:
    """Count the cases of each phase as the weeks keep them; a phase without cases is left out."""
    counts = [cases(row) if row else None for row in rows]
    return [
        Rhythm(str(phase.label), [Decimal(one[phase.value]) if one else None for one in counts])
        for phase in PhaseChoice
        if any(one and one[phase.value] for one in counts)
    ]


def cases(row: WorkWeek) -> Counter[str]:
    """Count a week's cases by their phase."""
    found = Counter(dict.fromkeys(PhaseChoice.values, 0))
    for line in row.lines:
        found[line["phase"]] += line["count"]
    return found


def flags_since(
    person: Person, reader: Person, first: Week, sight: PostsSeen, sent: Iterable[WorkWeek]
) -> list[Flag]:
    """Read the flags that stood at any time since a week, newest first, with their steps."""
    found = Flag.objects.visible_to(reader).filter(person=person)
    since = Q(closed_at=None) | Q(closed_at__gte=first.opens - timedelta(days=3))
    flags = list(
        found.filter(since)
        .distinct()
        .order_by("-opened_at")
        .prefetch_related("steps__by", "steps__to", "steps__owner")
    )
    if not sight.own:
        without_figures((step for flag in flags for step in flag.steps.all()), person, sent)
    return flags


def talk_days(person: Person, reader: Person, first: Week) -> list[date]:
    """List the days of talks since a week, newest first: days alone, with any supervisor."""
    since = SupervisionTalk.objects.filter(person=person, day__gte=first.monday)
    own = since.visible_to(reader).values_list("day", flat=True)
    return sorted({*own, *since.days_for(reader)}, reverse=True)

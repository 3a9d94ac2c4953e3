"""What other numbers would make of everybody's latest week. Nothing is written.

Most people's level is plain from the sums that their week keeps. Only where a limit lies within
what the change can do is a week added up again, line by line.
"""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, QuerySet, StringAgg, TextField, Value
from django.db.models.functions import Cast

from people.models import Organisation, Unit
from people.weeks import Week

from . import policies, rules
from .limit_previews import Passed, passed
from .models import Level, LoadPolicy, WorkWeek

# A week older than this says nothing about now.
WEEKS_BACK = 8
# The groups rule: fewer people than this are not told of, nor is what they could be taken from.
GROUP_AT_LEAST = 5
LEVELS = tuple(Level)
# Floats divide nearly: within this much of a limit they are not trusted.
MARGIN = 1e-6
NO_BOUND = 1e9
AT_ONCE = 5000
FIGURES = ("case_points", "supervision_points", "nights", "contracted_hours", "leave_days")


@dataclass(frozen=True)
class Preview:
    """How many people stand at which level, and at which they would stand."""

    moves: Counter[tuple[Level, Level]]
    passed: list[Passed] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many have a load at all."""
        return self.moves.total()

    @cached_property
    def rows(self) -> list[tuple[Level, int, int]]:
        """Each level with how many stand there now and would then, heaviest first."""
        now, then = Counter(), Counter()
        for (before, after), n in self.moves.items():
            now[before] += n
            then[after] += n
        return [(level, now[level], then[level]) for level in reversed(LEVELS)]

    @property
    def up(self) -> list[tuple[Level, int]]:
        """How many would move up to each level, heaviest first."""
        return self.moved(lambda before, after: after > before)

    @property
    def down(self) -> list[tuple[Level, int]]:
        """How many would move down to each level."""
        return self.moved(lambda before, after: after < before)

    def moved(self, wanted: Callable[[int, int], bool]) -> list[tuple[Level, int]]:
        """Count the moves of one direction by where they lead."""
        found = Counter()
        for (before, after), n in self.moves.items():
            if wanted(LEVELS.index(before), LEVELS.index(after)):
                found[after] += n
        return [(level, found[level]) for level in reversed(LEVELS) if found[level]]


def preview(
    *,
    organisation: Organisation,
    policy: rules.Policy,
    starts: date,
    now: datetime,
    unit_kind: str = "",
    before: rules.Policy = rules.USUAL,
) -> Preview | None:
    """Judge the latest week of everybody concerned by other numbers, and count by level.

    Limits beside the load are compared with those of `before`.

    None where they, or the others beside them, are too few to be told of.
    """
    everybody = latest_weeks(organisation, Week.latest(now))
    concerned = kinds(organisation, unit_kind, starts)
    moves, beside = compare(organisation, everybody, policy, concerned)
    if moves.total() < GROUP_AT_LEAST or 0 < beside < GROUP_AT_LEAST:
        return None
    told = everybody.filter(unit__kind__in=concerned)
    return Preview(moves, passed(told, before.limits, policy.limits))


def kinds(organisation: Organisation, unit_kind: str, starts: date) -> list[str]:
    """Name the kinds of units that a version is for; a general one not for those with their own."""
    if unit_kind:
        return [unit_kind]
    own = LoadPolicy.objects.filter(organisation=organisation, starts__lte=starts)
    taken = set(own.exclude(unit_kind="").values_list("unit_kind", flat=True))
    return [kind for kind in Unit.Kind.values if kind not in taken]


def latest_weeks(organisation: Organisation, week: Week) -> QuerySet[WorkWeek]:
    """Find the latest week that each active person sent lately, if it has a load."""
    since = (week - WEEKS_BACK).monday
    later = WorkWeek.objects.filter(person=OuterRef("person"), week__gt=OuterRef("week"))
    recent = WorkWeek.objects.filter(organisation=organisation, week__gt=since)
    return recent.filter(~Exists(later), person__is_active=True).exclude(level="").order_by()


def compare(
    organisation: Organisation,
    weeks: QuerySet[WorkWeek],
    policy: rules.Policy,
    kinds: list[str],
) -> tuple[Counter[tuple[Level, Level]], int]:
    """Count weeks of these kinds by their level and the one they would get, and those beside."""
    bounds = bounds_by_version(organisation, policy)
    limits = [float(one) / 100 for one in (policy.watch, policy.amber, policy.red)]
    # For the least a limit lies a little higher, for the most a little lower: never too sure.
    high, low = [one + MARGIN for one in limits], [one - MARGIN for one in limits]
    share, night = float(policy.capacity_share), float(policy.night)
    days = float(policy.working_days)
    # Whoever has no day left under these numbers has no load either.
    # Points come in quarters and hours are mostly forty: ten thousand weeks are some hundred sums.
    rows = (
        weeks.filter(leave_days__lt=policy.working_days)
        .values_list("unit__kind", "level", "policy", *FIGURES)
        .annotate(n=Count("pk"), pks=StringAgg(Cast("pk", TextField()), Value(",")))
    )
    moves, unclear, beside = Counter(), [], 0
    for kind, level, version, *figures, n, pks in rows:
        if kind not in kinds:
            beside += n
            continue
        cases, supervision, nights, hours, leave = map(float, figures)
        bound = bounds[version]
        room = hours * share * (1 - leave / days)
        base = supervision * bound.supervision + nights * night
        least = bisect_right(high, (cases * bound.least + base) / room)
        if least == bisect_right(low, (cases * bound.most + bound.more + base) / room):
            moves[level, least] += n
        else:
            unclear += map(int, pks.split(","))
    found = Counter({(Level(now), LEVELS[then]): n for (now, then), n in moves.items()})
    for start in range(0, len(unclear), AT_ONCE):
        found.update(added_up(unclear[start : start + AT_ONCE], policy))
    return found, beside


@dataclass(frozen=True)
class Bounds:
    """By what the parts of a stored load are multiplied under another policy."""

    least: float
    most: float
    # What weighed nothing may weigh something now: then nothing bounds the cases from above.
    more: float
    supervision: float

    @classmethod
    def between(cls, old: rules.Policy, new: rules.Policy) -> "Bounds":
        """Compare two policies: what cases weigh lies between the least and the most ratio."""
        single = ("further_victim", "further_victims_at_most")
        pairs = [(old.phases[key], new.phases[key]) for key in new.phases]
        pairs += [(old.add_ons[key], new.add_ons[key]) for key in new.add_ons]
        pairs += [(getattr(old, name), getattr(new, name)) for name in single]
        parts = [(old.parts[key], new.parts[key]) for key in new.parts]
        case, part = spread(pairs), spread(parts)
        risen = any(after and not before for before, after in pairs + parts)
        return cls(
            least=case[0] * part[0],
            most=case[1] * part[1],
            more=NO_BOUND if risen else 0,
            supervision=float(new.supervisee / old.supervisee) if old.supervisee else 0,
        )


def spread(pairs: Iterable[tuple[Decimal, Decimal]]) -> tuple[float, float]:
    """Find the least and the most ratio of new to old, of what weighed something."""
    ratios = [float(new / old) for old, new in pairs if old]
    return min(ratios, default=0), max(ratios, default=0)


def bounds_by_version(organisation: Organisation, policy: rules.Policy) -> dict[str, Bounds]:
    """Compare a policy with every version by which the organisation's weeks were judged."""
    stored = LoadPolicy.objects.filter(organisation=organisation).values_list("pk", flat=True)
    versions = [*policies.USUAL_ONES, *map(str, stored)]
    return {one: Bounds.between(policies.named(one), policy) for one in versions}


def added_up(weeks: list[int], policy: rules.Policy) -> Iterable[tuple[Level, Level]]:
    """Add weeks up again, line by line; give each one's level before and after."""
    weights: dict[tuple, Decimal] = {}
    figures = ("level", "policy", "contracted_hours", "nights", "leave_days", "supervision_points")
    rows = WorkWeek.objects.filter(pk__in=weeks).values_list(*figures, Cast("lines", TextField()))
    # Read as text and all at once: quicker than one after the other.
    found = list(rows)
    kept = json.loads(f"[{','.join(row[-1] for row in found)}]")
    for (level, version, hours, nights, leave, supervision, _text), lines in zip(
        found, kept, strict=True
    ):
        span = policies.named(version).supervisee
        load = rules.Load(
            cases=sum((weigh(line, policy, weights) for line in lines), Decimal()),
            nights=nights * policy.night,
            supervision=supervision / span * policy.supervisee if span else Decimal(),
            capacity=rules.capacity(hours, leave, policy),
        )
        yield Level(level), Level(rules.level(load.percent, policy))


def weigh(line: dict, policy: rules.Policy, weights: dict[tuple, Decimal]) -> Decimal:
    """Weigh a stored line; like cases are weighed once."""
    add_ons = tuple(line["add_ons"])
    key = (line["phase"], add_ons, line["further_victims"], line["part"])
    if key not in weights:
        weights[key] = rules.weight(
            rules.Line(
                phase=rules.Phase(line["phase"]),
                add_ons=frozenset(rules.AddOn(extra) for extra in add_ons),
                further_victims=line["further_victims"],
                part=rules.Part(line["part"]),
            ),
            policy,
        )
    return line["count"] * weights[key]

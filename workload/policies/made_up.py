"""Three made-up caseloads, and the viewer's own week, counted by old and by new numbers.

They show what numbers do without looking at any person: the page of new numbers has them where too
few people are there for a share.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.writing.formats import plain_number, written_points
from workload.models import LevelChoice, WorkWeek
from workload.rules import load as load_rules

from . import actions as policies
from . import working
from .working import Entry


@dataclass(frozen=True)
class MadeUpCaseload:
    """A week of work, made up or the viewer's own."""

    title: str | Promise
    lines: tuple[dict, ...]
    hours: Decimal = Decimal(40)
    nights: int = 0
    supervisees: Decimal = Decimal()
    leave_days: Decimal = Decimal()
    rest_days: Decimal = Decimal()

    def load(self, policy: load_rules.Policy) -> load_rules.Load:
        """Weigh it by a policy."""
        return load_rules.load(
            map(load_rules.kept_line, self.lines),
            hours=self.hours,
            nights=self.nights,
            leave_days=self.leave_days,
            rest_days=self.rest_days,
            supervisees=self.supervisees,
            policy=policy,
        )


def line(phase: str, count: int, *add_ons: str, victims: int = 0, part: str = "primary") -> dict:
    """Write a line as weeks keep it."""
    return {
        "phase": phase,
        "add_ons": list(add_ons),
        "further_victims": victims,
        "part": part,
        "count": count,
        "kind": "",
        "reference": "",
    }


MADE_UP = (
    MadeUpCaseload(
        _("A made-up caseload: many steady cases"), (line("active", 12), line("aftercare", 6))
    ),
    MadeUpCaseload(
        _("A made-up caseload: children before court"),
        (line("court", 5, "child", "interpreter"), line("intake", 4, "risk", victims=2)),
        nights=1,
    ),
    MadeUpCaseload(
        _("A made-up caseload: leading three people, with a day off"),
        (line("active", 5, "agencies"), line("active", 4, part="secondary")),
        supervisees=Decimal(3),
        leave_days=Decimal(1),
    ),
)


@dataclass(frozen=True)
class MadeUpSum:
    """A caseload added up by one policy."""

    entries: list[Entry]
    load: load_rules.Load
    capacity: str
    level: LevelChoice | None

    @classmethod
    def of(cls, caseload: MadeUpCaseload, policy: load_rules.Policy) -> "MadeUpSum":
        """Add a caseload up."""
        load = caseload.load(policy)
        level = load_rules.level(load.usual_percent, policy)
        return cls(
            entries(caseload, policy),
            load,
            room(caseload, policy),
            LevelChoice(level) if level else None,
        )


@dataclass(frozen=True)
class Compared:
    """A caseload added up by the numbers before and by those of a draft."""

    title: str | Promise
    before: MadeUpSum
    after: MadeUpSum

    @property
    def rows(self) -> list[tuple[Entry, Entry]]:
        """Each row of the sum, by both."""
        return list(zip(self.before.entries, self.after.entries, strict=True))


def compared(person: Person, before: load_rules.Policy, after: load_rules.Policy) -> list[Compared]:
    """Add up the made-up caseloads by two policies, and the person's own latest week."""
    every = [*MADE_UP, *own(person)]
    return [
        Compared(one.title, MadeUpSum.of(one, before), MadeUpSum.of(one, after)) for one in every
    ]


def own(person: Person) -> list[MadeUpCaseload]:
    """Read the latest week that a person sent; nothing where there is none, or no capacity."""
    week = WorkWeek.objects.filter(person=person).order_by("-week").first()
    if week is None or week.contracted_hours is None:
        return []
    span = policies.named(week.policy).supervisee
    caseload = MadeUpCaseload(
        _("Your own latest week"),
        tuple(week.lines),
        hours=week.contracted_hours,
        nights=week.nights,
        supervisees=week.supervision_points / span if span else Decimal(),
        leave_days=week.leave_days,
        rest_days=week.rest_days,
    )
    return [caseload]


def entries(caseload: MadeUpCaseload, policy: load_rules.Policy) -> list[Entry]:
    """Write a caseload's lines, nights and people supervised, each with its points."""
    found = []
    for one in caseload.lines:
        weighed = load_rules.points(load_rules.kept_line(one), policy)
        found.append(working.line_entry(one | {"points": weighed}, policy))
    beside = (
        (_("On-call nights"), caseload.nights, policy.night),
        (_("People supervised"), caseload.supervisees, policy.supervisee),
    )
    return found + [
        Entry(
            str(title),
            f"{plain_number(round(Decimal(count), 2))} × {written_points(weight)}",
            count * weight,
        )
        for title, count, weight in beside
        if count
    ]


def room(caseload: MadeUpCaseload, policy: load_rules.Policy) -> str:
    """Write how the capacity comes about: 40 × 0.65 × 4/5."""
    whole, days = policy.working_days, caseload.leave_days + caseload.rest_days
    terms = [plain_number(caseload.hours), plain_number(policy.capacity_share)]
    if days:
        terms.append(f"{plain_number(max(whole - days, Decimal()))}/{plain_number(whole)}")
    return " × ".join(terms)

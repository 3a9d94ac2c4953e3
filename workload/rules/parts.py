"""A week of a person with several posts: the whole, and the part of each post. No Django, no clock.

A case belongs to the post it was written down for. What belongs to the person is divided by the
contracted hours: nights on call and people supervised to a hundredth, and the home has what is
left, so that nothing is lost; a day of leave or of rest takes the same share of every post's
capacity. With one post its part is the whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from . import load as load_rules
from .load import CaseLine, Load, Policy

HUNDREDTH, STORED = Decimal("0.01"), Decimal("0.0001")
# The role of a post of which none is kept.
WORKER = "worker"


@dataclass(frozen=True)
class PostOfWeek:
    """What one post has of a week: its hours, its cases, and the numbers that judge its unit."""

    hours: Decimal
    lines: tuple[CaseLine, ...]
    policy: Policy


def divided(
    posts: Sequence[PostOfWeek],
    *,
    nights: int = 0,
    leave_days: Decimal = Decimal(),
    rest_days: Decimal = Decimal(),
    supervisees: Decimal = Decimal(),
) -> list[Load]:
    """Divide a week among posts, the home first; under one policy the points add up to the whole's.

    `load` with the hours and lines of all posts is the whole.
    """
    total = sum((post.hours for post in posts), Decimal())
    shares = [post.hours / total for post in posts]
    by_post = zip(posts, split(Decimal(nights), shares), split(supervisees, shares), strict=True)
    return [
        load_rules.load(
            post.lines,
            hours=post.hours,
            nights=on_call,
            leave_days=leave_days,
            rest_days=rest_days,
            supervisees=supervised,
            policy=post.policy,
        )
        for post, on_call, supervised in by_post
    ]


def split(amount: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """Divide an amount by shares to a hundredth; the first has what is left."""
    others = [(amount * share).quantize(HUNDREDTH, ROUND_DOWN) for share in shares[1:]]
    return [amount - sum(others, Decimal()), *others]


@dataclass(frozen=True)
class PostPart:
    """What one post came to in a week, as the week keeps it."""

    unit: int
    hours: Decimal
    cases: int
    case_points: Decimal
    night_points: Decimal
    supervision_points: Decimal
    capacity: Decimal
    policy: str
    level: str
    # None where capacity was zero.
    percent: Decimal | None
    # In which role the person had the post: once it is over, it says who answered for it.
    role: str = WORKER
    # As if the organisation did not rest: None where it is the same.
    usual_capacity: Decimal | None = None
    usual_percent: Decimal | None = None
    usual_level: str = ""

    @property
    def points(self) -> Decimal:
        """The sum of everything."""
        return self.case_points + self.night_points + self.supervision_points

    @property
    def kept(self) -> dict[str, Any]:
        """The part as the week keeps it: figures as text, so that they are read as they were."""
        figures = {name: str(getattr(self, name)) for name in FIGURES}
        percent = None if self.percent is None else str(self.percent)
        said = {name: getattr(self, name) for name in SAID}
        return said | figures | {"percent": percent, "role": self.role} | self.kept_usual

    @property
    def kept_usual(self) -> dict[str, str]:
        """What differs by the days of rest; nothing where there are none."""
        if self.usual_percent is None:
            return {}
        return {name: str(getattr(self, name)) for name in (*USUALS, "usual_level")}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "PostPart":
        """Read a part that a week has kept."""
        figures: dict[str, Any] = {name: Decimal(kept[name]) for name in FIGURES}
        percent = None if kept["percent"] is None else Decimal(kept["percent"])
        said = {name: kept[name] for name in SAID}
        usual: dict[str, Any] = {name: Decimal(kept[name]) for name in USUALS if name in kept}
        usual["usual_level"] = kept.get("usual_level", "")
        return cls(**said, **figures, **usual, percent=percent, role=kept.get("role", WORKER))


SAID = ("unit", "cases", "policy", "level")
FIGURES = ("hours", "case_points", "night_points", "supervision_points", "capacity")
USUALS = ("usual_capacity", "usual_percent")


def usual_figures(found: Load, policy: Policy) -> dict[str, Any]:
    """Write down what a load is without the days of rest; nothing where that is the same."""
    percent = found.usual_percent
    if found.usual_capacity is None or percent is None:
        return {}
    return {
        "usual_capacity": found.usual_capacity.quantize(STORED),
        "usual_percent": percent.quantize(STORED),
        "usual_level": load_rules.level(percent, policy) or "",
    }


def part_of(unit: int, post: PostOfWeek, found: Load, role: str = WORKER) -> PostPart:
    """Write a post's part down; its level comes from the unrounded percentage."""
    return PostPart(
        unit=unit,
        hours=post.hours,
        cases=sum(line.count for line in post.lines),
        case_points=found.cases.quantize(STORED),
        night_points=found.nights.quantize(STORED),
        supervision_points=found.supervision.quantize(STORED),
        capacity=found.capacity.quantize(STORED),
        policy=post.policy.version,
        level=load_rules.level(found.percent, post.policy) or "",
        percent=None if found.percent is None else found.percent.quantize(STORED),
        role=role,
        **usual_figures(found, post.policy),
    )


def add_parts(parts: Sequence[PostPart], policy: Policy) -> PostPart:
    """Add up some of a week's parts, as a supervisor of these posts alone reads them.

    `policy` is the first one's; of one part it is the part itself.
    """
    first = parts[0]
    if len(parts) == 1:
        return first
    figures: dict[str, Any] = {
        name: sum((getattr(one, name) for one in parts), Decimal()) for name in FIGURES
    }
    whole = Load(
        figures["case_points"],
        figures["night_points"],
        figures["supervision_points"],
        figures["capacity"],
        usual_sum(parts),
    )
    percent = whole.percent
    return PostPart(
        unit=first.unit,
        cases=sum(one.cases for one in parts),
        policy=first.policy,
        level=load_rules.level(percent, policy) or "",
        percent=None if percent is None else percent.quantize(STORED),
        role=first.role,
        **figures,
        **usual_figures(whole, policy),
    )


def usual_sum(parts: Sequence[PostPart]) -> Decimal | None:
    """Add up the capacities of some parts without days of rest; None where there are none."""
    if all(one.usual_capacity is None for one in parts):
        return None
    each = (one.capacity if one.usual_capacity is None else one.usual_capacity for one in parts)
    return sum(each, Decimal())


@dataclass(frozen=True)
class PostsSeen:
    """Which of a person's posts a reader sees, by their units.

    A supervisor sees those they answer for. A reader who answers for none, but was asked to look,
    sees the home. A person sees all of their own.
    """

    posts: frozenset[int]
    seen: frozenset[int]
    home: int | None
    # Every unit and role with people that the reader answers for: it judges posts that are over.
    led: frozenset[tuple[int, str]] = frozenset()
    own: bool = False
    # The reader was asked to look at the flag.
    asked: bool = False
    # The reader leads a unit where the person has no hours, beside posts elsewhere: they read what
    # is on the person, and no cases.
    beside: bool = False

    @property
    def whole(self) -> bool:
        """Say whether no post of today is hidden from the reader."""
        return self.own or (self.posts <= self.seen and not self.beside)

    @property
    def at_home(self) -> bool:
        """Say whether the reader sees the home, where the flag is handled, or was asked to look."""
        sees_home = self.home is None or (self.home in self.seen and not self.beside)
        return self.own or self.asked or sees_home


def units_seen(sight: PostsSeen, units: Mapping[int, str], home: int) -> list[int] | None:
    """Choose what a reader sees of a week: these units' parts, or None for the whole of it.

    `units` are those of its parts, with the role in each, none where it had one post; `home` is the
    unit it was counted in. A part of a post of today is for who answers for that post. One of a
    post that is over goes by its unit and role: what was hidden while both posts lasted stays so.
    What belongs to a unit that the person has left, and to no reader by that, is read at today's
    home.
    """
    if sight.own:
        return None
    left = home not in sight.posts and sight.at_home
    if units:
        over = {unit for unit, role in units.items() if (unit, role) in sight.led} - sight.posts
        found = [unit for unit in units if unit in sight.seen | over]
        if not found and left:
            found = [home]
        return None if len(found) == len(units) else found
    if sight.whole or home in sight.seen or left:
        return None
    return []


def hours_share(hours: Iterable[Decimal], total: Decimal) -> Decimal:
    """Say which share of all contracted hours some posts have; the whole where there are none."""
    return sum(hours, Decimal()) / total if total else Decimal(1)

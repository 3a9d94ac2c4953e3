"""How a post is covered on a day. No Django, no clock."""

import enum
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from people.groups.rule import enough

DAY = timedelta(days=1)
# One specialist in a province is a person, and a list of uncovered places is a map for traffickers:
# what leaves the office is told by region, and so old at least.
LEAVES_AFTER = timedelta(days=90)


class PostCover(enum.StrEnum):
    """How a post is covered, the worst first."""

    VACANT = "vacant"
    ONE = "one"
    LAPSING = "lapsing"
    HELD = "held"


class ActsOrHolds(Protocol):
    """Who holds a post, or acts in it."""

    @property
    def acting(self) -> bool:
        """Say whether they act in it."""
        ...


class HoldingSpan(NamedTuple):
    """A person holds a post from a day until another, or on and on; the last day counts."""

    starts: date
    ends: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.starts <= day and (self.ends is None or self.ends >= day)

    def meets(self, other: "HoldingSpan") -> bool:
        """Say whether two share a day."""
        return self.starts <= (other.ends or date.max) and other.starts <= (self.ends or date.max)


def counting[Holder: "ActsOrHolds"](
    holders: Collection[Holder], *, needed: int
) -> tuple[Holder, ...]:
    """Leave out who acts in a post beside enough holders: it would tell of the leave of one."""
    own = tuple(one for one in holders if not one.acting)
    return own if len(own) >= needed else tuple(holders)


def cover(*, needed: int, holders: int, behind: bool, lapses: bool) -> PostCover:
    """Judge a post: how many it needs and has, whether another could step in, what lapses.

    `behind` says whether another specialist of the kind holds a post in the same province.
    """
    if holders < needed:
        return PostCover.VACANT
    if holders == 1 and not behind:
        return PostCover.ONE
    return PostCover.LAPSING if lapses else PostCover.HELD


def vacant_since(
    *, since: date, needed: int, spans: Collection[HoldingSpan], day: date
) -> date | None:
    """Find the first day of the gap in which a post is; None if enough people hold it."""
    turns = {since} | {one.starts for one in spans} | {one.ends + DAY for one in spans if one.ends}
    gap = None
    for turn in sorted(one for one in turns if since <= one <= day):
        enough = sum(one.holds_on(turn) for one in spans) >= needed
        gap = None if enough else gap or turn
    return gap


def most_at_once(spans: Collection[HoldingSpan]) -> int:
    """Count the most people who hold a post on one day."""
    return max((sum(one.holds_on(day.starts) for one in spans) for day in spans), default=0)


def withheld_regions(posts: Mapping[str, int], smallest: Mapping[str, int]) -> set[str]:
    """Choose the regions of which no number leaves the office (complementary suppression).

    Hidden are the regions with too few posts, by what their organisations ask for. How many posts
    there are in all is told elsewhere, so one hidden region would be all posts less those that are
    told: the region with the fewest posts goes with it (if equal, the first by its key), until two
    are hidden and have enough posts together. Where that is never reached, all are hidden.
    """
    hidden = {key for key, many in posts.items() if not enough(many, smallest[key])}
    rest = sorted((many, key) for key, many in posts.items() if key not in hidden)
    while hidden and rest and not hide_each_other(hidden, posts, smallest):
        hidden.add(rest.pop(0)[1])
    return hidden


def hide_each_other(
    hidden: Collection[str], posts: Mapping[str, int], smallest: Mapping[str, int]
) -> bool:
    """Say whether regions are at least two, and together have posts enough for each of them."""
    many = sum(posts[key] for key in hidden)
    return len(hidden) > 1 and enough(many, max(smallest[key] for key in hidden))

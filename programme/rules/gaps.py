"""What a session would change, and who may be asked for a post. No Django, no clock."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import nsmallest

NO_PERSON = -1
# A question about a post waits so long for its answer.
ASKED_FOR = timedelta(days=14)


@dataclass(frozen=True)
class PostNow:
    """A post as it is judged today, and what a session could change about it.

    `takers` are the people who would fit it after the session and hold no post. `mends` says
    whether the session gives back everything that lapses or is missing here.
    """

    needed: int
    holders: int
    lapses: bool = False
    mends: bool = False
    takers: frozenset[int] = frozenset()

    def lacking(self, joined: int = 0) -> int:
        """Count the people it lacks, with so many more."""
        return max(self.needed - self.holders - joined, 0)


@dataclass(frozen=True)
class SessionEffect:
    """How many posts are uncovered or lapse, and how many of them a session would close."""

    vacant: int
    covered: int
    lapsing: int
    mended: int


def session_effect(posts: Sequence[PostNow]) -> SessionEffect:
    """Say what a session would change, if each who then fits takes one post at most."""
    vacant: list[PostNow] = []
    lapsing: list[PostNow] = []
    for one in posts:
        if one.lacking():
            vacant.append(one)
        elif one.lapses:
            lapsing.append(one)
    joined = placed(vacant)
    return SessionEffect(
        vacant=len(vacant),
        covered=sum(not one.lacking(n) for one, n in zip(vacant, joined, strict=True)),
        lapsing=len(lapsing),
        mended=sum(one.mends for one in lapsing),
    )


def placed(posts: Sequence[PostNow]) -> list[int]:
    """Count for each post the people it could get, so that as many posts as possible are covered.

    Each person takes one post. A post with too few people gives them back. Source: augmenting
    paths in a bipartite graph (Kuhn 1955); posts that lack fewer people come first.
    """
    lacking = [one.lacking() for one in posts]
    seats = sum(lacking)
    # Of as many people as there are seats in all, one is always left: no more are looked at.
    fewest = {one.takers: nsmallest(seats, one.takers) for one in posts}
    takers = [fewest[one.takers] for one in posts]
    taken: dict[int, int] = {}
    # People of a search that found none: none of them becomes free any more.
    settled: set[int] = set()
    for n in sorted(range(len(posts)), key=lacking.__getitem__):
        before = dict(taken) if lacking[n] > 1 else taken
        for seat in range(lacking[n]):
            if tried := seated(n, takers, taken, settled):
                if seat == 0:
                    settled |= tried
                taken = before
                break
    joined = Counter(taken.values())
    return [joined[n] for n in range(len(posts))]


def seated(
    n: int, takers: Sequence[Sequence[int]], taken: dict[int, int], settled: set[int]
) -> set[int]:
    """Find one more person for a post; one who is placed moves if their post finds another.

    Returns nothing where one was found; else all who were looked at (and no person), none of which
    ever becomes free.
    """
    asked_by: dict[int, int] = {}
    # Which of its people each post would let go; the post that asks first lets go of none.
    lets_go = {n: NO_PERSON}
    asking = [n]
    for post in asking:
        for person in takers[post]:
            if person in asked_by or person in settled:
                continue
            asked_by[person] = post
            if person not in taken:
                move_along(person, asked_by, lets_go, taken)
                return set()
            if taken[person] not in lets_go:
                lets_go[taken[person]] = person
                asking.append(taken[person])
    return {NO_PERSON, *asked_by}


def move_along(
    person: int, asked_by: dict[int, int], lets_go: dict[int, int], taken: dict[int, int]
) -> None:
    """Give a free person to the post that asked, and the one it lets go to the post before it."""
    while person != NO_PERSON:
        post = asked_by[person]
        taken[person] = post
        person = lets_go[post]


@dataclass(frozen=True)
class WantedFit:
    """What a post asks of a person: certificates, languages, and a level of a track."""

    certificates: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    track: str = ""
    position: int = 0


@dataclass(frozen=True)
class PersonFit:
    """What is known of a person for a post: nothing of answers, leave or flags.

    `load` is None where the viewer does not supervise the person.
    """

    person: int
    certificates: dict[int, date | None] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    levels: frozenset[tuple[str, int]] = frozenset()
    posts: int = 0
    load: str | None = None

    def lacks(self, wanted: WantedFit, day: date) -> frozenset[int]:
        """Say which certificates are missing or over on a day; the last day counts."""
        return frozenset(one for one in wanted.certificates if not self.holds(one, day))

    def holds(self, kind: int, day: date) -> bool:
        """Say whether a certificate is there and good on a day."""
        ends = self.certificates.get(kind, date.min)
        return ends is None or ends >= day

    def speaks(self, wanted: WantedFit) -> bool:
        """Say whether the person speaks every language."""
        return wanted.languages <= self.languages

    def has_level(self, wanted: WantedFit) -> bool:
        """Say whether the person holds the level, or one above it on the same track."""
        if not wanted.track:
            return True
        return any(
            track == wanted.track and place >= wanted.position for track, place in self.levels
        )

    def fits(self, wanted: WantedFit, day: date, *, without: Collection[int] = ()) -> bool:
        """Say whether the person fits on a day; some certificates may be left out."""
        left = self.lacks(wanted, day) - set(without)
        return not left and self.speaks(wanted) and self.has_level(wanted)


# Who has room comes before those of unknown load, and these before people with much work.
LOADS: dict[str | None, int] = {"green": 0, None: 1, "watch": 2, "amber": 3, "red": 4}


# Where a post asks for no level, people are compared on the ladder of victim specialists.
LADDER = "main"


def suggested(people: Sequence[PersonFit], wanted: WantedFit, day: date) -> list[PersonFit]:
    """Order those who fit a post: without a post first, then by load, the highest level, and who
    keeps the certificates longest.
    """

    track = wanted.track or LADDER

    def order(one: PersonFit) -> tuple[int, int, int, int, int]:
        """Give the place of a person, the first the lowest."""
        level = max((place for name, place in one.levels if name == track), default=0)
        ends = [one.certificates.get(kind) or date.max for kind in wanted.certificates]
        lasting = min(ends, default=date.max).toordinal()
        return one.posts, LOADS.get(one.load, 1), -level, -lasting, one.person

    return sorted((one for one in people if one.fits(wanted, day)), key=order)

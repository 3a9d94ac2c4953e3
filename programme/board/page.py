"""Compose the board: its rows, how each region is covered, and what leaves as a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.core.paginator import Page, Paginator

from people.groups.words import WITHHELD
from people.models import Person
from people.weeks import today
from programme.members import door
from programme.models import SharedPart
from programme.regions.reading import Region, regions
from programme.rules.cover import LEAVES_AFTER, PostCover, withheld_regions

from .filter import CoverageFilter
from .reading import read_facts
from .rows import PLACES, PostRow, judged_posts, near_shown

ROWS_A_PAGE = 12
# A square a post: so many in a line, each so wide.
IN_A_LINE, SQUARE = 24, 11
TILE_WIDTH, TILE_HEIGHT, GAP = 100, 62, 8
# From which percent of posts a tile is darker.
STEPS = ((85, "all"), (75, "most"), (60, "part"), (0, "low"))


@dataclass(frozen=True)
class RegionRow:
    """How the posts of a region are covered."""

    region: Region
    # How many posts there are of each cover, the worst first.
    counts: tuple[int, ...]
    # Whether no number of them leaves the office: each is a person.
    withheld: bool = False

    @property
    def posts(self) -> int:
        """How many there are."""
        return sum(self.counts)

    @property
    def kept(self) -> bool:
        """Say that its drawings may be kept: counts of posts, and no names."""
        return True

    @property
    def held(self) -> int:
        """How many are held by as many people as they need."""
        return self.posts - self.vacant

    @property
    def one(self) -> int:
        """How many are held by one person with no other behind."""
        return self.of(PostCover.ONE)

    @property
    def lapsing(self) -> int:
        """How many have a certificate that lapses soon or is not there."""
        return self.of(PostCover.LAPSING)

    @property
    def vacant(self) -> int:
        """How many are uncovered."""
        return self.of(PostCover.VACANT)

    def of(self, state: PostCover) -> int:
        """How many are covered in a way."""
        return self.counts[PLACES[state]]

    @property
    def told(self) -> tuple[object, ...]:
        """What leaves the office: one word for few posts, and for those that hide them."""
        if self.withheld:
            return (str(WITHHELD), "", "", "", "")
        return (self.posts, self.held, self.one, self.lapsing, self.vacant)

    @property
    def percent(self) -> int:
        """How many of a hundred are held, rounded down."""
        return self.held * 100 // self.posts

    @property
    def shade(self) -> str:
        """In which of four steps its tile is drawn."""
        return next(name for least, name in STEPS if self.percent >= least)

    @property
    def x(self) -> int:
        """Where its tile begins, from the left."""
        return (self.region.column - 1) * (TILE_WIDTH + GAP)

    @property
    def y(self) -> int:
        """Where its tile begins, from the top."""
        return (self.region.row - 1) * (TILE_HEIGHT + GAP)

    @property
    def runs(self) -> list[tuple[str, str]]:
        """Outline the squares of each cover, those that are covered first: a pattern fills them.

        So the drawing of a thousand posts is as short as that of three.
        """
        begun, found = 0, []
        for state in reversed(PostCover):
            ended = begun + self.of(state)
            if ended > begun:
                found.append((state.value, outline(begun, ended)))
            begun = ended
        return found

    @property
    def height(self) -> int:
        """How high its squares are together."""
        return (self.posts + IN_A_LINE - 1) // IN_A_LINE * SQUARE + 1


@dataclass(frozen=True)
class RegionMap:
    """The tiles of one country."""

    tiles: tuple[RegionRow, ...]

    @property
    def kept(self) -> bool:
        """Say that its drawing may be kept, as that of each region."""
        return True

    @property
    def width(self) -> int:
        """How wide the tiles are together, with their outlines."""
        return max(one.x for one in self.tiles) + TILE_WIDTH + 2

    @property
    def height(self) -> int:
        """How high the tiles are together, with their outlines."""
        return max(one.y for one in self.tiles) + TILE_HEIGHT + 2


@dataclass(frozen=True)
class CoverageBoard:
    """What the page shows."""

    day: date
    rows: list[PostRow]
    page: Page
    found: int
    posts: int
    counts: dict[PostCover, int]
    longest: date | None
    regions: tuple[RegionRow, ...]
    maps: tuple[RegionMap, ...]
    kinds: list[tuple[str, str]]

    @property
    def held(self) -> int:
        """How many posts are held by as many people as they need."""
        return self.posts - self.counts[PostCover.VACANT]

    @property
    def named(self) -> dict[str, int]:
        """How many posts there are of each cover, by its name."""
        return {state.value: n for state, n in self.counts.items()}


def read(
    viewer: Person, wanted: CoverageFilter, *, now: datetime, number: int | str | None = 1
) -> CoverageBoard:
    """Read the board of every member that shares its posts, and note the people who are named.

    A viewer who is not of a programme's office reads their own organisation's posts alone.
    """
    day = today(now)
    with door.own_or_office(viewer, SharedPart.POSTS, SharedPart.NAMES, now=now) as opened:
        facts = read_facts(opened, day)
        rows = judged_posts(facts)
        found = wanted.narrowed(rows)
        page = Paginator(found, ROWS_A_PAGE).get_page(number)
        shown = [near_shown(row, facts) for row in page]
        opened.note_people([one for row in shown for one in row.shown])
    by_region = by_region_of(rows)
    kinds = {row.facts.kind: row.facts for row in rows}
    return CoverageBoard(
        day,
        shown,
        page,
        len(found),
        len(rows),
        counted(rows),
        min((row.since for row in rows if row.since), default=None),
        by_region,
        tuple(maps_of(by_region)),
        sorted(((key, str(one.names.job)) for key, one in kinds.items()), key=lambda one: one[1]),
    )


def read_leaving(viewer: Person, *, now: datetime) -> tuple[date, tuple[RegionRow, ...]]:
    """Read what may leave the office: by region, as it was ninety days ago, and that day."""
    day = today(now) - LEAVES_AFTER
    with door.own_or_office(viewer, SharedPart.POSTS, now=now) as opened:
        return day, regions_on(opened, day)


def regions_on(opened: door.OpenPart, day: date) -> tuple[RegionRow, ...]:
    """Read how each region was covered on a day, without the names of people."""
    return by_region_of(judged_posts(read_facts(door.without_names(opened), day)))


def outline(begun: int, ended: int) -> str:
    """Draw round the places from one until before another: parts of lines, and whole ones."""
    whole, last = -(-begun // IN_A_LINE) * IN_A_LINE, ended // IN_A_LINE * IN_A_LINE
    # Where they lie in one line there is no whole one.
    ends = [begun, whole, last, ended] if whole <= last else [begun, ended]
    parts = (pair for pair in pairwise(ends) if pair[0] < pair[1])
    return "".join(rectangle(*pair) for pair in parts)


def rectangle(begun: int, ended: int) -> str:
    """Draw round the squares of a part of a line, or of whole lines."""
    row, column = divmod(begun, IN_A_LINE)
    lines = max((ended - begun) // IN_A_LINE, 1)
    width, height = (ended - begun) // lines * SQUARE, lines * SQUARE
    return f"M{column * SQUARE} {row * SQUARE}h{width}v{height}h-{width}z"


def counted(rows: Iterable[PostRow]) -> dict[PostCover, int]:
    """Count rows by their cover."""
    counts = dict.fromkeys(PostCover, 0)
    for row in rows:
        counts[row.cover] += 1
    return counts


def by_region_of(rows: Iterable[PostRow]) -> tuple[RegionRow, ...]:
    """Count the posts of each region that has any."""
    found: dict[str, list[PostRow]] = {}
    for row in rows:
        found.setdefault(row.region.key, []).append(row)
    many = {key: len(some) for key, some in found.items()}
    withheld = withheld_regions(many, {key: smallest_of(some) for key, some in found.items()})
    return tuple(
        RegionRow(one, tuple(counted(found[key]).values()), key in withheld)
        for key, one in regions().items()
        if key in found
    )


def smallest_of(rows: Iterable[PostRow]) -> int:
    """Find the smallest group of which each of the posts' organisations would tell."""
    return max(row.facts.columns.smallest for row in rows)


def maps_of(rows: tuple[RegionRow, ...]) -> Iterator[RegionMap]:
    """Draw the tiles of each country."""
    for country in dict.fromkeys(one.region.country for one in rows):
        yield RegionMap(tuple(one for one in rows if one.region.country == country))

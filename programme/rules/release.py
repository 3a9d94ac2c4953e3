"""What everybody may be told of a programme and its regions. No Django, no clock, no database.

It extends the groups rule (`people/groups/rule.py`) by the viewer who is a whole organisation: it
knows every answer of its own people, so whatever is told must be safe without them too. The
programme is the whole and its regions are its parts; what lies in no region is one part more, of
which nothing is told by itself. docs/method.md explains it and what it withstands.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from people.groups.rule import CHANCE_SHARE, NEVER_COUNTED, SMALLEST

from .release_edges import Edges

# Without any one of them a cell is still of two, or it would be of one alone.
ORGANISATIONS = 3
# A value of a person is from 0 to so many points, and a sum is kept in so many parts of a point.
POINTS, SCALE = 100, 48
# The chance that a sum carries: a quarter of what one person can add, either way.
WIDEST = POINTS * SCALE // CHANCE_SHARE
NOWHERE = ""
WHOLE = "programme"


@dataclass(frozen=True)
class CellPart:
    """What one organisation has in a cell; people are posts where a release tells of posts.

    `people` are those with values that add up to `total`, `counted` as many of them as may count,
    `sent` everybody who may be among them, as far as others see.
    """

    people: int = 0
    counted: int = 0
    sent: int = 0
    total: int = 0
    # Of posts: where they are. What several organisations name is one station.
    stations: frozenset[str] = frozenset()

    def __add__(self, more: "CellPart") -> "CellPart":
        return CellPart(
            self.people + more.people,
            self.counted + more.counted,
            self.sent + more.sent,
            self.total + more.total,
            self.stations | more.stations,
        )


# Of a cell, each organisation's part.
type Cell = Mapping[int, CellPart]


@dataclass(frozen=True)
class CellLimits:
    """How much a cell needs before it is shown."""

    people: int
    stations: int = 0


OF_PEOPLE = CellLimits(people=10)
OF_POSTS = CellLimits(people=5, stations=3)


def hidden_answers(answered: int, sent: int, total: int) -> CellPart:
    """Make a part of people who may be silent: as in the groups rule, two of them always may."""
    return CellPart(answered, max(0, min(answered, sent - NEVER_COUNTED)), sent, total)


def joined(cells: Iterable[Cell]) -> dict[int, CellPart]:
    """Put cells together that share no person."""
    found: dict[int, CellPart] = {}
    for one in cells:
        for organisation, part in one.items():
            found[organisation] = found.get(organisation, CellPart()) + part
    return found


def is_safe(cell: Cell, limits: CellLimits, smallest: Mapping[int, int]) -> bool:
    """Say whether a cell may be shown, to everybody and to each organisation in it.

    `smallest` is from how many people on each organisation lets a group be told; a cell holds to
    the most of those in it.
    """
    parts = {one: part for one, part in cell.items() if part.sent}
    if sum(part.counted > 0 for part in parts.values()) < ORGANISATIONS:
        return False
    # Who is of none of them knows less than each of them.
    for own, part in parts.items():
        others = {one: part for one, part in parts.items() if one != own}
        # Everybody who may be of the organisation, beside those who count for sure.
        if part.sent > sum(other.counted for other in others.values()):
            return False
        if not enough_in(others, limits, smallest):
            return False
    return True


def enough_in(parts: Cell, limits: CellLimits, smallest: Mapping[int, int]) -> bool:
    """Say whether enough people count here, also by what each organisation asks for."""
    asked = [smallest.get(one, SMALLEST) for one in parts if limits.stations == 0]
    many = sum(part.counted for part in parts.values())
    stations = frozenset[str]().union(*(part.stations for part in parts.values()))
    return many >= max([limits.people, *asked]) and len(stations) >= limits.stations


def shown_places(
    places: Mapping[str, Cell], limits: CellLimits, smallest: Mapping[int, int]
) -> set[str]:
    """Choose the places of which something is told (complementary suppression).

    Hidden are the regions that are not safe. Together with those who are in no region they are the
    whole less what is shown: so the region with the fewest senders goes with them (if equal, the
    first by its key), never by answers, until all that is hidden is safe together: at the latest
    that is the whole, and no region is shown. Regions that are each safe are safe together.
    """
    if not is_safe(joined(places.values()), limits, smallest):
        return set()
    regions = {key: one for key, one in places.items() if key != NOWHERE}
    hidden = {key for key, one in regions.items() if not is_safe(one, limits, smallest)}
    rest = sorted((senders(one), key) for key, one in regions.items() if key not in hidden)
    while not all_or_safe(places, hidden, limits, smallest):
        hidden.add(rest.pop(0)[1])
    return {WHOLE} | (regions.keys() - hidden)


def all_or_safe(
    places: Mapping[str, Cell],
    hidden: Collection[str],
    limits: CellLimits,
    smallest: Mapping[int, int],
) -> bool:
    """Say whether what the whole holds beside shown regions is no person, or safe by itself."""
    left = joined(one for key, one in places.items() if key in hidden or key == NOWHERE)
    return not senders(left) or is_safe(left, limits, smallest)


def senders(cell: Cell) -> int:
    """Count everybody who may be in a cell."""
    return sum(part.sent for part in cell.values())


def tell_places(
    places: Mapping[str, Cell],
    limits: CellLimits,
    smallest: Mapping[int, int],
    *,
    edges: Edges,
    chance: Callable[[str], int],
) -> dict[str, str]:
    """Give the band of each place that is shown; what is not in the answer is withheld.

    `chance` draws for a place. A region that holds everybody shares the draw of the whole: two
    draws for one sum would be two looks at it.
    """
    whole = joined(places.values())
    found = {}
    for place in sorted(shown_places(places, limits, smallest)):
        cell = whole if place == WHOLE else places[place]
        same = WHOLE if senders(cell) == senders(whole) else place
        found[place] = band_of(cell, edges, chance(same))
    check_result(places, found, limits, smallest)
    return found


def band_of(cell: Cell, edges: Edges, draw: int) -> str:
    """Find the band of a cell's mean, with chance; an edge belongs to the band above."""
    people = sum(part.people for part in cell.values())
    total = sum(part.total for part in cell.values()) + draw
    found = (word for edge, word in edges if total >= edge * SCALE * people)
    return next(found, edges[-1][1])


def bounds(band: str, edges: Edges, people: int) -> tuple[Fraction, Fraction]:
    """Give between which two sums, in points, a band says that the true sum lies."""
    at = next(n for n, (_edge, word) in enumerate(edges) if word == band)
    most = Fraction(POINTS * people)
    slack = Fraction(WIDEST, SCALE)
    low = edges[at][0] * people - slack if at < len(edges) - 1 else Fraction(0)
    high = edges[at - 1][0] * people + slack if at else most
    return max(low, Fraction(0)), min(high, most)


def check_result(
    places: Mapping[str, Cell],
    told: Mapping[str, str],
    limits: CellLimits,
    smallest: Mapping[int, int],
) -> None:
    """Refuse a result that gives a few people away, however it came about.

    Written apart from `shown_places`: it asks each told cell, and the whole less what is told.
    """
    if not told:
        return
    left = joined(one for key, one in places.items() if key not in told)
    cells = [joined(places.values()), *(places[key] for key in told if key != WHOLE)]
    if senders(left):
        cells.append(left)
    if WHOLE not in told or not all(is_safe(one, limits, smallest) for one in cells):
        raise ValueError("This would give a few people away.")


def rare_is_told(inside: Mapping[int, int], outside: Mapping[int, int]) -> bool:
    """Say whether a rare fact may be told: of enough people here, and not of all of them.

    `inside` is for each organisation how many of its people it is true of at least, `outside` how
    many of them said something else: with no other there were no two answers.
    """
    many = sum(inside.values())
    there = [n for n in inside.values() if n]
    if len(there) < ORGANISATIONS or min(many, sum(outside.values())) < SMALLEST:
        return False
    largest = max(there)
    return 2 * largest <= many and many - largest >= SMALLEST

"""Read what a release adds up: each person's value, their place, and their organisation.

It reads the people of the organisations that agreed to a part, as they are when it is drafted, and
counts each where the pages of groups count them (`wellbeing/groups`, `workload/units`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import Count

from people.groups.rule import GroupMember
from people.languages import local_text
from people.models import Person
from people.statements import one_of
from people.weeks import Block
from programme.board.reading import read_facts
from programme.members.door import OpenPart
from programme.models import ProgrammePost, SharedPart, UnitPlace
from programme.rules.cover import LEAVES_AFTER
from programme.rules.release import (
    NOWHERE,
    OF_PEOPLE,
    OF_POSTS,
    POINTS,
    SCALE,
    CellLimits,
    CellPart,
    hidden_answers,
)
from programme.rules.release_audit import ToldSum
from programme.rules.release_edges import MOST_LOAD
from training.year.year_end import certified_on
from wellbeing.groups.freezing import trees
from wellbeing.groups.group_answers import AskedOrganisation, GroupAnswers, bases_of
from wellbeing.models import BlockResult
from wellbeing.rules.bands import STRAIN
from wellbeing.rules.bands import WIDEST as STRAIN_WIDEST
from workload.models import UnitLoad
from workload.units.actions import SCALE as LOAD_SCALE
from workload.units.actions import WIDEST as LOAD_WIDEST
from workload.units.actions import LoadCrowd


@dataclass(frozen=True)
class FigureValue:
    """The value of one person, or of one post, in parts of a point; None where there is none."""

    organisation: int
    place: str
    value: int | None
    # The sums in which pages of the organisation tell of it.
    pages: frozenset[str] = frozenset()
    # Whether the release counts it: a person of several organisations counts in one of them.
    counts: bool = True
    # Whether a week was sent: who sent none cannot be among those who answered.
    sent: bool = True


@dataclass(frozen=True)
class ReleaseFigures:
    """Everything that one measure of a release adds up, in one block."""

    values: tuple[FigureValue, ...] = ()
    limits: CellLimits = OF_PEOPLE
    # Whether it is a secret who has a value at all.
    secret: bool = True
    pages: tuple[ToldSum, ...] = ()
    # Of posts: the stations of each organisation at each place.
    stations: Mapping[tuple[str, int], frozenset[str]] = field(default_factory=dict)

    @property
    def places(self) -> dict[str, dict[int, CellPart]]:
        """Add them up by place and organisation."""
        found: dict[str, dict[int, list[FigureValue]]] = defaultdict(lambda: defaultdict(list))
        for one in self.values:
            if not one.counts:
                continue
            found[one.place][one.organisation].append(one)
        return {
            place: {
                organisation: self.part(rows, self.stations.get((place, organisation), frozenset()))
                for organisation, rows in of.items()
            }
            for place, of in found.items()
        }

    def part(self, rows: list[FigureValue], stations: frozenset[str]) -> CellPart:
        """Add up what one organisation has at one place."""
        said = [one.value for one in rows if one.value is not None]
        if self.secret:
            return hidden_answers(len(said), sum(one.sent for one in rows), sum(said))
        return CellPart(len(said), len(said), len(said), sum(said), stations)


class Kept:
    """Keeps the people of a block, beside what they add up to."""

    kept: tuple[GroupMember, ...] = ()

    def members(self) -> Iterator[GroupMember]:
        """Place each person, and keep where."""
        self.kept = tuple(super().members())  # type: ignore[misc] # of what it is mixed into
        return iter(self.kept)


class ReleasedAnswers(Kept, GroupAnswers):
    """The answers of a block, person by person."""


class ReleasedLoads(Kept, LoadCrowd):
    """The loads of a block, person by person."""


@dataclass(frozen=True)
class UnitRegions:
    """Where the units of some organisations are: by their own province, or that of a unit above.

    And who works in several of them.
    """

    asked: tuple[AskedOrganisation, ...]
    provinces: Mapping[int, str]
    # Of each place of a person who has several in these organisations, the account.
    accounts: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, smallest: Mapping[int, int]) -> "UnitRegions":
        """Read the units and their provinces, and who works in several; three statements."""
        placed = UnitPlace.objects.filter(unit__organisation__in=list(smallest))
        found = {one.unit_id: one.place.region.key for one in placed if one.place}
        places = Person.objects.filter(organisation__in=list(smallest)).order_by()
        several = places.values("account").annotate(n=Count("pk")).filter(n__gt=1)
        at_several = places.filter(account__in=several.values("account"))
        accounts = dict(at_several.values_list("pk", "account"))
        return cls(tuple(trees(dict(smallest))), found, accounts)

    def counted_once(self, people: Iterable[int]) -> set[int]:
        """Choose of each person one place among those of a block: the first."""
        found: dict[tuple[str, int], int] = {}
        for one in sorted(people):
            key = ("account", self.accounts[one]) if one in self.accounts else ("place", one)
            found.setdefault(key, one)
        return set(found.values())

    @property
    def homes(self) -> dict[int, tuple[int, str]]:
        """The organisation and the region of each unit."""
        found: dict[int, tuple[int, str]] = {}
        for one in self.asked:
            for unit in one.tree.downwards:
                parent = one.tree.parents[unit]
                above = found[parent][1] if parent is not None else NOWHERE
                found[unit] = one.organisation, self.provinces.get(unit, above)
        return found

    def of(self, organisations: Collection[int]) -> list[AskedOrganisation]:
        """Choose some organisations."""
        return [one for one in self.asked if one.organisation in organisations]


def wellbeing(block: Block, regions: UnitRegions, organisations: Collection[int]) -> ReleaseFigures:
    """Read the strain of a block."""
    crowd = ReleasedAnswers(block, regions.of(organisations))
    told = BlockResult.objects.filter(block=block.number, unit__in=crowd.tree.parents).said()
    steps = {word: Fraction(begins, SCALE) for begins, word in STRAIN}
    ranges = {word: (begins, next_edge(steps, begins)) for word, begins in steps.items()}
    slack = Fraction(STRAIN_WIDEST[0], SCALE)
    bands = {unit: (*ranges[band], slack) for unit, band in told.values_list("unit_id", "strain")}
    return of_crowd(crowd, regions, bands, {one.person: one.totals[0] for one in crowd.kept})


def next_edge(steps: Mapping[str, Fraction], begins: Fraction) -> Fraction:
    """Find where the next band begins."""
    return min((one for one in steps.values() if one > begins), default=Fraction(POINTS))


def load(block: Block, regions: UnitRegions, organisations: Collection[int]) -> ReleaseFigures:
    """Read the load of a block; what is above the most counts as the most."""
    crowd = ReleasedLoads(block, regions.of(organisations))
    told = UnitLoad.objects.filter(block=block.number, unit__in=crowd.tree.parents).said()
    slack = Fraction(LOAD_WIDEST[0], LOAD_SCALE) * POINTS / MOST_LOAD
    bands = {}
    for unit, band in told.values_list("unit_id", "band"):
        watch, amber = (
            Fraction(limit) * POINTS / MOST_LOAD
            for limit in (crowd.limits[unit].watch, crowd.limits[unit].amber)
        )
        ranges = {
            "steady": (Fraction(0), watch),
            "watch": (watch, amber),
            "above": (amber, Fraction(POINTS)),
        }
        bands[unit] = (*ranges[band], slack)
    return of_crowd(crowd, regions, bands, {one.person: in_points(one) for one in crowd.kept})


def in_points(one: GroupMember) -> int | None:
    """Write a person's own mean load in parts of a point."""
    if one.totals[0] is None:
        return None
    return min(one.totals[0] * POINTS * SCALE // (LOAD_SCALE * MOST_LOAD), POINTS * SCALE)


def of_crowd(
    crowd: ReleasedAnswers | ReleasedLoads,
    regions: UnitRegions,
    bands: Mapping[int, tuple[Fraction, Fraction, Fraction]],
    values: Mapping[int, int | None],
) -> ReleaseFigures:
    """Put the people of a block together with what pages tell of their units."""
    homes, whole = regions.homes, crowd.tree.whole(crowd.own)
    lines = {
        unit: frozenset(str(one) for one in crowd.tree.line(unit) if one in bands)
        for unit in crowd.own
    }
    once = regions.counted_once(values)
    rows = [
        FigureValue(
            *homes[one.unit],
            values[one.person],
            lines[one.unit],
            counts=one.person in once,
            sent=one.sent,
        )
        for one in crowd.kept
    ]
    told = []
    for unit, (low, high, slack) in bands.items():
        if people := whole[unit].sums[0].people:
            told.append(ToldSum(str(unit), low * people - slack, high * people + slack))
    return ReleaseFigures(tuple(rows), pages=tuple(told))


def certificates(
    block: Block, regions: UnitRegions, organisations: Collection[int]
) -> ReleaseFigures:
    """Read who has at least one certificate in date on a block's last day.

    Of each kind the newest counts, as on the pages.
    """
    day, homes = block.last.sunday, regions.homes
    people = Person.objects.filter(organisation__in=organisations).order_by()
    having = {person for person, _kind in certified_on(people, day)}
    bases = bases_of(block, organisations)
    once = regions.counted_once(person for person, unit in bases.items() if unit in homes)
    rows = [
        FigureValue(*homes[unit], POINTS * SCALE * (person in having))
        for person, unit in bases.items()
        if person in once
    ]
    return ReleaseFigures(tuple(rows), secret=False)


def coverage(block: Block, reached: OpenPart) -> ReleaseFigures:
    """Read which posts were held by enough people, ninety days before a block's last day."""
    facts = read_facts(reached, block.last.sunday - LEAVES_AFTER)
    numbers = one_of([one.columns.pk for one in facts.posts])
    found = ProgrammePost.objects.filter(pk__in=numbers).select_related("station")
    posts = {one.pk: one for one in found}
    rows, stations = [], defaultdict(set)
    for one in facts.posts:
        post = posts[one.columns.pk]
        if post.place is None:
            continue
        place, organisation = post.place.region.key, post.organisation_id
        full = len({held.person_id for held in one.holders}) >= post.needed
        rows.append(FigureValue(organisation, place, POINTS * SCALE * full))
        stations[place, organisation].add(station_of(post))
    named = {at: frozenset(them) for at, them in stations.items()}
    return ReleaseFigures(tuple(rows), limits=OF_POSTS, secret=False, stations=named)


def station_of(post: ProgrammePost) -> str:
    """Say where a post is, in the same words for each organisation that has one there.

    Each keeps its own list of stations: those of the starter set have a key, others their name.
    """
    if post.unit_id:
        return f"unit {post.unit_id}"
    if station := post.station:
        name = local_text.plain(local_text.LocalText(station.name).read_in("th"))
        return f"station {station.province} {station.key or name}"
    return post.province


def opened_posts(organisations: Collection[int], reached: OpenPart) -> OpenPart:
    """Lead to the posts of some organisations alone, and to no name."""
    parts = {SharedPart.POSTS: frozenset(organisations), SharedPart.NAMES: frozenset[int]()}
    return OpenPart(reached.viewer, reached.at, parts)

"""Judge each post, put the worst first, and find who is near a vacant one."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from people.languages.local_text import LocalText
from people.models import Person
from programme.regions.reading import Province, Region, provinces, steps_from
from programme.rules.cover import PostCover, cover, vacant_since
from training.rules.certificates import due_until

from .reading import BoardFacts, Held, PostFacts

ORDER = tuple(PostCover)
NEAREST = 3
ICONS = {
    PostCover.VACANT: "open",
    PostCover.ONE: "user",
    PostCover.LAPSING: "watch",
    PostCover.HELD: "check",
}
TONES = {PostCover.VACANT: "late", PostCover.HELD: ""}


@dataclass(frozen=True)
class Near:
    """A specialist who is near a vacant post: how many borders away, and of which organisation."""

    steps: int
    province: LocalText
    organisation: str
    # Where names are shared.
    person: Person | None


@dataclass(frozen=True)
class PostRow:
    """A post on the board. It speaks of the post, never of the days or the work of a person."""

    facts: PostFacts
    cover: PostCover
    place: Province
    people: tuple[Person, ...]
    # Since when too few people hold it.
    since: date | None = None
    # The first day on which a certificate it asks for is over, and whether one is not there.
    lapses_on: date | None = None
    lacks: bool = False
    near: tuple[Near, ...] = ()

    @property
    def held(self) -> int:
        """How many people hold it."""
        return len(self.facts.holders)

    @property
    def acting(self) -> bool:
        """Say whether one of them is acting."""
        return any(one.acting for one in self.facts.holders)

    @property
    def shown(self) -> list[Person]:
        """Everybody who is named in the row."""
        return [*self.people, *(one.person for one in self.near if one.person)]

    @property
    def named(self) -> bool:
        """Say whether it has a station or a unit, and not its province alone."""
        return bool(self.facts.post.station or self.facts.post.unit)

    @property
    def name(self) -> LocalText:
        """What it is called: its station, its unit, or else its province."""
        post = self.facts.post
        named = post.station or post.unit
        return named.name if named else self.place.name

    @property
    def icon(self) -> str:
        """The picture of how it is covered."""
        return ICONS[self.cover]

    @property
    def tone(self) -> str:
        """How pressing its row looks."""
        return TONES.get(self.cover, "soon")

    @property
    def region(self) -> Region:
        """The region in which it is."""
        return self.place.region


def judged_posts(facts: BoardFacts) -> list[PostRow]:
    """Judge every post, the worst first: vacant longest, then the one that lapses next."""
    around: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in facts.posts:
        here = around[one.post.province, one.kind]
        here.update(held.person_id for held in one.holders)
    rows = [row_of(one, facts, around[one.post.province, one.kind]) for one in facts.posts]
    found = [row for row in rows if row]
    found.sort(key=lambda row: (ORDER.index(row.cover), worst_day(row), row.facts.post.pk))
    return found


def worst_day(row: PostRow) -> date:
    """Give the day by which rows of one cover are ordered."""
    return row.since or row.lapses_on or date.max


def row_of(one: PostFacts, facts: BoardFacts, around: set[int]) -> PostRow | None:
    """Judge one post; one in a province that no table has any more is left out."""
    post = one.post
    if post.place is None:
        return None
    ends = {held.person_id: endings(held, one, facts) for held in one.holders}
    lacks = any(day is LACKING for days in ends.values() for day in days)
    soon = [day for days in ends.values() for day in days if day is not None]
    soon = [day for day in soon if day <= due_until(facts.day)]
    state = cover(
        needed=post.needed,
        holders=len({held.person_id for held in one.holders}),
        behind=bool(around - ends.keys()),
        lapses=lacks or bool(soon),
    )
    return PostRow(
        one,
        state,
        post.place,
        tuple(held.person for held in one.holders if held.person),
        vacant_since(since=post.since, needed=post.needed, spans=one.spans, day=facts.day),
        min((day for day in soon if day is not LACKING), default=None),
        lacks,
    )


def near_shown(row: PostRow, facts: BoardFacts) -> PostRow:
    """Find who is near a vacant post; looked for only where the row is shown."""
    return replace(row, near=nearest(row.facts, facts)) if row.cover == PostCover.VACANT else row


# Stands for a certificate that a holder does not have.
LACKING = date.min


def endings(held: Held, one: PostFacts, facts: BoardFacts) -> list[date | None]:
    """List until when a holder has each certificate that the post asks for."""
    return having(held, one.asked, facts)


def having(held: Held, kinds: frozenset[int], facts: BoardFacts) -> list[date | None]:
    """List until when a holder has certificates of some kinds."""
    return [facts.certificates.get((held.person_id, kind), LACKING) for kind in kinds]


def nearest(vacant: PostFacts, facts: BoardFacts) -> tuple[Near, ...]:
    """Find specialists of the kind near a post: valid certificates, and its languages."""
    own = {held.person_id for held in vacant.holders}
    found: dict[int, tuple[int, Near]] = {}
    reached = 0
    # The nearest provinces come first; of those that are as near each is looked at.
    for code, away in steps_from(vacant.post.province).items():
        if away > reached and len(found) >= NEAREST:
            break
        reached = away
        for one in facts.by_place.get((vacant.kind, code), ()):
            for held in one.holders:
                who = held.person_id
                if who in own or who in found or not fits(held, one, vacant, facts):
                    continue
                organisation, place = str(one.post.organisation), provinces()[code].name
                found[who] = (away, Near(away, place, organisation, held.person))
    ordered = sorted(found.items(), key=lambda item: (item[1][0], item[0]))
    return tuple(near for _person, (_away, near) in ordered[:NEAREST])


def fits(held: Held, one: PostFacts, vacant: PostFacts, facts: BoardFacts) -> bool:
    """Say whether a holder's certificates hold, and the languages are those that are needed.

    Where names are not shared, the languages that their post asks for are all that is known. Each
    organisation has certificates of its own, so the vacant post asks its own people alone for its.
    """
    is_colleague = one.post.organisation_id == vacant.post.organisation_id
    kinds = one.asked | vacant.asked if is_colleague else one.asked
    if any(day is not None and day < facts.day for day in having(held, kinds, facts)):
        return False
    spoken = held.person.languages if held.person else one.post.languages
    return set(vacant.post.languages) <= set(spoken)

"""Judge each post, put the worst first, and find who is near a vacant one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from people.languages.local_text import LocalText
from people.models import Person
from programme.regions.reading import Province, Region, provinces, steps_from
from programme.rules.cover import PostCover, cover, vacant_since
from training.rules.certificates import due_until

from .reading import BoardFacts, Held, PostFacts, PostNames

PLACES = {state: place for place, state in enumerate(PostCover)}
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


class PostRow(NamedTuple):
    """A post on the board. It speaks of the post, never of the days or the work of a person."""

    facts: PostFacts
    cover: PostCover
    place: Province
    # Since when too few people hold it.
    since: date | None = None
    # The first day on which a certificate it asks for is over, and whether one is not there.
    lapses_on: date | None = None
    lacks: bool = False
    near: tuple[Near, ...] = ()

    @property
    def people(self) -> tuple[Person, ...]:
        """Who holds it, where names are shared."""
        return tuple(one.person for one in self.facts.holders if one.person)

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
    def name(self) -> LocalText:
        """What it is called: its station, its unit, or else its province."""
        return self.called(self.facts.names)

    def called(self, names: PostNames) -> LocalText:
        """Say what it is called, once its names are read."""
        named = named_after(names)
        return self.place.name if named is None else named

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


def named_after(names: PostNames) -> LocalText | None:
    """Give the name of a post's station or its unit, where it has one."""
    return names.unit if names.station is None else names.station


def judged_posts(facts: BoardFacts) -> list[PostRow]:
    """Judge every post, the worst first: vacant longest, then the one that lapses next."""
    around: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in facts.posts:
        if one.holders:
            here = around[one.columns.province, one.kind]
            here.update(held.person_id for held in one.holders)
    soon = due_until(facts.day)
    rows = [row_of(one, facts, around, soon) for one in facts.posts]
    found = [row for row in rows if row]
    found.sort(key=lambda row: (PLACES[row.cover], worst_day(row), row.facts.columns.pk))
    return found


def worst_day(row: PostRow) -> date:
    """Give the day by which rows of one cover are ordered."""
    return row.since or row.lapses_on or date.max


def row_of(
    one: PostFacts, facts: BoardFacts, around: dict[tuple[str, str], set[int]], due: date
) -> PostRow | None:
    """Judge one post; one in a province that no table has any more is left out.

    `around` has who holds posts of each kind of work in each province; a certificate lapses that
    ends until `due`.
    """
    post = one.columns
    if (place := provinces().get(post.province)) is None:
        return None
    holders = {held.person_id for held in one.holders}
    days = [day for held in one.holders for day in endings(held, one, facts)] if one.asked else []
    soon = [day for day in days if day is not None and day <= due]
    state = cover(
        needed=post.needed,
        holders=len(holders),
        behind=not around[post.province, one.kind] <= holders,
        lapses=bool(soon),
    )
    return PostRow(
        one,
        state,
        place,
        since_when(one, facts.day) if state == PostCover.VACANT else None,
        min((day for day in soon if day is not LACKING), default=None) if soon else None,
        LACKING in days,
    )


def since_when(vacant: PostFacts, day: date) -> date | None:
    """Find since when a post is vacant; one that enough people hold has no such day."""
    post = vacant.columns
    return vacant_since(since=post.since, needed=post.needed, spans=vacant.spans, day=day)


def near_shown(row: PostRow, facts: BoardFacts) -> PostRow:
    """Find who is near a vacant post; looked for only where the row is shown."""
    return row._replace(near=nearest(row.facts, facts)) if row.cover == PostCover.VACANT else row


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
    found: dict[int, tuple[int, str, PostFacts, Held]] = {}
    speaking = facts.speaking.of(vacant.kind, vacant.columns.languages)
    reached = 0
    # The nearest provinces come first; of those that are as near each is looked at.
    for code, away in steps_from(vacant.columns.province).items():
        if away > reached and len(found) >= NEAREST:
            break
        reached = away
        for one, held in speaking.get(code, ()):
            who = held.person_id
            if who not in own and who not in found and fits(held, one, vacant, facts):
                found[who] = (away, code, one, held)
    ordered = sorted(found.values(), key=lambda near: (near[0], near[3].person_id))
    return tuple(
        Near(away, provinces()[code].name, str(one.names.organisation), held.person)
        for away, code, one, held in ordered[:NEAREST]
    )


def fits(held: Held, one: PostFacts, vacant: PostFacts, facts: BoardFacts) -> bool:
    """Say whether a holder's certificates hold; the languages are looked at before.

    Each organisation has certificates of its own, so the vacant post asks its own people alone for
    its.
    """
    is_colleague = one.columns.organisation_id == vacant.columns.organisation_id
    kinds = one.asked | vacant.asked if is_colleague else one.asked
    return all(day is None or day >= facts.day for day in having(held, kinds, facts))

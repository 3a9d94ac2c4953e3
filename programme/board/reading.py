"""Read what the board judges by: posts, holdings, and the certificates that posts ask for.

The names of people are read only where their organisation shares them.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Exists, Max, OuterRef, Q, Subquery

from people.models import Membership, Person
from programme.members.door import OpenPart
from programme.models import PostHolder, ProgrammePost, SharedPart
from programme.rules.cover import HoldingSpan, counting
from training.models import Certificate


@dataclass(frozen=True)
class Held:
    """A person holds a post, or held it; without a name where that is not shared."""

    person_id: int
    span: HoldingSpan
    acting: bool
    # Read only where names are shared.
    person: Person | None


@dataclass(frozen=True)
class PostFacts:
    """A post, who holds it on the day, who ever held it, and what it asks them to have."""

    post: ProgrammePost
    spans: tuple[HoldingSpan, ...]
    holders: tuple[Held, ...]
    asked: frozenset[int]

    @cached_property
    def kind(self) -> str:
        """The kind of work: a usual one is the same in every organisation."""
        return self.post.job.key or f"own-{self.post.job_id}"


@dataclass(frozen=True)
class BoardFacts:
    """Everything that is read for a board, as of a day."""

    day: date
    posts: tuple[PostFacts, ...]
    # Of a person and a type of certificate its last day; None where it has none.
    certificates: dict[tuple[int, int], date | None] = field(default_factory=dict)

    @cached_property
    def by_place(self) -> dict[tuple[str, str], list[PostFacts]]:
        """The posts of each kind of work in each province."""
        found: dict[tuple[str, str], list[PostFacts]] = defaultdict(list)
        for one in self.posts:
            found[one.kind, one.post.province].append(one)
        return found


def read_facts(opened: OpenPart, day: date) -> BoardFacts:
    """Read the posts that are within reach, as they are or were on a day; five statements."""
    reached = opened.of(SharedPart.POSTS)
    return facts_within(reached, opened.of(SharedPart.NAMES) & reached, day)


def facts_within(reached: frozenset[int], named: frozenset[int], day: date) -> BoardFacts:
    """Read the posts of some organisations on a day, with the names of those who share them."""
    found = ProgrammePost.objects.filter(organisation__in=reached).on(day)
    posts = list(found.select_related("organisation", "job", "station", "unit", "level"))
    asked = asked_by_post(reached)
    holdings = holdings_of(reached, day, named_people(named))
    facts = tuple(facts_of(post, holdings[post.pk], asked[post.pk], day) for post in posts)
    kinds = set().union(*(one.asked for one in facts))
    return BoardFacts(day, facts, certificates_held(facts, kinds, day))


def asked_by_post(organisations: frozenset[int]) -> dict[int, frozenset[int]]:
    """Read which certificates each post asks for; most ask for none."""
    found: dict[int, set[int]] = defaultdict(set)
    links = ProgrammePost.certificates.through.objects.order_by()
    rows = links.filter(programmepost__organisation__in=organisations)
    for post, kind in rows.values_list("programmepost", "certificatetype"):
        found[post].add(kind)
    return defaultdict(frozenset, {post: frozenset(kinds) for post, kinds in found.items()})


def facts_of(post: ProgrammePost, held: list[Held], asked: frozenset[int], day: date) -> PostFacts:
    """Put a post together with its holders and what it asks of them."""
    return PostFacts(
        post,
        tuple(one.span for one in held),
        counting([one for one in held if one.span.holds_on(day)], needed=post.needed),
        asked,
    )


def named_people(organisations: frozenset[int]) -> dict[int, Person]:
    """Read the people with posts, of the organisations that share their names."""
    found = Person.objects.filter(organisation__in=organisations, posts_held__isnull=False)
    return {one.pk: one for one in found.distinct()}


def holdings_of(
    organisations: frozenset[int], day: date, people: dict[int, Person]
) -> dict[int, list[Held]]:
    """Read who held which post until a day; a holding ends with the person's last role."""
    roles = Membership.objects.filter(person=OuterRef("person"))
    over = roles.filter(ends__lt=day).values("person").annotate(last=Max("ends"))
    rows = PostHolder.objects.filter(post__organisation__in=organisations, starts__lte=day)
    rows = rows.annotate(there=Exists(roles.on(day)), gone=Subquery(over.values("last")))
    found: dict[int, list[Held]] = defaultdict(list)
    for one in rows.values("post", "person", "starts", "ends", "acting", "there", "gone"):
        ends = one["ends"]
        if not one["there"]:
            # One who never had a role has not begun.
            if one["gone"] is None or one["gone"] < one["starts"]:
                continue
            ends = min(filter(None, (ends, one["gone"])))
        span = HoldingSpan(one["starts"], ends)
        held = Held(one["person"], span, one["acting"], people.get(one["person"]))
        found[one["post"]].append(held)
    return found


def certificates_held(
    facts: tuple[PostFacts, ...], asked: set[int], day: date
) -> dict[tuple[int, int], date | None]:
    """Read until when those who hold posts have the certificates that any of these asks for.

    One that was revoked later than the day held on it.
    """
    holders = {held.person_id for one in facts for held in one.holders}
    rows = Certificate.objects.filter(person__in=holders, type__in=asked)
    rows = rows.filter(Q(revoked_at=None) | Q(revoked_at__date__gt=day), issued_on__lte=day)
    rows = rows.order_by("issued_on", "pk")
    return {(person, kind): ends for person, kind, ends in rows.values_list(*COLUMNS)}


COLUMNS = ("person", "type", "expires_on")

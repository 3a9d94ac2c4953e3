"""Read what the board judges by: posts, holdings, and the certificates that posts ask for.

The names of people are read only where their organisation shares them.
"""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    Case,
    Expression,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from people.languages.local_text import LocalText
from people.models import Membership, Person
from people.statements import UnmadeRows, written_once
from programme.members.door import OpenPart
from programme.models import PostHolder, ProgrammePost, SharedPart
from programme.rules.cover import HoldingSpan, counting
from training.models import Certificate


class Held(NamedTuple):
    """A person holds a post, or held it; without a name where that is not shared."""

    person_id: int
    span: HoldingSpan
    acting: bool
    # Where names are shared: the languages they work in, and their name in English and Thai.
    spoken: Collection[str] | None
    name_en: str | None
    name_th: str | None

    @property
    def person(self) -> Person | None:
        """The person, where names are shared; made for those who are shown, with the name alone."""
        if self.spoken is None:
            return None
        columns = (self.person_id, self.name_en, self.name_th)
        return Person.from_db(DEFAULT_DB_ALIAS, PERSON, columns)


# What a person who is shown is made of, as `only` makes them.
PERSON = ("id", "full_name_en", "full_name_th")


class PostColumns(NamedTuple):
    """What a post is judged by."""

    pk: int
    organisation_id: int
    # Of fewer posts its organisation tells nothing.
    smallest: int
    job_id: int
    job_key: str
    province: str
    needed: int
    languages: Collection[str]
    since: date


class PostNames(NamedTuple):
    """What a post is called, and what the board shows beside."""

    public_id: UUID
    on_call: bool
    organisation: LocalText
    job: LocalText
    level: LocalText | None
    station: LocalText | None
    unit: LocalText | None


class PostFacts(NamedTuple):
    """A post, who holds it on the day, who ever held it, and what it asks them to have."""

    columns: PostColumns
    # The kind of work: a usual one is the same in every organisation.
    kind: str
    spans: tuple[HoldingSpan, ...]
    holders: tuple[Held, ...]
    asked: frozenset[int]
    unmade: UnmadeRows
    number: int

    @property
    def names(self) -> PostNames:
        """What the post is called; read for those that are shown."""
        return PostNames._make(self.unmade.values(self.number, *NAMES))


@dataclass(frozen=True)
class BoardFacts:
    """Everything that is read for a board, as of a day."""

    day: date
    posts: tuple[PostFacts, ...]
    # Of a person and a type of certificate its last day; None where it has none.
    certificates: dict[tuple[int, int], date | None] = field(default_factory=dict)

    @cached_property
    def speaking(self) -> "SpeakersByPlace":
        """The holders of posts by place, for each kind of work and languages that are needed."""
        return SpeakersByPlace(self.posts)


class SpeakersByPlace:
    """Who holds posts of a kind and speaks some languages, by province: found once for a board.

    Where names are not shared, the languages that their post asks for are all that is known.
    """

    def __init__(self, posts: Collection[PostFacts]) -> None:
        self.posts = posts
        self.found: dict[Any, dict[str, list[tuple[PostFacts, Held]]]] = {}

    def of(self, kind: str, languages: Collection[str]) -> dict[str, list[tuple[PostFacts, Held]]]:
        """Find those of a kind who speak all of some languages."""
        wanted = frozenset(languages)
        if (kind, wanted) not in self.found:
            found = self.found[kind, wanted] = defaultdict(list)
            for one in self.posts:
                if one.kind == kind:
                    found[one.columns.province] += [
                        (one, held) for held in one.holders if wanted.issubset(spoken_by(held, one))
                    ]
        return self.found[kind, wanted]


def spoken_by(held: Held, one: PostFacts) -> Collection[str]:
    """Name the languages of a holder of a post, as far as they are known."""
    return one.columns.languages if held.spoken is None else held.spoken


def read_facts(opened: OpenPart, day: date) -> BoardFacts:
    """Read the posts that are within reach, as they are or were on a day; three statements."""
    reached = opened.of(SharedPart.POSTS)
    return facts_within(reached, opened.of(SharedPart.NAMES) & reached, day)


def facts_within(reached: frozenset[int], named: frozenset[int], day: date) -> BoardFacts:
    """Read the posts of some organisations on a day, with the names of those who share them."""
    found = posts_on.unmade(organisations=[*reached], day=day)
    asked: dict[int, set[int]] = defaultdict(set)
    posts: dict[int, PostColumns] = {}
    numbers: dict[int, int] = {}
    columns = zip(*map(found.column, COLUMNS), days_in(found.column("began")), strict=True)
    rows = map(PostColumns._make, columns)
    for number, (post, kind) in enumerate(zip(rows, found.column("kind"), strict=True)):
        if post.pk not in posts:
            posts[post.pk], numbers[post.pk] = post, number
        if kind is not None:
            asked[post.pk].add(kind)
    held = holdings_of(reached, named, day)
    facts = []
    for pk, post in posts.items():
        now: tuple[Held, ...] = ()
        spans: tuple[HoldingSpan, ...] = ()
        if of_post := held.get(pk):
            now = counting([one for one in of_post if one.span.holds_on(day)], needed=post.needed)
            spans = tuple([one.span for one in of_post])
        kinds = frozenset(asked[pk]) if pk in asked else NOTHING_ASKED
        kind_of_work = post.job_key or f"own-{post.job_id}"
        facts.append(PostFacts(post, kind_of_work, spans, now, kinds, found, numbers[pk]))
    every = set().union(*asked.values())
    return BoardFacts(day, tuple(facts), certificates_held(facts, every, day))


NOTHING_ASKED: frozenset[int] = frozenset()
# The columns of `PostColumns`, in their order, but for the day.
COLUMNS = (
    "id",
    "organisation_id",
    "organisation__smallest_group",
    "job_id",
    "job__key",
    "province",
    "needed",
    "languages",
)

# The columns of `PostNames`, in their order.
NAMES = (
    "public_id",
    "on_call",
    "organisation__name",
    "job__name",
    "level__name",
    "station__name",
    "unit__name",
)


@written_once
def posts_on(organisations: list[int], day: date) -> QuerySet[ProgrammePost, tuple]:
    """Read the posts of a day with their names; a row for each certificate that one asks for."""
    found = ProgrammePost.objects.filter(organisation__in=organisations).on(day)
    found = found.annotate(kind=F("certificates"), began=as_text("since")).order_by("pk")
    return found.values_list(*COLUMNS, *NAMES, "level__track", "level__position", "kind", "began")


def holdings_of(
    organisations: frozenset[int], named: frozenset[int], day: date
) -> dict[int, list[Held]]:
    """Read who held which post until a day; a holding ends with the person's last role."""
    rows = holders_until.unmade(organisations=[*organisations], named=[*named], day=day)
    found: dict[int, list[Held]] = defaultdict(list)
    columns = map(rows.column, HELD)
    began, ended = (days_in(rows.column(name)) for name in ("began", "ended"))
    every = zip(began, ended, *columns, strict=True)
    for starts, ends, post, person, acting, last, spoken, *names in every:
        # One who never had a role has not begun.
        if last is not None and last >= starts:
            until = ends if last >= day else min(last, ends or last)
            span = HoldingSpan(starts, until)
            found[post].append(Held(person, span, bool(acting), languages_in(spoken), *names))
    return found


HELD = ("post", "person", "acts", "last", "spoken", "name_en", "name_th")


def as_text(column: str) -> Cast:
    """Read a column of few values as text: SQLite makes a day of each by itself, slowly."""
    return Cast(column, TextField())


def days_in(texts: Collection[str | None]) -> list[Any]:
    """Read days that came as text, each once; nothing stays nothing."""
    found = {one: date.fromisoformat(one) for one in set(texts) if one is not None}
    return [None if one is None else found[one] for one in texts]


@lru_cache(maxsize=512)
def languages_in(text: str | None) -> frozenset[str] | None:
    """Read a list of languages; None where it is not shared."""
    return None if text is None else frozenset(json.loads(text))


@written_once
def holders_until(
    organisations: list[int], named: list[int], day: date
) -> QuerySet[PostHolder, tuple]:
    """Read who came to posts until a day, with names where these organisations share them."""
    roles = Membership.objects.filter(person=OuterRef("person"), starts__lte=day).order_by()
    last = roles.values("person").annotate(last=Max(Coalesce("ends", Value(date.max))))
    found = PostHolder.objects.filter(post__organisation__in=organisations, starts__lte=day)

    def shared(column: Expression | F) -> Case:
        """Read a column of the person where names are shared, and else nothing."""
        return Case(When(person__organisation__in=named, then=column))

    found = found.annotate(
        # The last day of all roles that began; of one that goes on the last day there is.
        last=Subquery(last.values("last")),
        # As text: the same few are in many rows, and read once.
        began=as_text("starts"),
        ended=as_text("ends"),
        acts=Cast("acting", IntegerField()),
        spoken=shared(as_text("person__languages")),
        name_en=shared(F("person__full_name_en")),
        name_th=shared(F("person__full_name_th")),
    )
    return found.order_by("starts", "pk").values_list("began", "ended", *HELD)


def certificates_held(
    facts: Collection[PostFacts], asked: Collection[int], day: date
) -> dict[tuple[int, int], date | None]:
    """Read until when those who hold posts have the certificates that any of these asks for."""
    holders = {held.person_id for one in facts for held in one.holders}
    if not (holders and asked):
        return {}
    rows = certificates_on(people=[*holders], kinds=[*asked], day=day)
    return {(person, kind): ends for person, kind, ends in rows}


@written_once
def certificates_on(people: list[int], kinds: list[int], day: date) -> QuerySet[Certificate, tuple]:
    """Read until when people have certificates; one that was revoked later than the day held."""
    rows = Certificate.objects.filter(person__in=people, type__in=kinds)
    rows = rows.filter(Q(revoked_at=None) | Q(revoked_at__date__gt=day), issued_on__lte=day)
    return rows.order_by("issued_on", "pk").values_list("person", "type", "expires_on")

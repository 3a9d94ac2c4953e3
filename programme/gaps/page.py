"""Compose the page of a gap: which session would close it, and who could be asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched, chain

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Person, Role, SpokenLanguage
from people.writing.formats import short_day
from programme.board.reading import PostFacts
from programme.board.rows import PostRow, endings, judged_posts
from programme.models import PostQuestion, ProgrammePost, SessionWish
from programme.rules.cover import PostCover
from programme.rules.gaps import (
    LADDER,
    PersonFit,
    PostNow,
    SessionEffect,
    session_effect,
    suggested,
)
from training.finding.trainees import trainees_of
from training.models import CertificateType, Course, Session
from training.rules.certificates import due_until
from workload.models.choices import LevelChoice

from .actions import asked_lately
from .reading import GapFacts, read_gaps, wanted_of

SUGGESTED_AT_MOST = 12
INVITED_AT_MOST = 40


@dataclass(frozen=True)
class SessionPlan:
    """A session that would close gaps: its certificate, its people, and what it would change."""

    kind: CertificateType
    effect: SessionEffect
    # Of the post that is shown: who would fit it afterwards, and who holds it and needs it.
    fitting: int
    people: tuple[Person, ...]
    course: Course | None
    planned: Session | None
    wish: SessionWish | None
    # Where the viewer may plan it.
    address: str


@dataclass(frozen=True)
class SuggestedPerson:
    """A person who fits a post, with the plain reasons."""

    person: Person
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class GapPage:
    """What the page of a gap shows."""

    row: PostRow
    plans: tuple[SessionPlan, ...]
    suggested: tuple[SuggestedPerson, ...]
    more: int
    asked: tuple[PostQuestion, ...]

    @property
    def vacant(self) -> bool:
        """Say whether too few people hold the post."""
        return self.row.cover == PostCover.VACANT

    @property
    def named(self) -> list[Person]:
        """Everybody who is suggested, or who would be invited."""
        people = [one.person for one in self.suggested]
        return list(dict.fromkeys([*people, *(who for plan in self.plans for who in plan.people)]))


def read_gap(viewer: Person, post: ProgrammePost, *, now: datetime) -> GapPage | None:
    """Read the page of a post for who keeps it; None where the board does not have it."""
    facts = read_gaps(viewer, now)
    rows = judged_posts(facts.board)
    row = next((one for one in rows if one.facts.columns.pk == post.pk), None)
    if row is None:
        return None
    asked = PostQuestion.objects.visible_to(viewer).filter(post=post).select_related("person")
    shown = list(asked[:SUGGESTED_AT_MOST])
    # Pressing their button would be refused.
    lately = set(asked_lately(post, now).values_list("person", flat=True))
    found = []
    if row.cover == PostCover.VACANT:
        fit = suggested(facts.at_work(row.facts), wanted_of(row.facts), facts.day)
        found = [one for one in fit if one.person not in lately]
    return GapPage(
        row,
        plans_for(viewer, facts, rows, row, post.certificates.all()),
        suggested_people(facts, found[:SUGGESTED_AT_MOST], row.facts),
        max(0, len(found) - SUGGESTED_AT_MOST),
        tuple(shown),
    )


def read_wish(viewer: Person, wish: SessionWish, *, now: datetime) -> SessionPlan:
    """Read what a wished session would change, as a trainer may see it today."""
    facts = read_gaps(viewer, now)
    rows = judged_posts(facts.board)
    row = next((one for one in rows if one.facts.columns.pk == wish.post_id), None)
    return plan_of_kind(viewer, facts, rows, row, wish.kind)


def plans_for(
    viewer: Person,
    facts: GapFacts,
    rows: list[PostRow],
    row: PostRow,
    kinds: Iterable[CertificateType],
) -> tuple[SessionPlan, ...]:
    """Find the sessions that would do something for a post, the one that does most first."""
    plans = [plan_of_kind(viewer, facts, rows, row, kind) for kind in kinds]
    found = [one for one in plans if one.fitting]
    return tuple(sorted(found, key=lambda one: (-one.effect.covered, -one.effect.mended)))


def plan_of_kind(
    viewer: Person,
    facts: GapFacts,
    rows: list[PostRow],
    row: PostRow | None,
    kind: CertificateType,
) -> SessionPlan:
    """Say what a session for a certificate would change, and for which people."""
    posts = [post_now(one, facts, kind.pk) for one in rows]
    serves = [
        people_served(one, facts, kind.pk, now.takers) for one, now in zip(rows, posts, strict=True)
    ]
    here = [some for one, some in zip(rows, serves, strict=True) if row and one is row]
    # Who is of use for this post comes first.
    served = (who for some in chain(here, serves) for who in sorted(some))
    people = first_named(facts, unique(served))
    course = Course.objects.visible_to(viewer).filter(certificate_type=kind).first()
    coming = Session.objects.filter(organisation=viewer.organisation_id, day__gte=facts.day)
    wishes = SessionWish.objects.visible_to(viewer).filter(kind=kind)
    return SessionPlan(
        kind,
        session_effect(posts),
        sum(map(len, here)),
        tuple(people),
        course,
        coming.filter(course__certificate_type=kind).order_by("day", "pk").first(),
        wishes.order_by("-asked_on", "-pk").first(),
        address_of(viewer, course, people),
    )


def unique(people: Iterable[int]) -> Iterator[int]:
    """Give each of them once, in their order."""
    seen: set[int] = set()
    for one in people:
        if one not in seen:
            seen.add(one)
            yield one


def first_named(facts: GapFacts, served: Iterable[int]) -> list[Person]:
    """Name the first people that a session would serve, in their order.

    Some who hold a post may not be named: as many more are read.
    """
    found: list[Person] = []
    for some in batched(served, INVITED_AT_MOST):
        known = facts.named(some)
        found += [known[who] for who in some if who in known]
        if len(found) >= INVITED_AT_MOST:
            break
    return found[:INVITED_AT_MOST]


def address_of(viewer: Person, course: Course | None, people: list[Person]) -> str:
    """Give the form of a session with the course and the people in it; none for who is no trainer.

    Only people in the trainer's reach are in it.
    """
    if course is None or Role.TRAINER not in viewer.roles:
        return ""
    reach = trainees_of(viewer).filter(pk__in=[one.pk for one in people])
    chosen = [("course", course.public_id), *(("person", one.public_id) for one in reach)]
    return f"{reverse('plan_session')}?{urlencode(chosen)}"


def people_served(
    row: PostRow, facts: GapFacts, kind: int, takers: frozenset[int]
) -> frozenset[int]:
    """Find who would fit a vacant post with a certificate, or holds the post and needs it anew."""
    if kind not in row.facts.asked:
        return frozenset()
    return takers | frozenset(
        held.person_id for held in row.facts.holders if kind in lapsing(held.person_id, row, facts)
    )


def takers(row: PostRow, facts: GapFacts, kind: int) -> frozenset[int]:
    """Find who fits a vacant post but for one certificate, and holds no post."""
    if row.cover != PostCover.VACANT:
        return frozenset()
    return facts.takers(row.facts.columns.job_id, wanted_of(row.facts), kind)


def lapsing(person: int, row: PostRow, facts: GapFacts) -> frozenset[int]:
    """Say which certificates of a post are missing, over or soon over for who holds it."""
    held = next(one for one in row.facts.holders if one.person_id == person)
    ends = zip(row.facts.asked, endings(held, row.facts, facts.board), strict=True)
    return frozenset(kind for kind, day in ends if day and day <= due_until(facts.day))


def post_now(row: PostRow, facts: GapFacts, kind: int) -> PostNow:
    """Say how a post is judged today, and what a session for a certificate could change."""
    needed = [lapsing(held.person_id, row, facts) for held in row.facts.holders]
    return PostNow(
        needed=row.facts.columns.needed,
        holders=len({held.person_id for held in row.facts.holders}),
        lapses=any(needed),
        mends=frozenset().union(*needed) == {kind},
        takers=takers(row, facts, kind) if kind in row.facts.asked else frozenset(),
    )


def suggested_people(
    facts: GapFacts, found: list[PersonFit], post: PostFacts
) -> tuple[SuggestedPerson, ...]:
    """Name those who fit a post, with the reasons; one statement."""
    known = facts.named([one.person for one in found])
    return tuple(SuggestedPerson(known[one.person], reasons_of(facts, one, post)) for one in found)


def reasons_of(facts: GapFacts, one: PersonFit, post: PostFacts) -> tuple[str, ...]:
    """Say in plain words why a person fits a post."""
    said = []
    track = wanted_of(post).track or LADDER
    if levels := [
        held.level for held in facts.workers.levels.get(one.person, ()) if held.level.track == track
    ]:
        said.append(str(levels[-1]))
    if post.asked:
        ends = [day for kind in post.asked if (day := one.certificates[kind])]
        said.append(until_words(min(ends)) if ends else _("certificates without end"))
    if languages := post.columns.languages:
        said.append(", ".join(SpokenLanguage.in_words([*languages])))
    holds = ngettext("holds %(n)s post", "holds %(n)s posts", one.posts) % {"n": one.posts}
    said.append(holds if one.posts else _("holds no post"))
    if one.load:
        said.append(_("load: %(level)s") % {"level": LevelChoice(one.load).label})
    return tuple(said)


def until_words(day: date) -> str:
    """Say until when all certificates hold."""
    return _("certificates until %(day)s") % {"day": short_day(day)}

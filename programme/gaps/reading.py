"""Read who could take the posts of an organisation, as the viewer may see them today.

Certificates, levels and languages are read for people in the viewer's reach; of load the last sent
week, of people the viewer supervises and no other. Answers, leave and flags are not read.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from people.models import CAME_IN, MAY, Membership, Person, seen_through
from people.weeks import Week, today
from programme.board.reading import BoardFacts, PostFacts, languages_in, read_facts
from programme.members.door import OpenPart
from programme.models import SharedPart
from programme.rules.gaps import PersonFit, WantedFit
from training.models import Certificate, HeldLevel
from workload.models import WorkWeek

NO_LEVELS: frozenset[tuple[str, int]] = frozenset()
NO_PAPERS: dict[int, date | None] = {}


@dataclass(frozen=True)
class Workers:
    """Those who could take a post by their kind of work, and what is known of each."""

    by_job: dict[int, set[int]]
    fits: dict[int, PersonFit]
    levels: dict[int, list[HeldLevel]]


@dataclass(frozen=True)
class GapFacts:
    """The posts of the viewer's organisation, and those who could take one by their kind of work.

    `seen` are all people who may be named; they are read by name once it is known who is.
    """

    viewer: Person
    day: date
    board: BoardFacts
    seen: QuerySet[Person]

    @cached_property
    def workers(self) -> Workers:
        """Read them once they are asked for: a gap that no person could close needs none."""
        return read_workers(self.viewer, self.board)

    def at_work(self, one: PostFacts) -> list[PersonFit]:
        """Give the people of a post's kind of work who do not hold it."""
        held = {held.person_id for held in one.holders}
        workers = self.workers
        return [workers.fits[who] for who in sorted(workers.by_job[one.columns.job_id] - held)]

    @cached_property
    def takers(self) -> Callable[[int, WantedFit, int], frozenset[int]]:
        """Find who of a kind of work fits what is asked but for one certificate, and has no post.

        Posts that ask the same share the answer.
        """

        @cache
        def found(job: int, wanted: WantedFit, kind: int) -> frozenset[int]:
            fits = map(self.workers.fits.__getitem__, self.workers.by_job[job])
            return frozenset(
                one.person
                for one in fits
                if not one.posts
                and not one.holds(kind, self.day)
                and one.fits(wanted, self.day, without={kind})
            )

        return found

    def named(self, people: Iterable[int]) -> dict[int, Person]:
        """Read some people who may be named; one statement."""
        return {one.pk: one for one in self.seen.filter(pk__in=[*people])}


def wanted_of(one: PostFacts) -> WantedFit:
    """Say what a post asks of a person."""
    track, position = one.unmade.values(one.number, "level__track", "level__position")
    return WantedFit(one.asked, frozenset(one.columns.languages), track or "", position or 0)


def read_gaps(viewer: Person, now: datetime) -> GapFacts:
    """Read everything that gaps are judged by; the same statements for any number of people."""
    day = today(now)
    own = frozenset({viewer.organisation_id})
    parts = dict.fromkeys((SharedPart.POSTS, SharedPart.NAMES), own)
    board = read_facts(OpenPart(viewer, now, parts), day)
    seen = Person.objects.visible_to(viewer).belonging(day)
    seen = seen.filter(organisation=viewer.organisation_id).exclude(account=viewer.account_id)
    return GapFacts(viewer, day, board, seen)


def read_workers(viewer: Person, board: BoardFacts) -> Workers:
    """Read those who could take a post by their kind of work."""
    day = board.day
    by_job: dict[int, set[int]] = defaultdict(set)
    spoken: dict[int, frozenset[str]] = {}
    # Who does other work takes no post.
    jobs = {one.columns.job_id for one in board.posts}
    held = Membership.objects.on(day).filter(job__in=jobs, role__in=MAY.carry_load)
    held = held.filter(seen_through(viewer), **CAME_IN, person__organisation=viewer.organisation_id)
    held = held.exclude(person__account=viewer.account_id).order_by()
    languages = Cast("person__languages", TextField())
    for person, job, text in held.annotate(spoken=languages).values_list("person", "job", "spoken"):
        by_job[job].add(person)
        spoken[person] = languages_in(text) or frozenset()
    levels = levels_by_person(viewer, spoken, day)
    return Workers(by_job, read_fits(viewer, board, spoken, levels), levels)


def read_fits(
    viewer: Person,
    board: BoardFacts,
    people: dict[int, frozenset[str]],
    levels: dict[int, list[HeldLevel]],
) -> dict[int, PersonFit]:
    """Put together what is known of each person; `people` has the languages of each."""
    asked = set().union(*(one.asked for one in board.posts))
    papers: dict[int, dict[int, date | None]] = {}
    rows = Certificate.objects.visible_to(viewer).current()
    rows = rows.filter(type__in=asked, issued_on__lte=board.day)
    for person, kind, ends in rows.values_list("person", "type", "expires_on"):
        papers.setdefault(person, {})[kind] = ends
    posts = Counter(held.person_id for one in board.posts for held in one.holders)
    loads = loads_of(viewer, board.day)
    return {
        who: PersonFit(
            who,
            papers.get(who, NO_PAPERS),
            languages,
            frozenset((held.level.track, held.level.position) for held in levels[who])
            if who in levels
            else NO_LEVELS,
            posts[who],
            loads.get(who),
        )
        for who, languages in people.items()
    }


def levels_by_person(
    viewer: Person, people: Container[int], day: date
) -> dict[int, list[HeldLevel]]:
    """Read the levels that people hold on a day, the lowest first."""
    found: dict[int, list[HeldLevel]] = defaultdict(list)
    rows = HeldLevel.objects.visible_to(viewer).on(day)
    for one in rows.select_related("level").order_by("level__position", "pk"):
        if one.person_id in people:
            found[one.person_id].append(one)
    return found


def loads_of(viewer: Person, day: date) -> dict[int, str]:
    """Read the level of the last four weeks' latest load, of people the viewer supervises."""
    rows = WorkWeek.objects.visible_to(viewer).exclude(level="")
    rows = rows.filter(week__gte=(Week.of(day) - 4).monday).order_by("week")
    return dict(rows.values_list("person", "level"))

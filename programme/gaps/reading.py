"""Read who could take the posts of an organisation, as the viewer may see them today.

Certificates, levels and languages are read for people in the viewer's reach; of load the last sent
week, of people the viewer supervises and no other. Answers, leave and flags are not read.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from people.models import CAME_IN, MAY, Membership, Person, at_or_below, supervised_by
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
class GapFacts:
    """The posts of the viewer's organisation, and those who could take one by their kind of work.

    `seen` are all people who may be named; they are read by name once it is known who is.
    """

    day: date
    board: BoardFacts
    seen: QuerySet[Person]
    by_job: dict[int, set[int]]
    fits: dict[int, PersonFit]
    levels: dict[int, list[HeldLevel]]

    def at_work(self, one: PostFacts) -> list[PersonFit]:
        """Give the people of a post's kind of work who do not hold it."""
        held = {held.person_id for held in one.holders}
        return [self.fits[who] for who in sorted(self.by_job[one.columns.job_id] - held)]

    def named(self, people: Iterable[int]) -> dict[int, Person]:
        """Read some people who may be named; one statement."""
        return {one.pk: one for one in self.seen.filter(pk__in=[*people])}


def wanted_of(one: PostFacts) -> WantedFit:
    """Say what a post asks of a person."""
    level = one.post.level
    spoken = frozenset(one.post.languages)
    if level is None:
        return WantedFit(one.asked, spoken)
    return WantedFit(one.asked, spoken, level.track, level.position)


def read_gaps(viewer: Person, now: datetime) -> GapFacts:
    """Read everything that gaps are judged by; the same statements for any number of people."""
    day = today(now)
    own = frozenset({viewer.organisation_id})
    parts = dict.fromkeys((SharedPart.POSTS, SharedPart.NAMES), own)
    board = read_facts(OpenPart(viewer, now, parts), day)
    seen = Person.objects.visible_to(viewer).belonging(day)
    seen = seen.filter(organisation=viewer.organisation_id).exclude(account=viewer.account_id)
    by_job: dict[int, set[int]] = defaultdict(set)
    spoken: dict[int, frozenset[str]] = {}
    # Who does other work takes no post.
    jobs = {one.columns.job_id for one in board.posts}
    held = Membership.objects.on(day).filter(job__in=jobs, role__in=MAY.carry_load)
    # The people of `seen`: who holds one belongs.
    held = held.filter(person__organisation=viewer.organisation_id, **CAME_IN)
    held = held.filter(held_in_sight(viewer)).exclude(person__account=viewer.account_id).order_by()
    languages = Cast("person__languages", TextField())
    for person, job, text in held.annotate(spoken=languages).values_list("person", "job", "spoken"):
        by_job[job].add(person)
        spoken[person] = languages_in(text) or frozenset()
    levels = levels_by_person(viewer, spoken, day)
    return GapFacts(day, board, seen, by_job, read_fits(viewer, board, spoken, levels), levels)


def held_in_sight(viewer: Person) -> Q:
    """The memberships of people that a viewer may see: `PersonQuerySet.visible_to`."""
    below = at_or_below("unit__path", viewer.paths(*MAY.see_records))
    office = Membership.objects.on(viewer.today).filter(below)
    supervised = Person.objects.filter(supervised_by(viewer))
    found = Q(person=viewer) | Q(person__in=supervised.values("pk"))
    return found | Q(person__in=office.values("person"))


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

"""Read who could take the posts of an organisation, as the viewer may see them today.

Certificates, levels and languages are read for people in the viewer's reach; of load the last sent
week, of people the viewer supervises and no other. Answers, leave and flags are not read.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from people.models import MAY, Membership, Person
from people.weeks import Week, today
from programme.board.reading import BoardFacts, PostFacts, read_facts
from programme.members.door import OpenPart
from programme.models import SharedPart
from programme.rules.gaps import PersonFit, WantedFit
from training.models import Certificate, HeldLevel
from workload.models import WorkWeek


@dataclass(frozen=True)
class GapFacts:
    """The posts of the viewer's organisation, and its people by their kind of work."""

    day: date
    board: BoardFacts
    people: dict[int, Person]
    by_job: dict[int, set[int]]
    fits: dict[int, PersonFit]
    levels: dict[int, list[HeldLevel]]

    def at_work(self, one: PostFacts) -> list[PersonFit]:
        """Give the people of a post's kind of work who do not hold it."""
        held = {held.person_id for held in one.holders}
        return [self.fits[who] for who in sorted(self.by_job[one.post.job_id] - held)]


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
    people = {one.pk: one for one in seen}
    by_job: dict[int, set[int]] = defaultdict(set)
    held = Membership.objects.on(day).filter(person__in=people, role__in=MAY.carry_load)
    for person, job in held.exclude(job=None).order_by().values_list("person", "job"):
        by_job[job].add(person)
    levels = levels_by_person(viewer, people, day)
    return GapFacts(day, board, people, by_job, read_fits(viewer, board, people, levels), levels)


def read_fits(
    viewer: Person,
    board: BoardFacts,
    people: dict[int, Person],
    levels: dict[int, list[HeldLevel]],
) -> dict[int, PersonFit]:
    """Put together what is known of each person."""
    asked = set().union(*(one.asked for one in board.posts))
    papers: dict[int, dict[int, date | None]] = defaultdict(dict)
    rows = Certificate.objects.visible_to(viewer).current().filter(person__in=people)
    rows = rows.filter(type__in=asked, issued_on__lte=board.day)
    for person, kind, ends in rows.values_list("person", "type", "expires_on"):
        papers[person][kind] = ends
    posts = [held.person_id for one in board.posts for held in one.holders]
    loads = loads_of(viewer, people, board.day)
    return {
        who: PersonFit(
            who,
            papers[who],
            frozenset(one.languages),
            frozenset((held.level.track, held.level.position) for held in levels[who]),
            posts.count(who),
            loads.get(who),
        )
        for who, one in people.items()
    }


def levels_by_person(
    viewer: Person, people: dict[int, Person], day: date
) -> dict[int, list[HeldLevel]]:
    """Read the levels that people hold on a day, the lowest first."""
    found: dict[int, list[HeldLevel]] = defaultdict(list)
    rows = HeldLevel.objects.visible_to(viewer).on(day).filter(person__in=people)
    for one in rows.select_related("level").order_by("level__position", "pk"):
        found[one.person_id].append(one)
    return found


def loads_of(viewer: Person, people: dict[int, Person], day: date) -> dict[int, str]:
    """Read the level of the last four weeks' latest load, of people the viewer supervises."""
    rows = WorkWeek.objects.visible_to(viewer).filter(person__in=people).exclude(level="")
    rows = rows.filter(week__gte=(Week.of(day) - 4).monday).order_by("week")
    return dict(rows.values_list("person", "level"))

"""What the rows of a list of caseloads are judged against, as it stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef

from people.lists.kinds import Bringing
from people.lists.people_in_reach import PeopleInReach
from people.models import Membership, Person, answered_role
from people.models.persons import PersonQuerySet
from workload.models import CaseloadLine, PartChoice, Transfer, TransferLine, WorkWeek

from .caseload_columns import SUBMISSION
from .caseload_plans import SUBMISSIONS

# A post as it is read here: its unit, the unit's name, and the role.
Post = tuple[int, str, str]
# What makes lines without a reference alike: the person, and all of a line but its count.
Alike = tuple[Any, ...]


@dataclass
class CaseloadsThere:
    """What the rows of a list are judged against, and what its earlier rows took."""

    people: PeopleInReach
    posts: Mapping[int, list[Post]]
    led: frozenset[tuple[int, str]]
    by_reference: dict[tuple[int, str], CaseloadLine] = field(default_factory=dict)
    alike: dict[Alike, list[CaseloadLine]] = field(default_factory=lambda: defaultdict(list))
    # How many lines each person has open, of any post.
    open_lines: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    # The people of which the viewer reads nothing until the next week they send.
    closed_to: frozenset[int] = frozenset()
    # The primary worker of each open reference, by line; of the list itself a row.
    primaries: dict[str, int] = field(default_factory=dict)
    asked_to_move: frozenset[int] = frozenset()
    seen: dict[Alike, int] = field(default_factory=dict)
    # What was brought in from forms before; also of lines that were closed since.
    submissions: frozenset[str] = frozenset()


def answers_for_load(viewer: Person, now: datetime) -> bool:
    """Say whether the viewer answers for people's load today; one who is away does not."""
    return bool(viewer.charge.members_of)


def carried_by(viewer: Person) -> PersonQuerySet:
    """The people that the viewer answers for today."""
    return Person.objects.supervised_by(viewer)


def read_caseloads(bringing: Bringing) -> CaseloadsThere:
    """Read the people, their posts and what they carry."""
    by = bringing.by
    reach = carried_by(by)
    there = CaseloadsThere(
        people=PeopleInReach.read(reach),
        posts=posts_of(reach, bringing),
        led=by.charge.posts_held,
        closed_to=frozenset(reach.filter(Exists(alone_newest())).values_list("pk", flat=True)),
    )
    for line in CaseloadLine.objects.visible_to(by).filter(closed_at=None, person__in=reach):
        if line.reference:
            there.by_reference[line.person_id, line.reference] = line
        else:
            there.alike[alike_key(line.person_id, line, line.unit_id)].append(line)
    counted = CaseloadLine.objects.filter(closed_at=None, person__in=reach).order_by()
    of_person = counted.values("person").annotate(n=Count("pk"))
    there.open_lines.update(of_person.values_list("person", "n"))
    primary = CaseloadLine.objects.filter(
        organisation_id=by.organisation_id, closed_at=None, part=PartChoice.PRIMARY
    )
    there.primaries.update(primary.exclude(reference="").values_list("reference", "pk"))
    there.asked_to_move = frozenset(asked_to_move(reach))
    if SUBMISSION in bringing.columns:
        said = CaseloadLine.objects.filter(person__in=reach).exclude(submissions="").order_by()
        marks = said.values_list(SUBMISSIONS, flat=True)
        there.submissions = frozenset(one for line in marks for one in line.split())
    return there


def asked_to_move(reach: PersonQuerySet) -> Iterable[int]:
    """Read the lines of people that a colleague was asked to take; one statement."""
    moving = TransferLine.objects.filter(
        transfer__state=Transfer.State.PROPOSED, line__person__in=reach
    )
    return moving.order_by().values_list("line_id", flat=True)


def alone_newest() -> Any:
    """Find whether a person's newest week was sent alone, as `told_to` does for lines."""
    later = WorkWeek.objects.filter(
        person=OuterRef("person"), alone=False, week__gt=OuterRef("week")
    )
    return WorkWeek.objects.filter(~Exists(later), person=OuterRef("pk"), alone=True)


def posts_of(reach: PersonQuerySet, bringing: Bringing) -> dict[int, list[Post]]:
    """Read the posts of today, the one with most hours first; one statement."""
    held = Membership.objects.on(bringing.today).filter(person__in=reach, hours__isnull=False)
    held = held.with_lead_there(bringing.today)
    found: dict[int, list[Any]] = defaultdict(list)
    for one in held.select_related("unit").order_by("-hours", "pk"):
        found[one.person_id].append(one)
    return {
        person: [
            (
                one.unit_id,
                "\n".join(one.unit.name.values()),
                answered_role(one.role, leads=one.leads_there),
            )
            for one in posts
        ]
        for person, posts in found.items()
    }


def alike_key(person: int, line: Any, unit: int | None) -> Alike:
    """Say what makes lines without a reference alike."""
    extras = tuple(sorted(line.add_ons))
    return person, line.phase, extras, line.kind, line.part, line.further_victims, unit

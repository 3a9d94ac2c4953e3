"""The posts of the people a viewer answers for: of thousands, the columns a forecast needs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from people.models import Membership, Person, supervised_by
from people.rules.posts import home_first
from people.statements import one_of
from people.weeks import Week, today
from workload.policies import actions as policies
from workload.rules import load as load_rules


class PostSeen(NamedTuple):
    """A post of today: its person and unit, the role and the hours."""

    person: int
    pk: int
    unit: int
    organisation: int
    kind: str
    role: str
    hours: Decimal
    # None of an only post: it orders several.
    first_day: date | None


COLUMNS = (
    "person_id",
    "pk",
    "unit_id",
    "unit__organisation_id",
    "unit__kind",
    "role",
    "hours",
    "first_day",
)


def posts_of_each(viewer: Person, now: datetime) -> dict[int, list[PostSeen]]:
    """Read the posts of the people a viewer supervises, the home first; one statement."""
    # What a person who has not come in yet carries is not known.
    people, day = Person.objects.filter(supervised_by(viewer), awaited=False), today(now)
    held = Membership.objects.on(day).filter(person__in=people, hours__isnull=False)
    held = held.with_first_day_of_several(day)
    found = defaultdict(list)
    for row in held.values_list(*COLUMNS):
        post = PostSeen(*row)
        found[post.person].append(post)
    return {who: in_order(posts) for who, posts in found.items()}


def in_order(posts: list[PostSeen]) -> list[PostSeen]:
    """Order a person's posts: the home first."""
    return sorted(posts, key=lambda one: home_first(one.hours, one.first_day, one.pk))


def posts_answered_for(
    viewer: Person, every: Mapping[int, list[PostSeen]], day: date
) -> dict[int, list[PostSeen]]:
    """Choose of each person's posts those that the viewer answers for; one statement at most.

    Left out is a person with none of them, who helps under the viewer without hours: what they
    carry is of another's team.
    """
    charge = viewer.charge
    others = [
        one.pk for posts in every.values() for one in posts if not charge.holds(one.unit, one.role)
    ]
    found = Membership.objects.apart(charge, day).filter(pk__in=one_of(others))
    apart = set(found.values_list("pk", flat=True)) if others else set()
    led = {who: [one for one in posts if one.pk not in apart] for who, posts in every.items()}
    return {who: posts for who, posts in led.items() if posts}


def hours_of_posts(posts: Iterable[PostSeen]) -> Decimal:
    """Add up the contracted hours of some posts."""
    return sum((one.hours for one in posts), Decimal())


def judged_by(posts: Mapping[int, Sequence[PostSeen]], week: Week) -> dict[int, load_rules.Policy]:
    """Find by which policy each person's week is judged: that over the first of these posts."""
    units = {who: (some[0].organisation, some[0].kind) for who, some in posts.items()}
    found = {unit: policies.holding(*unit, week.monday) for unit in set(units.values())}
    return {who: found[unit] for who, unit in units.items()}

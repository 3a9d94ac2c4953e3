"""Who answers for a person, seen from below. `Charge` is the same rule seen from above."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from people.models import (
    CAME_IN,
    MAY,
    Membership,
    Person,
    Role,
    is_away,
    leads_at_home,
    name_order,
)
from people.statements import written_once
from people.weeks import today

PEERS_AT_MOST = 20
# What a page says about a person who can be reached, and what a message to them needs.
NAMED = (
    "public_id",
    "organisation",
    "account",
    "full_name_en",
    "full_name_th",
    "nickname_en",
    "nickname_th",
    "account__email",
    "account__language",
)


def reachable(person: Person, now: datetime) -> list[tuple[Person, Role]]:
    """List who answers for a person, nearest first, then their staff-care contacts; one statement.

    Staff care may sit anywhere at or above a unit of the person. A person who sends no week has no
    supervisor for their load.
    """
    around = {unit for m in person.current_memberships for unit in m.unit.lineage}
    if not around:
        return []
    held = [m for m in person.current_memberships if Role(m.role).carries_load]
    found = answering_in(units=list(around), day=today(now))
    answering = answering_for(held, [m for m in found if m.role == Role.SUPERVISOR])
    leads = dict.fromkeys(m.person for m in found if m.person_id in answering - {person.pk})
    care = dict.fromkeys(m.person for m in found if m.role == Role.CARE and m.person != person)
    return [(one, Role.SUPERVISOR) for one in leads] + [
        (one, Role.CARE) for one in care if one not in leads
    ]


@dataclass(frozen=True)
class AwayLead:
    """One who answers for a person and is away, until when, and who stands in."""

    person: Person
    role: Role
    until: date
    stand_in: Person | None


def away_leads(person: Person, now: datetime) -> list[AwayLead]:
    """List who would answer or care for a person and is away; one statement where none is."""
    around = {unit for m in person.current_memberships for unit in m.unit.lineage}
    if not around or not (gone := away_in(units=list(around), day=today(now))):
        return []
    present = answering_in(units=list(around), day=today(now))
    held = [m for m in person.current_memberships if Role(m.role).carries_load]
    leads = [m for m in (*present, *gone) if m.role == Role.SUPERVISOR]
    answering = answering_for(held, leads)
    acting = {(m.acting_for_id, m.unit_id, m.role): m.person for m in present}
    return [
        AwayLead(
            person=m.person,
            role=Role(m.role),
            until=m.away_until,
            stand_in=acting.get((m.person_id, m.unit_id, m.role)),
        )
        for m in gone
        if m.person_id != person.pk and (m.role == Role.CARE or m.person_id in answering)
    ]


@written_once
def away_in(units: list[int], day: date) -> QuerySet[Membership]:
    """Read who would answer for others in some units on a day and is away."""
    return (
        Membership.objects.on(day)
        .with_absence(day)
        .filter(unit__in=units, role__in=MAY.answer_for_others, **CAME_IN)
        .filter(is_away(day), acting_for=None)
        .select_related("person__account")
        .only("unit", "role", *(f"person__{field}" for field in NAMED))
        .order_by("-unit__path", "pk")
    )


@written_once
def answering_in(units: list[int], day: date) -> QuerySet[Membership]:
    """Read who answers for others in some units on a day, the lowest unit first.

    A person who is away answers for no other.
    """
    return (
        Membership.objects.present_on(day)
        .filter(unit__in=units, role__in=MAY.answer_for_others, **CAME_IN)
        .select_related("person__account")
        .only("unit", "role", "acting_for", *(f"person__{field}" for field in NAMED))
        .order_by("-unit__path", "pk")
    )


def answering_for(held: list[Membership], leads: list[Membership]) -> set[int]:
    """Find who answers for a person with these memberships, among the leads around them.

    A worker answers to the nearest leads at or above the unit, and a lead to the nearest lead above
    it. A person does not answer to leads of the same unit, unless these also lead a unit above
    another one that the person leads.
    """
    led: dict[int, set[int]] = defaultdict(set)
    for lead in leads:
        led[lead.unit_id].add(lead.person_id)
    peers = {one for m in held if m.role == Role.SUPERVISOR for one in led[m.unit_id]}
    found: set[int] = set()
    for m in held:
        if m.role == Role.SUPERVISOR:
            found |= nearest(m.unit.lineage[:-1], led)
        else:
            found |= nearest(m.unit.lineage, led) - peers
    return found


def nearest(line: list[int], led: dict[int, set[int]]) -> set[int]:
    """Find the leads of the lowest unit of a line that has a lead."""
    return next((led[unit] for unit in reversed(line) if led[unit]), set())


def supervisors_of(person: Person, now: datetime) -> list[Person]:
    """List the supervisors who answer for a person today."""
    return [one for one, role in reachable(person, now) if role is Role.SUPERVISOR]


def supervisors_at_home(person: Person, now: datetime) -> list[Person]:
    """List the supervisors who answer for a person where they have most hours, today.

    They handle the person's flags.
    """
    return supervisors_at(person, person.home.unit_id if person.home else None, now)


def supervisors_at(person: Person, unit: int | None, now: datetime) -> list[Person]:
    """List the supervisors who answer for a person's post in a unit today, without themselves.

    Of a person with one role, in no unit of a post, or with an only post that no supervisor answers
    for, as that of a trainer, they are all there are.
    """
    post = next((one for one in person.posts if one.unit_id == unit), None)
    if post is None or len(person.current_memberships) < 2 or not is_answered_alone(person):
        return supervisors_of(person, now)
    role = dict(person.posts_answered)[post.unit_id]
    found = leads_at([(post.unit.lineage, role)], today(now))[0]
    return [one for one in found if one.pk != person.pk]


def is_answered_alone(person: Person) -> bool:
    """Say whether a person's posts alone say who answers for them, wherever they help besides."""
    roles = [role for _unit, role in person.posts_answered]
    return len(roles) > 1 or any(role in MAY.carry_load for role in roles)


def sharing_supervisors(person: Person, now: datetime) -> list[Person]:
    """List who answers for a person's other posts than the home, today; one statement if any."""
    others = list(zip(person.posts, person.posts_answered, strict=True))[1:]
    posts = [(post.unit.lineage, role) for post, (_unit, role) in others]
    leads = leads_at(posts, today(now)) if posts else []
    return list({one: None for some in leads for one in some if one.pk != person.pk})


def answers_at_home(by: Person, person: Person) -> bool:
    """Say whether a person supervises another one where that one has most hours."""
    return Person.objects.filter(leads_at_home(by), pk=person.pk).exists()


def leads_at(posts: list[tuple[list[int], str]], day: date) -> list[list[Person]]:
    """List who answers for each of some posts (the lineage of its unit, its role); one statement.

    Of each the nearest leads, as in `answering_for`.
    """
    around = {unit for line, _role in posts for unit in line}
    led: dict[int, dict[int, Person]] = defaultdict(dict)
    for m in answering_in(units=list(around), day=day) if around else ():
        if m.role == Role.SUPERVISOR:
            led[m.unit_id][m.person_id] = m.person
    known = {unit: set(people) for unit, people in led.items()}
    named = {one.pk: one for people in led.values() for one in people.values()}
    found = []
    for line, role in posts:
        above = line[:-1] if role == Role.SUPERVISOR else line
        leads = nearest(above, defaultdict(set, known))
        found.append([named[one] for one in sorted(leads)])
    return found


def peers(person: Person, now: datetime) -> list[Person]:
    """List colleagues of the organisation who agreed to be asked for a word; one statement.

    Those who share a unit with the person come first; twenty at most. A person who left asks no
    one, and one who is on a long absence is asked by no one.
    """
    day = today(now)
    held = Membership.objects.present_on(day).filter(person=OuterRef("pk"))
    near = held.filter(unit__in=[m.unit_id for m in person.current_memberships])
    willing = Person.objects.colleagues_of(person, day).filter(Exists(held), open_to_talk=True)
    found = willing.exclude(pk=person.pk).annotate(near=Exists(near))
    return list(found.order_by("-near", *name_order(), "pk")[:PEERS_AT_MOST])


def answers_for(by: Person, person: Person) -> bool:
    """Say whether a person supervises another one."""
    return Person.objects.supervised_by(by).filter(pk=person.pk).exists()

"""Fill the units with people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random

from people.jobs.starter import give_starter_set
from people.keys.chance import keep_chance_key
from people.models import Account, Employment, Job, Membership, Organisation, Person, Role, Unit
from programme.simulation.world import World, uid

from .helpers import HELPERS, TEAM
from .names import full_names
from .places import BODIES, FULL, Body, Place, Seat

DOMAIN = "example.org"
SPEAKS = {
    "nok": ("th", "en"),
    "piyada": ("th", "my", "shn"),
    "nantana": ("th", "my", "shn"),
    "montri": ("th", "en"),
}
# She interprets for two teams: the second post is 16 hours a week, in this unit.
SHARED, SHARED_WITH, SHARED_HOURS = "nantana", "Chiang Rai team", Decimal(16)
OTHER_HOURS = [Decimal(hours) for hours in ("40", "40", "40", "40", "40", "40", "35", "20")]


@dataclass(frozen=True)
class SimulatedMember:
    """A person with the membership they have in the demo, and one with a second post."""

    person: Person
    membership: Membership
    supervisees: Decimal = Decimal()
    second: Membership | None = None

    @property
    def posts(self) -> list[Membership]:
        """Where they have contracted hours, the home first."""
        return [self.membership, *([self.second] if self.second else [])]

    @property
    def hours(self) -> Decimal:
        """The contracted hours of all of it."""
        return sum((one.contracted for one in self.posts), Decimal())

    @property
    def unit(self) -> Unit:
        """Where they belong."""
        return self.membership.unit

    @property
    def carries(self) -> bool:
        """Say whether they send weeks."""
        return self.membership.hours is not None


def settle(world: World, password: str) -> list[SimulatedMember]:
    """Write the organisations, units, people and memberships."""
    chance = world.chance("names")
    names = full_names(chance)
    people, memberships = [], []
    for body in BODIES:
        organisation = Organisation.objects.create(
            public_id=uid(chance),
            name={"en": body.name[0], "th": body.name[1]},
            kind=body.kind,
            demo=True,
        )
        # The same day draws the same chance.
        keep_chance_key(organisation, world.chance(f"groups of {body.name[0]}").randbytes(32))
        given = give_starter_set(organisation)
        jobs, kinds = ({one.key: one for one in each} for each in given)
        for place, unit in build(body, organisation, chance):
            for seat in seats(place, chance):
                person = write(seat, organisation, names, body, chance, password)
                person.languages = languages(world, person.username)
                employ(person, body, kinds, world)
                people.append(person)
                memberships.append(join(person, unit, seat, jobs[seat.job], world, chance))
    Account.objects.bulk_create(one.account for one in people)
    Person.objects.bulk_create(people)
    second = second_post(memberships, world)
    Membership.objects.bulk_create([*memberships, second])
    return spans(
        [
            SimulatedMember(one.person, one, second=second if one.person is second.person else None)
            for one in memberships
        ]
    )


def second_post(memberships: list[Membership], world: World) -> Membership:
    """Share one interpreter with another unit, since before the first week of the demo."""
    shared = next(one for one in memberships if one.person.username == SHARED)
    return Membership(
        person=shared.person,
        unit=next(one.unit for one in memberships if one.unit.name["en"] == SHARED_WITH),
        role=shared.role,
        job=shared.job,
        hours=SHARED_HOURS,
        starts=max(shared.starts, world.weeks[0].monday - timedelta(days=40)),
    )


def build(body: Body, organisation: Organisation, chance: Random) -> Iterator[tuple[Place, Unit]]:
    """Make the units of an organisation, each after the one it belongs to."""
    made: dict[str, Unit] = {}
    for place in body.places:
        made[place.name[0]] = Unit.objects.create(
            public_id=uid(chance),
            organisation=organisation,
            parent=made.get(place.parent),
            name={"en": place.name[0], "th": place.name[1]},
            kind=place.work,
        )
        yield place, made[place.name[0]]


def seats(place: Place, chance: Random) -> list[Seat]:
    """List all people in a unit: those known by name, supervisors, then workers."""
    found = list(place.known)
    found += [Seat(Role.SUPERVISOR, "specialist", hours=FULL) for _ in range(place.supervisors)]
    for job, number in place.jobs:
        hours = (chance.choice(OTHER_HOURS) for _ in range(number))
        found += [Seat(Role.WORKER, job, hours=each) for each in hours]
    return found


def write(
    seat: Seat,
    organisation: Organisation,
    names: Iterator,
    body: Body,
    chance: Random,
    password: str,
) -> Person:
    """Make the person of a seat; without a name of its own it gets the next one."""
    username, full, nick = next(names)
    if seat.username:
        username, full, nick = seat.username, seat.names, seat.nick
    account = Account(
        public_id=uid(chance),
        username=username,
        email=f"{username}@{DOMAIN}",
        password=password,
        # A visitor who signs in as one of those known by name is greeted in English first.
        language="en" if seat.username else "th",
    )
    return Person(
        public_id=uid(chance),
        account=account,
        work_email=account.email,
        organisation=organisation,
        rank=chance.choice(body.ranks) if body.ranks else "",
        full_name_en=full[0],
        full_name_th=full[1],
        nickname_en=nick[0],
        nickname_th=nick[1],
    )


def languages(world: World, username: str) -> list[str]:
    """Say what a person speaks with the people they help; most have Thai and one more."""
    if told := SPEAKS.get(username):
        return list(told)
    more = world.chance("languages", username).choices(
        ["", "en", "my", "shn", "lo", "km", "vi", "zh"], [30, 25, 15, 10, 8, 6, 3, 3]
    )[0]
    return ["th", more] if more else ["th"]


def employ(person: Person, body: Body, kinds: dict[str, Employment], world: World) -> None:
    """Say how a person is employed; contracts run until a day, and some end soon."""
    chance = world.chance("employment", person.username)
    public = body.kind == Organisation.Kind.POLICE
    key = chance.choices(
        ["civil" if public else "employee", "contractor", "seconded"], [70, 25, 5]
    )[0]
    person.employment = kinds[key]
    if key in {"contractor", "seconded"}:
        person.employed_until = world.days(chance.choice([25, 50, 120, 200, 310, 500]))


def join(
    person: Person, unit: Unit, seat: Seat, job: Job, world: World, chance: Random
) -> Membership:
    """Seat a person in their unit, since long before the first week of the demo."""
    starts = world.weeks[0].monday - timedelta(days=chance.randint(60, 1500))
    return Membership(
        person=person, unit=unit, role=seat.role, job=job, hours=seat.hours, starts=starts
    )


def spans(members: list[SimulatedMember]) -> list[SimulatedMember]:
    """Add to each supervisor how many people they answer for, by the rule of `Charge`."""
    led = {one.unit.pk: 0 for one in members if one.membership.role == Role.SUPERVISOR}
    for one in members:
        led[one.unit.pk] = led.get(one.unit.pk, 0) + (one.membership.role == Role.SUPERVISOR)
    answers_to: dict[int, Decimal] = {}
    for one in members:
        if one.carries and (unit := leading(one, led)):
            answers_to[unit] = answers_to.get(unit, Decimal()) + 1
    # A volunteer counts by the hours of the terms out of a whole week.
    [helped] = {one.unit.pk for one in members if one.unit.name["en"] == TEAM}
    answers_to[helped] += sum(one.hours for one in HELPERS) / FULL
    return [
        SimulatedMember(
            one.person, one.membership, Decimal(answers_to.get(one.unit.pk, 0)) / led[one.unit.pk]
        )
        if one.membership.role == Role.SUPERVISOR
        else one
        for one in members
    ]


def leading(member: SimulatedMember, led: dict[int, int]) -> int | None:
    """Find the unit with the supervisors that a person answers to."""
    lineage = member.unit.lineage[::-1]
    if member.membership.role == Role.SUPERVISOR:
        lineage = lineage[1:]
    return next((unit for unit in lineage if led.get(unit)), None)

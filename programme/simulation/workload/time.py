"""Talks between supervisors and their people, days away, and hours given back."""

from datetime import date, timedelta
from random import Random

from people.models import Person
from programme.simulation.people.staff import SimulatedMember
from programme.simulation.world import World, clock_at, uid
from workload.models import DayOff, LieuGrant, SupervisionTalk, TimeOff, WorkWeek
from workload.time.time_off import working_days_between

from .flags import lead_of, leads_by_unit
from .weeks import TEAM

WORDS = (
    "ตกลงกันว่าจะไม่รับเคสใหม่สองสัปดาห์ และจะคุยกันอีกครั้งปลายเดือน",
    "คุยเรื่องเคสเด็กที่เพิ่งเข้ามา ตกลงว่าจะมีเพื่อนร่วมทีมไปศาลด้วยกัน",
    "Two aftercare cases go to a colleague. We look at the nights again next month.",
    "It was a good month. More time for training in December.",
    "",
)
# Wipa has written down her last talk with Nok; Nok has not read it yet.
UNREAD, UNREAD_WORDS = "nok", "ตกลงกันว่าจะดูเรื่องเวรกลางคืนด้วยกันสัปดาห์หน้า และโอนเคสติดตามผลสองเคส"
# Who is away soon: the days from today to the first, and how many days it lasts.
AWAY = {"piyada": (10, 5), "montri": (17, 2), "nok": (24, 3)}
GIVEN_BACK = {"thanakorn", "nok", "arthit"}


def simulate(world: World, members: list[SimulatedMember], weeks: list[WorkWeek]) -> None:
    """Write the talks of the told team with what was planned and given back there."""
    leads = leads_by_unit(members)
    talks, grants = [], []
    for member in members:
        lead = lead_of(member, leads)
        if member.unit.name["en"] != TEAM or not member.carries or lead is None:
            continue
        chance = world.chance("time", member.person.username)
        talks += talks_of(member.person, lead, world, chance)
        if member.person.username in GIVEN_BACK:
            grants += grants_of(member.person, lead, weeks, world, chance)
        if member.person.username in AWAY:
            away(member.person, world, chance)
    SupervisionTalk.objects.bulk_create(talks)
    LieuGrant.objects.bulk_create(grants)


def talks_of(person: Person, lead: Person, world: World, chance: Random) -> list[SupervisionTalk]:
    """Let two people talk about once a month, the last time some days ago."""
    found = []
    day = world.days(-chance.randint(3, 12))
    for _n in range(4):
        while day.weekday() > 4:
            day -= timedelta(days=1)
        talk = SupervisionTalk(
            public_id=uid(chance),
            organisation_id=person.organisation_id,
            supervisor=lead,
            person=person,
            day=day,
            minutes=chance.choice([30, 45, 45, 60]),
            written_by=lead,
            written_at=clock_at(day, 16, chance.randint(0, 59)),
            agreed_at=clock_at(day, 17, chance.randint(0, 59)),
        )
        talk.write(chance.choice(WORDS))
        found.append(talk)
        day -= timedelta(days=chance.randint(24, 38))
    if person.username == UNREAD:
        found[0].agreed_at = None
        found[0].write(UNREAD_WORDS)
    return found


def grants_of(
    person: Person, lead: Person, weeks: list[WorkWeek], world: World, chance: Random
) -> list[LieuGrant]:
    """Give the hours of two long weeks back; the newest are still to be spoken of."""
    long = [
        week
        for week in weeks
        if week.person_id == person.pk
        and week.hours > week.contracted_hours + 2
        and week.week < (world.last - 1).monday
    ]
    return [
        LieuGrant(
            public_id=uid(chance),
            organisation_id=person.organisation_id,
            person=person,
            week=week.week,
            hours=week.hours - week.contracted_hours,
            by=lead,
            at=clock_at(week.week + timedelta(days=8), 9, chance.randint(0, 59)),
        )
        for week in long[-2:]
    ]


def away(person: Person, world: World, chance: Random) -> None:
    """Plan some days away, from a Monday or later."""
    after, length = AWAY[person.username]
    first: date = world.days(after)
    while first.weekday() > 4:
        first += timedelta(days=1)
    days = working_days_between(first, first + timedelta(days=13))[:length]
    planned = TimeOff.objects.create(
        public_id=uid(chance),
        organisation_id=person.organisation_id,
        person=person,
        kind=TimeOff.Kind.LEAVE,
        first=days[0],
        last=days[-1],
        planned_at=clock_at(world.days(-5), 12),
    )
    DayOff.objects.bulk_create(DayOff(person=person, time_off=planned, day=day) for day in days)

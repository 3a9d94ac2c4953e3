"""The flags that came of the weeks, and what was done about them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from people.models import Person, Role
from people.weeks import today
from programme.simulation.people.staff import SimulatedMember
from programme.simulation.world import World, clock_at, uid
from workload.models import Flag, FlagStep, PlanItem, WorkWeek
from workload.policies import actions as policies
from workload.rules import flags as flag_rules
from workload.rules import load as load_rules
from workload.rules.flags import FlagEvent, FlagTurn, FlagWeek

Kind = FlagStep.Kind
PLANS = (
    "โอนเคสติดตามผลสองเคสให้เพื่อนร่วมทีม และไม่รับเคสใหม่สองสัปดาห์",
    "แบ่งเวรกลางคืนใหม่ตั้งแต่สัปดาห์หน้า แล้วคุยกันอีกครั้งวันศุกร์",
    "No new intake for two weeks. Two aftercare cases go to a colleague.",
    "We share the court days differently from next week and talk again on Friday.",
    "รอหลังช่วงขึ้นศาล ระหว่างนี้มีเพื่อนร่วมทีมช่วยงานเอกสาร",
)
# What each of these plans holds of the menu.
CHOSEN = (
    PlanItem.MOVE,
    PlanItem.LEAVE,
    PlanItem.MOVE,
    PlanItem.TIME_OFF,
    PlanItem.CLOSE,
)
ANSWERS = (
    "ขอบคุณค่ะ ขอเก็บเคสเด็กไว้ก่อน เพราะน้องเพิ่งเริ่มไว้ใจ ส่วนเคสติดตามผลโอนได้เลย",
    "Thank you. I would like to keep the child's case: she has just begun to trust me.",
)
# Nok's flag is new and not opened yet. Thanakorn's has been seen and needs a plan.
UNTOUCHED, ONLY_SEEN, ANSWERED = {"nok"}, {"thanakorn"}, {"arthit"}


@dataclass
class SimulatedFlag:
    """A flag with its steps, in the order they happened."""

    flag: Flag
    steps: list[FlagStep] = field(default_factory=list)
    texts: list[tuple[FlagStep, str]] = field(default_factory=list)

    def add(self, kind: Kind, moment: datetime, text: str = "", **what) -> None:
        """Write down the next step."""
        step = FlagStep(flag=self.flag, kind=kind, at=moment, **what)
        self.steps.append(step)
        self.texts.append((step, text))

    def seal(self) -> None:
        """Seal what was written, once the flag has its place in the table."""
        for step, text in self.texts:
            step.flag = self.flag
            step.write(text)


def simulate(world: World, members: list[SimulatedMember], weeks: list[WorkWeek]) -> None:
    """Walk through all people's weeks and write the flags and steps that follow from them."""
    leads = leads_by_unit(members)
    sent: dict[int, list[WorkWeek]] = {}
    for week in weeks:
        sent.setdefault(week.person_id, []).append(week)
    stories = []
    for member in members:
        chance = world.chance("flags", member.person.username)
        lead = lead_of(member, leads)
        for story in walk(sent.get(member.person.pk, []), world, chance):
            respond(story, lead, world, chance)
            stories.append(story)
    Flag.objects.bulk_create([story.flag for story in stories])
    for story in stories:
        story.seal()
    FlagStep.objects.bulk_create([step for story in stories for step in story.steps])


def walk(weeks: list[WorkWeek], world: World, chance: Random) -> list[SimulatedFlag]:
    """Let flags follow from a person's weeks, as they would have when each was sent.

    Between the weeks time alone lets them rest and close, as the hourly sweep would have.
    """
    stories: list[SimulatedFlag] = []
    standing, lived = flag_rules.FlagStanding(), [week.for_flag for week in weeks]
    for moment, place in moments(weeks, world):
        lately = lived[max(0, place - flag_rules.LOOK_BACK) : place]
        limit = policies.named(weeks[place - 1].policy).amber
        for turned in flag_rules.settled(standing, lately, today(moment), limit):
            if turned.event == FlagEvent.OPENED:
                stories.append(
                    SimulatedFlag(opened(weeks[place - 1], turned.standing.level, chance))
                )
            turn(stories[-1], turned, weeks[place - 1], moment, lately)
            standing = turned.standing
    return stories


def moments(weeks: list[WorkWeek], world: World) -> list[tuple[datetime, int]]:
    """List when a flag may change, with how many weeks were sent by then: each one, each night."""
    if not weeks:
        return []
    found = [(week.sent_at, n) for n, week in enumerate(weeks, start=1)]
    night = clock_at(today(weeks[0].sent_at), 1)
    while (night := night + timedelta(days=1)) < world.moment:
        sent = sum(1 for week in weeks if week.sent_at <= night)
        found.append((night, sent))
    return sorted(found)


def turn(
    story: SimulatedFlag, turned: FlagTurn, week: WorkWeek, moment: datetime, weeks: list[FlagWeek]
) -> None:
    """Write down what happened to a flag, and what it is since."""
    returned = turned.event == FlagEvent.RETURNED
    flag, now = story.flag, turned.standing
    story.add(
        Kind(turned.event.value),
        moment,
        why=turned.why or "",
        time=now.times if returned else None,
        week=week.week,
        percent=week.percent,
    )
    flag.level, flag.times = now.level or flag.level, now.times
    flag.closed_at = None if now.level else moment
    flag.came_back_at = moment if returned else flag.came_back_at
    flag.told_at = moment if turned.tells else flag.told_at
    flag.rests_since = flag_rules.last_counted(weeks) if now.resting else None


def opened(week: WorkWeek, level: load_rules.Level, chance: Random) -> Flag:
    """Open a flag with the week that brought it."""
    return Flag(
        public_id=uid(chance),
        organisation_id=week.organisation_id,
        person=week.person,
        level=level,
        opened_week=week.week,
        opened_at=week.sent_at,
    )


def respond(story: SimulatedFlag, lead: Person | None, world: World, chance: Random) -> None:
    """Let a supervisor see and plan, and sometimes the person answer, while the flag is open."""
    username = story.flag.person.username
    dice, until = chance.random(), story.flag.closed_at or world.moment
    if lead is None or (username in UNTOUCHED and not story.flag.closed_at):
        return
    moment = story.flag.since + timedelta(hours=chance.randint(10, 60))
    told = username in ONLY_SEEN | ANSWERED
    if moment < until and (told or dice < 0.85):
        story.add(Kind.SEEN, moment, by=lead)
        moment += timedelta(hours=chance.randint(2, 70))
        # A plan of long ago is not told: the plan that helped came a month before.
        if story.flag.closed_at:
            moment = max(moment, until - timedelta(weeks=4, hours=5))
        if moment < until and username not in ONLY_SEEN and (told or dice < 0.65):
            text = chance.choice(PLANS)
            story.add(
                Kind.PLANNED,
                moment,
                by=lead,
                text=text,
                chosen=[CHOSEN[PLANS.index(text)].value],
                owner=lead,
                due_on=today(moment) + timedelta(weeks=2),
            )
            moment += timedelta(hours=chance.randint(3, 40))
            if moment < until and (username in ANSWERED or dice < 0.06):
                story.add(Kind.ANSWERED, moment, by=story.flag.person, text=chance.choice(ANSWERS))
    story.steps.sort(key=lambda step: step.at)


def leads_by_unit(members: list[SimulatedMember]) -> dict[int, Person]:
    """Find the first supervisor of each unit."""
    leads: dict[int, Person] = {}
    for member in members:
        if member.membership.role == Role.SUPERVISOR:
            leads.setdefault(member.unit.pk, member.person)
    return leads


def lead_of(member: SimulatedMember, leads: dict[int, Person]) -> Person | None:
    """Find who answers for a person: in their own unit, or the nearest above that has one."""
    lineage = member.unit.lineage[::-1]
    if member.membership.role == Role.SUPERVISOR:
        lineage = lineage[1:]
    return next((leads[unit] for unit in lineage if unit in leads), None)

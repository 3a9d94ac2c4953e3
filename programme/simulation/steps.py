"""The flags that came of the weeks, and what was done about them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from people.models import Person, Role
from people.weeks import today
from workload import rules
from workload.flags import level_due
from workload.models import Flag, FlagStep, PlanItem, WorkWeek

from .staff import Member
from .world import World, uid

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
# Nok's flag is new: nobody has opened it yet. Thanakorn's has been seen and needs a plan.
UNTOUCHED, ONLY_SEEN, ANSWERED = {"nok"}, {"thanakorn"}, {"arthit"}


@dataclass
class Story:
    """A flag with its steps, in the order they happened."""

    flag: Flag
    steps: list[FlagStep] = field(default_factory=list)

    def add(self, kind: Kind, moment: datetime, **what) -> None:
        """Write down the next step."""
        self.steps.append(FlagStep(flag=self.flag, kind=kind, at=moment, **what))


def simulate(world: World, members: list[Member], weeks: list[WorkWeek]) -> None:
    """Walk through everybody's weeks and write the flags and steps that follow from them."""
    leads = leads_by_unit(members)
    sent: dict[int, list[WorkWeek]] = {}
    for week in weeks:
        sent.setdefault(week.person_id, []).append(week)
    stories = []
    for member in members:
        chance = world.chance("flags", member.person.username)
        lead = lead_of(member, leads)
        for story in walk(sent.get(member.person.pk, []), chance):
            respond(story, lead, world, chance)
            stories.append(story)
    Flag.objects.bulk_create([story.flag for story in stories])
    FlagStep.objects.bulk_create([step for story in stories for step in story.steps])


def walk(weeks: list[WorkWeek], chance: Random) -> list[Story]:
    """Let flags follow from a person's weeks, as they would have when each was sent."""
    stories: list[Story] = []
    standing: rules.Level | None = None
    for place, week in enumerate(weeks):
        due = level_due(weeks[: place + 1], standing)
        if due == standing:
            continue
        if standing is None:
            stories.append(Story(opened(week, due, chance)))
        kind = kind_of(standing, due)
        story = stories[-1]
        story.add(kind, week.sent_at, week=week.week, percent=week.percent)
        story.flag.level = due or story.flag.level
        story.flag.closed_at = None if due else week.sent_at
        standing = due
    return stories


def opened(week: WorkWeek, level: rules.Level, chance: Random) -> Flag:
    """Open a flag with the week that brought it."""
    return Flag(
        public_id=uid(chance),
        organisation_id=week.organisation_id,
        person=week.person,
        level=level,
        opened_week=week.week,
        opened_at=week.sent_at,
    )


def kind_of(standing: rules.Level | None, due: rules.Level | None) -> Kind:
    """Name what happened when a flag came to stand differently."""
    if due is None:
        return Kind.CLOSED
    if standing is None:
        return Kind.OPENED
    return Kind.RAISED if due is rules.Level.RED else Kind.LOWERED


def respond(story: Story, lead: Person | None, world: World, chance: Random) -> None:
    """Let a supervisor see and plan, and sometimes the person answer, while the flag is open."""
    username = story.flag.person.username
    dice, until = chance.random(), story.flag.closed_at or world.moment
    if lead is None or (username in UNTOUCHED and not story.flag.closed_at):
        return
    moment = story.flag.opened_at + timedelta(hours=chance.randint(10, 60))
    told = username in ONLY_SEEN | ANSWERED
    if moment < until and (told or dice < 0.85):
        story.add(Kind.SEEN, moment, by=lead)
        moment += timedelta(hours=chance.randint(2, 70))
        # Of what was planned long ago nobody speaks: the plan that helped came a month before.
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


def leads_by_unit(members: list[Member]) -> dict[int, Person]:
    """Find the first supervisor of each unit."""
    leads: dict[int, Person] = {}
    for member in members:
        if member.membership.role == Role.SUPERVISOR:
            leads.setdefault(member.unit.pk, member.person)
    return leads


def lead_of(member: Member, leads: dict[int, Person]) -> Person | None:
    """Find who answers for somebody: in their own unit, or the nearest above that has one."""
    lineage = member.unit.lineage[::-1]
    if member.membership.role == Role.SUPERVISOR:
        lineage = lineage[1:]
    return next((leads[unit] for unit in lineage if unit in leads), None)

"""How people thank and honour each other, and where their careers stand."""

from datetime import date, timedelta

from people.models import Organisation, Person, Role
from programme.simulation.people.staff import SimulatedMember
from programme.simulation.world import World, clock_at, uid
from training.careers import actions as careers
from training.models import (
    Award,
    AwardCycle,
    CareerLevel,
    Competency,
    CompetencyAssessment,
    Course,
    Goal,
    GoalStep,
    HeldLevel,
    Nomination,
    Opinion,
    Thanks,
    ThanksLink,
)
from training.recognition import milestones

# The giver, the receiver, the words, how many days ago, and who may read them.
NOTES = (
    ("arthit", "nok", "ขอบคุณที่อยู่เป็นเพื่อนกันในวันที่ศาลเลื่อนนัดถึงสามรอบ", 12, "private"),
    (
        "supaporn",
        "nok",
        "You noticed I had not eaten, and made nothing of it.",
        34,
        "inside",
    ),
    ("nok", "nantana", "ขอบคุณที่แปลทั้งคำพูดและความรู้สึก", 9, "inside"),
    ("wipa", "montri", "ขอบคุณที่เดินไปสถานีกับน้องใหม่ในวันแรก", 20, "private"),
    ("siriporn", "wipa", "Thank you for the quiet room during the training.", 5, "inside"),
)
# What a partner left Nok through a link of hers, yesterday: it waits for her answer.
OUTSIDE = ("ขอบคุณที่นั่งรอเป็นเพื่อนพยานจนศาลเรียก ทำให้วันนั้นไม่น่ากลัว", "สำนักงานอัยการจังหวัด")
CYCLE = ("Steady hands", "มือที่มั่นคง")
CRITERIA = (
    "Calm in a hard moment, and kind to whoever is new.",
    "ใจเย็นในสถานการณ์ยาก และใจดีกับคนที่เพิ่งมา",
)
BEFORE = ("Victim-centred practice", "ทำงานโดยยึดผู้เสียหายเป็นศูนย์กลาง")
# What was seen of Nok: the competency, the level, the words, how many days ago.
SEEN = (
    ("communication", 3, "สัมภาษณ์ร่วมกับตำรวจ ให้ผู้เสียหายเป็นคนกำหนดจังหวะ", 40),
    ("safety", 3, "วางแผนความปลอดภัยกับผู้เสียหายด้วยตัวเอง", 66),
    ("records", 3, "บันทึกชัดเจน ไม่เกินที่จำเป็น", 110),
    ("conduct", 3, "บอกขอบเขตของงานอย่างสุภาพ", 110),
    ("rights", 2, "อธิบายสิทธิโดยมีรุ่นพี่อยู่ด้วย", 150),
    ("care", 1, "เริ่มพูดถึงการพักหลังวันหนัก ๆ", 200),
)
# What some courses teach, by the codes of the competencies.
TAUGHT = {
    "Victim-centred and trauma-informed basics": ("communication", "rights"),
    "Psychological first aid": ("safety",),
    "Data protection and confidentiality": ("records",),
    "Vicarious trauma and self-care": ("care",),
    "Working with interpreters": ("access",),
    "Supervision skills": ("leading",),
}
GOALS = (
    ("นำการสัมภาษณ์ร่วมกับล่ามภาษาพม่า", 70, ("ดูของศิริพรสักสองครั้ง", "ซ้อมกับนันทนา")),
    ("พาน้องใหม่ไปศาลครั้งแรก", 120, ()),
)


def simulate(world: World, members: list[SimulatedMember]) -> None:
    """Write thanks, awards, years of service, levels, what was seen and goals."""
    people = {member.person.username: member.person for member in members}
    thank(world, people)
    come_in(world, people["nok"])
    honour(world, people)
    remember(world)
    climb(world, members)
    see(world, people)
    aim(world, people)


def thank(world: World, people: dict[str, Person]) -> None:
    """Write the notes."""
    chance = world.chance("thanks")
    for giver, receiver, words, back, audience in NOTES:
        note = Thanks(
            public_id=uid(chance),
            organisation_id=people[receiver].organisation_id,
            giver=people[giver],
            receiver=people[receiver],
            given_at=clock_at(world.days(-back), 16, 20),
            audience=audience,
        )
        note.write(words)
        note.save()


def come_in(world: World, nok: Person) -> None:
    """Write the link that Nok gave to a partner, and the note that came through it."""
    chance = world.chance("outside")
    ours = {"organisation_id": nok.organisation_id}
    link = ThanksLink(
        public_id=uid(chance),
        person=nok,
        made_at=clock_at(world.days(-8), 15),
        last_day=world.days(22),
        most=5,
        **ours,
    )
    link.call("นก")
    link.save()
    words, partner = OUTSIDE
    note = Thanks(public_id=uid(chance), receiver=nok, link=link, audience="", **ours)
    note.given_at = clock_at(world.days(-1), 14, 40)
    note.write(words)
    note.sign(partner=partner, writer="")
    note.save()


def honour(world: World, people: dict[str, Person]) -> None:
    """Announce one award, with a colleague named for it; of another, Nok has not yet answered."""
    chance = world.chance("awards")
    panel = [people[one] for one in ("anan", "orathai", "wipa")]
    now = cycle(world, people["ploy"], CYCLE, -14, 16, uid(chance))
    now.panel.set(panel)
    name(world, now, people["arthit"], people["supaporn"], 3)
    before = cycle(world, people["ploy"], BEFORE, -90, -45, uid(chance))
    before.panel.set(panel)
    for who, answered in (("nok", ""), ("piyada", "inside")):
        named = name(world, before, people["siriporn"], people[who], 60, decided=20)
        for one in panel[:2]:
            Opinion.objects.create(
                nomination=named, by=one, aye=True, words="เห็นด้วย", at=clock_at(world.days(-30), 10)
            )
        Award.objects.create(
            public_id=uid(chance),
            organisation_id=now.organisation_id,
            person=people[who],
            nomination=named,
            citation="ฟังก่อนพูด และให้ผู้เสียหายเป็นคนเลือก",
            given_on=world.days(-20),
            audience=answered,
        )


def remember(world: World) -> None:
    """Write the milestones of years here and of new certificates; their addresses stay."""
    chance = world.chance("milestones")
    found = milestones.suggest(day=world.today) + milestones.suggest_certified(day=world.today)
    for one in found:
        one.public_id = uid(chance)
    Award.objects.bulk_update(found, ["public_id"])


def cycle(world: World, by: Person, names: tuple[str, str], opens: int, closes: int, key):
    """Announce an award."""
    return AwardCycle.objects.create(
        public_id=key,
        organisation_id=by.organisation_id,
        name={"en": names[0], "th": names[1]},
        criteria={"en": CRITERIA[0], "th": CRITERIA[1]},
        opens=world.days(opens),
        closes=world.days(closes),
        quorum=2,
        made_by=by,
    )


def name(world: World, award, by: Person, who: Person, back: int, decided: int = 0) -> Nomination:
    """Name a colleague so many days ago; decided is how many days ago that was."""
    return Nomination.objects.create(
        organisation_id=award.organisation_id,
        cycle=award,
        by=by,
        person=who,
        words="อยู่ด้วยจนทุกคนได้กินข้าว",
        made_at=clock_at(world.days(-back), 11),
        decided_at=clock_at(world.days(-decided), 15) if decided else None,
    )


def climb(world: World, members: list[SimulatedMember]) -> None:
    """Set out each organisation's ladder, and write what specialists hold by their years here."""
    for organisation in Organisation.objects.order_by("pk"):
        ours = [one for one in members if one.person.organisation_id == organisation.pk]
        admin = next(one.person for one in ours if one.membership.role == Role.ADMIN)
        trainer = next(one.person for one in ours if one.membership.role == Role.TRAINER)
        ladder = [
            one for one in careers.set_up_ladder(by=admin) if one.track == CareerLevel.Track.MAIN
        ]
        teach(organisation)
        HeldLevel.objects.bulk_create(
            HeldLevel(person=one.person, level=level, since=since, given_by=trainer)
            for one in ours
            if one.carries and one.membership.job.key == "specialist"
            for level, since in [held(ladder, one.membership.starts, world.today)]
        )


def teach(organisation: Organisation) -> None:
    """Say which competencies the courses of an organisation teach."""
    known = {one.code: one for one in Competency.objects.filter(organisation=organisation)}
    taught = Course.competencies.through
    taught.objects.bulk_create(
        taught(course=course, competency=known[code])
        for course in Course.objects.filter(organisation=organisation, name__en__in=[*TAUGHT])
        for code in TAUGHT[course.name["en"]]
    )


def held(ladder: list[CareerLevel], begin: date, day: date) -> tuple[CareerLevel, date]:
    """Choose a level by the years here: the second from two years on, the third from four."""
    years = (day - begin).days // 365
    step = min(years // 2, 2)
    return ladder[step], begin + timedelta(days=2 * step * 365)


def see(world: World, people: dict[str, Person]) -> None:
    """Write what Wipa saw of Nok."""
    nok = people["nok"]
    known = {one.code: one for one in Competency.objects.visible_to(nok)}
    CompetencyAssessment.objects.bulk_create(
        CompetencyAssessment(
            person=nok,
            competency=known[code],
            level=level,
            evidence=words,
            day=world.days(-back),
            by=people["wipa"],
        )
        for code, level, words, back in SEEN
    )


def aim(world: World, people: dict[str, Person]) -> None:
    """Write Nok's goals; Siriporn is her mentor for the first."""
    chance = world.chance("goals")
    for number, (words, ahead, steps) in enumerate(GOALS):
        goal = Goal.objects.create(
            public_id=uid(chance),
            person=people["nok"],
            words=words,
            by_day=world.days(ahead),
            mentor=None if number else people["siriporn"],
            mentored_since=None if number else world.days(-21),
            made_at=clock_at(world.days(-25), 9),
        )
        GoalStep.objects.bulk_create(GoalStep(goal=goal, words=step) for step in steps)

"""What people said of themselves, and which contacts they asked to get in touch."""

from datetime import date, timedelta
from random import Random

from people.models import Person
from programme.simulation.workload import nok
from programme.simulation.world import World, clock_at, uid
from wellbeing.models import CheckIn, ContactRequest, Share
from wellbeing.rules.lines import LINES
from wellbeing.rules.pulse import PulseAnswers
from workload.models import WorkWeek

# What Nok answers in a steady week: to a line that weighs, and to one that holds up.
STEADY = {False: [0, 0, 1], True: [3, 3, 4]}
TIRED = {"worn": [1, 1, 2]}
NOTES = (
    "คืนนี้ขอเข้านอนก่อนห้าทุ่ม",
    "Walked home along the moat. It helped.",
    "คุยกับพี่ที่ทีมแล้วเบาใจขึ้น",
    "Court day went well. She held my hand the whole time.",
    "อาทิตย์หน้าขอลาครึ่งวันไปหาแม่",
)


def simulate(world: World, people: dict[str, Person], weeks: list[WorkWeek]) -> None:
    """Write check-ins for most weeks, and the requests for contact."""
    by_person: dict[Person, list[WorkWeek]] = {}
    for week in weeks:
        by_person.setdefault(week.person, []).append(week)
    rows = []
    for person, mine in by_person.items():
        chance = world.chance("answers", person.username)
        if person.username == "nok":
            rows += nok_checkins(world, mine)
        else:
            weather = world.chance("weather", str(mine[0].unit.public_id))
            rows += checkins(mine, chance, hard_times(mine, weather))
    CheckIn.objects.bulk_create(rows, batch_size=500)
    ask(world, people)
    share(world, people)


def hard_times(weeks: list[WorkWeek], weather: Random) -> dict[date, float]:
    """Say how much a unit's weeks weigh on all its people: some units pass through a hard time."""
    least, most = weather.choice([(0, 0), (0, 0.8), (0.6, 1.6)])
    eases = weather.random() < 0.5
    steps = max(len(weeks) - 1, 1)
    found = {}
    for n, week in enumerate(weeks):
        share = (steps - n if eases else n) / steps
        found[week.week] = least + (most - least) * share
    return found


def checkins(weeks: list[WorkWeek], chance: Random, hard: dict[date, float]) -> list[CheckIn]:
    """Answer some weeks and some lines; with some people the load tells, with others not.

    A week without an answer has its row too.
    """
    tells = chance.choice([0.0, 0.0, 0.5, 1.0])
    usual = [
        chance.uniform(2, 3.4) if line.holds_up else chance.uniform(0.4, 1.8) for line in LINES
    ]
    willing = chance.choice([0.3, 0.7, 0.85, 0.95])
    rows = []
    for week in weeks:
        if chance.random() > willing:
            rows.append(checkin(week, {}))
            continue
        strain = tells * (float(week.percent or 60) - 75) / 18 + hard[week.week]
        answers = {
            line.name: draw(mean + (-strain / 2 if line.holds_up else strain), chance)
            for line, mean in zip(LINES, usual, strict=True)
        }
        rows.append(checkin(week, answers, chance.random() < 0.01 and chance.choice(NOTES)))
    return rows


def draw(mean: float, chance: Random) -> int | None:
    """Draw an answer near a mean, or a line that was skipped."""
    answer = round(chance.gauss(mean, 0.7))
    return None if chance.random() < 0.05 else max(0, min(4, answer))


def checkin(week: WorkWeek, answers: dict[str, int | None], note: str = "") -> CheckIn:
    """Write one week's answers down, the note sealed."""
    row = CheckIn.of(
        PulseAnswers(**answers),
        person=week.person,
        unit=week.unit,
        week=week.week,
        recorded_at=week.sent_at,
    )
    if note:
        row.write(note)
    return row


def nok_checkins(world: World, weeks: list[WorkWeek]) -> list[CheckIn]:
    """Tell Nok's answers of the last weeks; in one of them she sent only her work."""
    given = {week.week: week for week in weeks}
    told = zip(world.weeks[-len(nok.ANSWERS) :], nok.ANSWERS, strict=True)
    rows = [
        checkin(given[week.monday], by_line(answers) if answers else {}) for week, answers in told
    ]
    rows[-4].write(NOTES[1])
    rows[-1].write("ฝันถึงคดีนี้สองคืนแล้ว พรุ่งนี้จะบอกพี่วิภา")
    earlier = [week for week in weeks if week.week < rows[0].week]
    return checkins_as_ever(earlier, world.chance("answers", "nok")) + rows


def by_line(answers: tuple[int, ...]) -> dict[str, int | None]:
    """Give Nok's answers the names of their lines; a line that came later is skipped."""
    weighing = [line.name for line in LINES if not line.holds_up]
    holding = [line.name for line in LINES if line.holds_up]
    return dict(zip([*weighing[: nok.WEIGHING], *holding], answers, strict=False))


def checkins_as_ever(weeks: list[WorkWeek], chance: Random) -> list[CheckIn]:
    """Answer as Nok did before it became much: steady, all lines; nothing in a week away."""
    return [checkin(week, as_ever(chance) if week.percent else {}) for week in weeks]


def as_ever(chance: Random) -> dict[str, int | None]:
    """Draw one of Nok's steady weeks."""
    return {line.name: chance.choice(TIRED.get(line.name, STEADY[line.holds_up])) for line in LINES}


def ask(world: World, people: dict[str, Person]) -> None:
    """Let Arthit ask Wipa, and Nantana staff care, last Sunday; an older request was answered."""
    chance = world.chance("contact")
    sunday = world.today - timedelta(days=world.today.isoweekday() % 7 or 7)
    before = world.days(-33)
    ContactRequest.objects.bulk_create(
        [
            request(people["arthit"], people["wipa"], chance, asked_at=clock_at(sunday, 21, 10)),
            request(
                people["piyada"],
                people["orathai"],
                chance,
                asked_at=clock_at(before, 19, 40),
                done_at=clock_at(before + timedelta(days=1), 10, 5),
            ),
            request(
                people["nantana"], people["orathai"], chance, asked_at=clock_at(sunday, 20, 35)
            ),
        ]
    )


def share(world: World, people: dict[str, Person]) -> None:
    """Let Arthit share four weeks with Wipa since last Friday; Nok shared once, with staff care."""
    chance = world.chance("share")
    friday = world.days(-(world.today.isoweekday() + 2))
    Share.objects.bulk_create(
        Share.of(
            public_id=uid(chance),
            person=people[name],
            to=people[to],
            from_week=(last - 3).monday,
            to_week=last.monday,
            **told,
        )
        for name, to, last, told in (
            (
                "arthit",
                "wipa",
                world.last,
                {"purpose": "talk", "until": world.days(21), "shared_at": clock_at(friday, 17, 30)},
            ),
            (
                "nok",
                "orathai",
                world.last - 8,
                {
                    "purpose": "know",
                    "until": world.days(-10),
                    "shared_at": clock_at(world.days(-40), 20, 15),
                },
            ),
        )
    )


def request(person: Person, contact: Person, chance: Random, **when) -> ContactRequest:
    """Write down one request: the person, the contact, and when."""
    return ContactRequest(
        public_id=uid(chance),
        organisation_id=person.organisation_id,
        person=person,
        contact=contact,
        **when,
    )

"""Who went to which past session of a subject: the newest certificates, and those before."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from people.models import Person
from programme.simulation.people.staff import SimulatedMember
from programme.simulation.world import World
from training.rules.certificates import add_months

from .subjects import SUBJECTS, Subject

# How many days from now the certificates of a round run out, and how many people went there.
LAPSING = ((-70, 4), (-12, 5), (24, 8), (51, 6))
LASTING = ((140, 30), (220, 27), (325, 20))
# Of what holds for two years or longer.
LASTING_LONG = ((220, 28), (410, 36), (690, 30))
NEVER = 14
# The rounds of two courses are not held on the same days; what is due soon stays due.
APART, FAR = 13, 100
# By how many days a certificate was renewed too late, below zero before its end, and who had one.
LATE = (-24, -10, -3, 0, 9, 31)
HAD_ONE = 0.8
TOLD_OF = 1500
# So many are there at least, if there are so many: besides the others, those who came again later.
FULL = (8, 13)
AGAIN = timedelta(days=90)
# What is told of a person: subject and the days until it runs out. All others of the team: valid.
TOLD = {
    ("supaporn", "First aid"): 15,
    ("montri", "Child forensic interviewing"): 20,
    ("kriangkrai", "Vicarious trauma and self-care"): -22,
    ("kriangkrai", "Evidence handling and material exposure"): -9,
}
TEAM = "Chiang Mai team"


@dataclass(frozen=True)
class Round:
    """One past session of a subject: who has their newest certificate from it, who a newer one."""

    day: date
    newest: list[Person] = field(default_factory=list)
    renewed: list[Person] = field(default_factory=list)


class Rounds:
    """The past sessions of one subject in one organisation."""

    def __init__(
        self, world: World, subject: Subject, members: list[SimulatedMember], chance: Random
    ):
        self.world, self.subject, self.chance = world, subject, chance
        self.members = [one for one in members if subject.needed_by(one)]
        self.since = {one.person.username: one.membership.starts for one in self.members}
        self.came: Counter[str] = Counter()

    def held(self) -> list[Round]:
        """Draw every round, each with as many people as a session has."""
        groups: dict[int, list[Person]] = defaultdict(list)
        for member in self.members:
            if (left := self.days_left(member)) is not None:
                groups[left].append(member.person)
        newest = [Round(self.day_of(left), people) for left, people in sorted(groups.items())]
        found = newest + [one for later in newest if (one := self.before(later))]
        for one in found:
            one.renewed.extend(self.more(one, newest))
        return found

    def days_left(self, member: SimulatedMember) -> int | None:
        """Draw in how many days a person's certificate runs out; None where they have none."""
        if told := TOLD.get((member.person.username, self.subject.name[0])):
            return told
        lasting = LASTING_LONG if (self.subject.months or 0) > 12 else LASTING
        rounds: tuple[tuple[int | None, int], ...] = lasting
        if member.unit.name["en"] != TEAM:
            rounds = (*LAPSING, *lasting, (None, NEVER))
        left = self.chance.choices([one for one, _ in rounds], [share for _, share in rounds])[0]
        if left is None or left < FAR:
            return left
        return left + SUBJECTS.index(self.subject) * APART % 41 - 20

    def day_of(self, left: int) -> date:
        """Find the day of a session with certificates that run out in so many days."""
        if self.subject.months is None:
            return self.world.days(2 * left - 800)
        return add_months(self.world.days(left), -self.subject.months)

    def before(self, later: Round) -> Round | None:
        """Let most people have held it before: renewed in time, or somewhat late."""
        if self.subject.months is None:
            return None
        late = timedelta(days=self.chance.choice(LATE))
        day = add_months(later.day, -self.subject.months) - late
        had = [one for one in self.there(later.newest, day) if self.chance.random() < HAD_ONE]
        return Round(day, renewed=had) if had and day >= self.world.days(-TOLD_OF) else None

    def more(self, one: Round, newest: list[Round]) -> list[Person]:
        """Draw more people who were there and came again to a later round; each not too often."""
        present = {*one.newest, *one.renewed}
        later = [
            person
            for other in newest
            if other.day >= one.day + AGAIN
            for person in self.there(other.newest, one.day)
            if person not in present
        ]
        self.chance.shuffle(later)
        later.sort(key=lambda person: self.came[person.username])
        found = later[: max(0, self.chance.randint(*FULL) - len(present))]
        self.came.update(person.username for person in found)
        return found

    def there(self, people: list[Person], day: date) -> list[Person]:
        """Keep those who had joined by a day."""
        return [one for one in people if self.since[one.username] <= day]

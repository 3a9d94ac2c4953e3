"""A caseload that lives: cases come in, move on, rest and close, week after week."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from random import Random

from workload.models import AddOnChoice, KindChoice, PartChoice, PhaseChoice
from workload.rules import load as load_rules

LETTERS, DIGITS = "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"
# How far a caseload may lie from what is aimed at before cases come or go.
SLACK = Decimal("0.8")
FINE = Decimal("0.3")


@dataclass(frozen=True)
class Case:
    """One case as one person carries it; `since` is the number of the week it came."""

    phase: PhaseChoice
    add_ons: tuple[AddOnChoice, ...] = ()
    further: int = 0
    part: PartChoice = PartChoice.PRIMARY
    kind: KindChoice | str = ""
    reference: str = ""
    since: int = 0

    @property
    def weight(self) -> Decimal:
        """The points of this case."""
        return weigh(self.phase, self.add_ons, self.further, self.part)


@lru_cache(maxsize=4096)
def weigh(phase: str, add_ons: tuple[str, ...], further: int, part: str) -> Decimal:
    """Weigh a case by the rules, once for each sort of case."""
    return load_rules.weight(
        load_rules.CaseLine(
            phase=load_rules.Phase(phase),
            add_ons=frozenset(load_rules.AddOn(extra) for extra in add_ons),
            further_victims=further,
            part=load_rules.Part(part),
        )
    )


# What makes cases heavier, and which kinds they are, by the work a person does.
SORTS: dict[str, tuple[tuple[tuple[AddOnChoice, ...], KindChoice], ...]] = {
    "specialist": (
        ((AddOnChoice.INTERPRETER,), KindChoice.LABOUR),
        ((), KindChoice.LABOUR),
        ((AddOnChoice.CHILD,), KindChoice.SEX),
        ((AddOnChoice.CROSS_BORDER, AddOnChoice.INTERPRETER), KindChoice.SCAM),
        ((AddOnChoice.ACUTE, AddOnChoice.CHILD, AddOnChoice.RISK), KindChoice.SEX),
    ),
    "caseworker": (
        ((), KindChoice.LABOUR),
        ((AddOnChoice.INTERPRETER,), KindChoice.SEA),
        ((AddOnChoice.CROSS_BORDER, AddOnChoice.INTERPRETER), KindChoice.SCAM),
        ((AddOnChoice.AGENCIES, AddOnChoice.CHILD), KindChoice.BEGGING),
    ),
    "interpreter": (
        ((AddOnChoice.INTERPRETER,), KindChoice.LABOUR),
        ((AddOnChoice.CROSS_BORDER, AddOnChoice.INTERPRETER), KindChoice.SCAM),
        ((AddOnChoice.INTERPRETER,), KindChoice.SEA),
    ),
    "shelter": (
        ((), KindChoice.SEX),
        ((AddOnChoice.CHILD,), KindChoice.SEX),
        ((AddOnChoice.ACUTE,), KindChoice.LABOUR),
        ((AddOnChoice.INTERPRETER,), KindChoice.SCAM),
    ),
    "reviewer": (
        ((AddOnChoice.MATERIAL,), KindChoice.ONLINE),
        ((AddOnChoice.CHILD, AddOnChoice.MATERIAL), KindChoice.ONLINE),
        ((AddOnChoice.CROSS_BORDER, AddOnChoice.MATERIAL), KindChoice.ONLINE),
    ),
}

# Jobs with cases like those of another.
LIKE = {
    "immigration": "specialist",
    "inquiry": "specialist",
    "investigator": "specialist",
    "lawyer": "caseworker",
    "socialworker": "caseworker",
}


def references(chance: Random) -> Iterator[str]:
    """Give opaque case codes like QX-4F7, each once."""
    given = set()
    while True:
        tail = chance.choice(DIGITS) + chance.choice(LETTERS) + chance.choice(DIGITS)
        code = f"{chance.choice(LETTERS)}{chance.choice(LETTERS)}-{tail}"
        if code not in given:
            given.add(code)
            yield code


class SimulatedCaseload:
    """One person's cases, moved on a week at a time towards a number of points."""

    def __init__(self, job: str, chance: Random, codes: Iterator[str]):
        self.sorts = SORTS[LIKE.get(job, job)]
        self.chance, self.codes = chance, codes
        self.cases: list[Case] = []
        self.week = 0

    @property
    def points(self) -> Decimal:
        """The sum of all cases."""
        return sum((case.weight for case in self.cases), Decimal())

    def move_on(self, aim: Decimal, court: bool = False) -> list[Case]:
        """Live through a week and return the caseload at its end, near the points aimed at."""
        self.cases = [later for case in self.cases if (later := self.age(case, court))]
        while self.points < aim - SLACK:
            self.cases.append(self.new())
        while self.points > aim + SLACK and self.cases:
            self.lighten(self.points - aim)
        self.settle(aim)
        self.week += 1
        return list(self.cases)

    def age(self, case: Case, court: bool) -> Case | None:
        """Let a case go its way: most stay as they are, a few move on, some close."""
        dice = self.chance.random()
        if case.phase is PhaseChoice.INTAKE:
            return replace(case, phase=PhaseChoice.ACTIVE) if dice < 0.35 else case
        if case.phase is PhaseChoice.ACTIVE and dice < (0.12 if court else 0.02):
            return replace(case, phase=PhaseChoice.COURT)
        if case.phase is PhaseChoice.COURT and not court and dice < 0.15:
            return replace(case, phase=PhaseChoice.AFTERCARE)
        if case.phase is PhaseChoice.AFTERCARE and dice < 0.12:
            return None if dice < 0.09 else replace(case, phase=PhaseChoice.DORMANT)
        if case.phase is PhaseChoice.DORMANT and dice < 0.05:
            return None
        return case

    def new(self) -> Case:
        """Open a case; those of the first week have been open for a while."""
        chance = self.chance
        add_ons, kind = chance.choice(self.sorts)
        first = chance.choices(
            [PhaseChoice.ACTIVE, PhaseChoice.AFTERCARE, PhaseChoice.COURT, PhaseChoice.DORMANT],
            [70, 18, 6, 6],
        )[0]
        return Case(
            phase=first if self.week == 0 else PhaseChoice.INTAKE,
            add_ons=() if self.week == 0 and first is PhaseChoice.DORMANT else add_ons,
            further=chance.choices([0, 1, 4], [92, 6, 2])[0],
            part=chance.choices(
                [PartChoice.PRIMARY, PartChoice.SECONDARY, PartChoice.ADVISORY], [88, 9, 3]
            )[0],
            kind=kind,
            reference=next(self.codes) if chance.random() < 0.3 else "",
            since=self.week,
        )

    def lighten(self, excess: Decimal) -> None:
        """Let one case go into aftercare, or close one that has come to its end."""
        resting = [
            case
            for case in self.cases
            if case.phase in {PhaseChoice.AFTERCARE, PhaseChoice.DORMANT}
        ]
        running = [case for case in self.cases if case not in resting]
        if resting and (not running or self.chance.random() < 0.6):
            self.cases.remove(self.chance.choice(resting))
            return
        case = self.chance.choice(running)
        self.cases.remove(case)
        if excess < 3:
            self.cases.append(replace(case, phase=PhaseChoice.AFTERCARE, further=0))

    def settle(self, aim: Decimal) -> None:
        """Close the last small gap with a resting or an aftercare case."""
        gap = aim - self.points
        if gap > FINE:
            phase = PhaseChoice.AFTERCARE if gap > Decimal("0.5") else PhaseChoice.DORMANT
            self.cases.append(Case(phase=phase, kind=self.sorts[0][1], since=self.week))
        elif gap < -FINE:
            resting = [c for c in self.cases if c.weight <= -gap + FINE]
            if resting:
                self.cases.remove(max(resting, key=lambda case: case.weight))


def grouped_cases(cases: list[Case]) -> list[tuple[Case, int]]:
    """Count like cases without a reference together, as people write them down."""
    alike = Counter(replace(case, since=0) for case in cases)
    since = {replace(case, since=0): case.since for case in reversed(cases)}
    lines = [(replace(case, since=since[case]), count) for case, count in alike.items()]
    return sorted(lines, key=lambda line: (-line[0].weight, line[0].reference))

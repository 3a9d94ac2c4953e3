"""Nok's weeks, told case by case: how 79 percent became 128 without any decision."""

from random import Random

from workload.models import AddOnChoice, KindChoice, PartChoice, PhaseChoice

from .caseloads import Case
from .curves import LENGTH

CHILD, INTERPRETER, CROSS = AddOnChoice.CHILD, AddOnChoice.INTERPRETER, AddOnChoice.CROSS_BORDER
RISK, ACUTE, AGENCIES, IMAGES = (
    AddOnChoice.RISK,
    AddOnChoice.ACUTE,
    AddOnChoice.AGENCIES,
    AddOnChoice.MATERIAL,
)
INTAKE, ACTIVE, COURT, REST = (
    PhaseChoice.INTAKE,
    PhaseChoice.ACTIVE,
    PhaseChoice.COURT,
    PhaseChoice.DORMANT,
)


def case(reference: str, phase: PhaseChoice, kind: KindChoice, *add_ons: AddOnChoice) -> Case:
    """Write down one case of Nok's."""
    return Case(
        phase, tuple(sorted(add_ons)), 0, PartChoice.PRIMARY, kind, reference, SINCE[reference]
    )


def qx(phase: PhaseChoice, *more: AddOnChoice) -> Case:
    """The child who came in danger, with an interpreter."""
    return case("QX-4F7", phase, KindChoice.SEX, CHILD, INTERPRETER, RISK, *more)


def rt(phase: PhaseChoice) -> Case:
    """The newest one."""
    return case("RT-92K", phase, KindChoice.SCAM, INTERPRETER, CROSS, AGENCIES)


def mb(phase: PhaseChoice, *more: AddOnChoice) -> Case:
    """The one that went to court."""
    return case("MB-7H3", phase, KindChoice.LABOUR, INTERPRETER, CROSS, *more)


def ln(phase: PhaseChoice, *more: AddOnChoice) -> Case:
    """The child found online."""
    return case("LN-3C8", phase, KindChoice.ONLINE, CHILD, ACUTE, *more)


def wd(phase: PhaseChoice) -> Case:
    """The one who walked out of a scam compound."""
    return case("WD-58P", phase, KindChoice.SCAM, INTERPRETER, CROSS)


def kd(phase: PhaseChoice) -> Case:
    """The one that ended in the autumn."""
    return case("KD-2M6", phase, KindChoice.LABOUR, CROSS)


FJ = Case(REST, (), 0, PartChoice.PRIMARY, KindChoice.BEGGING, "FJ-84V", 0)
FACTORY = Case(ACTIVE, (INTERPRETER,), 0, PartChoice.PRIMARY, KindChoice.LABOUR, "", 0)
AFTER = Case(PhaseChoice.AFTERCARE, (), 0, PartChoice.PRIMARY, "", "", 0)
AGO = {"QX-4F7": 5, "RT-92K": 0, "MB-7H3": 8, "LN-3C8": 6, "WD-58P": 4, "KD-2M6": 20}
SINCE = {code: LENGTH - 2 - weeks for code, weeks in AGO.items()}

# The week's cases, how many of the factory and in aftercare, and the nights; oldest first.
# In percent: 78.8, 82.1, 86.0, 81.2, 84.0, 87.9, 92.1, 96.9, 98.8, 108.1, 116.7, 128.1.
TOLD: tuple[tuple[list[Case], int, int, int], ...] = (
    ([kd(ACTIVE)], 8, 2, 1),
    ([kd(COURT), FJ], 8, 2, 1),
    ([kd(COURT), FJ], 8, 2, 2),
    ([mb(INTAKE, AGENCIES), FJ], 8, 2, 0),
    ([mb(INTAKE, AGENCIES), FJ], 8, 3, 0),
    ([mb(ACTIVE, AGENCIES), ln(INTAKE), FJ], 8, 1, 0),
    ([qx(INTAKE), mb(ACTIVE, AGENCIES), ln(INTAKE), FJ], 6, 1, 1),
    ([qx(ACTIVE), mb(ACTIVE), ln(INTAKE), wd(INTAKE), FJ], 6, 1, 0),
    ([qx(ACTIVE), mb(COURT), ln(INTAKE, IMAGES), wd(ACTIVE), FJ], 6, 1, 0),
    ([qx(ACTIVE), mb(COURT), ln(ACTIVE, IMAGES), wd(ACTIVE), FJ], 7, 1, 1),
    ([qx(ACTIVE, ACUTE), mb(COURT), ln(ACTIVE, IMAGES), wd(ACTIVE), FJ], 7, 2, 2),
    (
        [qx(COURT, ACUTE), rt(INTAKE), mb(COURT), ln(ACTIVE, IMAGES), wd(ACTIVE), FJ],
        6,
        2,
        3,
    ),
)
HOURS = (43, 44, 46, 43, 44, 45, 47, 48, 49, 52, 55, 61)
COURT_DAYS = (0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 2)
MATERIAL = (0, 0, 0, 0, 0, 45, 120, 180, 300, 480, 600, 840)
# None, 1, 2-3, 4-5 and 6-7 days as 0 to 4: first to so many lines that weigh, then to those that
# hold up.
WEIGHING = 3
ANSWERS: tuple[tuple[int, ...] | None, ...] = (
    (1, 0, 0, 3, 3),
    (1, 0, 1, 3, 4),
    (2, 1, 0, 3, 3),
    (1, 0, 0, 4, 3),
    (1, 0, 1, 3, 4),
    (2, 1, 1, 3, 3),
    None,
    (2, 1, 1, 3, 3),
    (2, 0, 1, 2, 3),
    (2, 1, 2, 2, 3),
    (3, 1, 2, 2, 4),
    (3, 1, 3, 1, 3),
)


def lived(chance: Random) -> list[tuple[list[Case], int]]:
    """Give Nok's cases and nights for every closed week, oldest first."""
    before = []
    for _ in range(LENGTH - 1 - len(TOLD)):
        factory, after = chance.choice([6, 7, 7, 8]), chance.choice([1, 2, 3])
        before.append(([kd(ACTIVE)] + [FACTORY] * factory + [AFTER] * after, chance.randint(0, 2)))
    told = [
        (cases + [FACTORY] * factory + [AFTER] * after, nights)
        for cases, factory, after, nights in TOLD
    ]
    return before + told

"""How the load of each person goes up and down, in percent of capacity, week by week."""

from collections.abc import Callable
from random import Random

from programme.simulation.world import WEEKS

# One more than the closed weeks: the last is the open week, for those who have sent it.
LENGTH = WEEKS + 1
COURT_SEASON = range(11, 18)
HAND_OVER = 19

# The last weeks of people with a told course; the open week comes after them.
TOLD: dict[str, tuple[float, ...]] = {
    "thanakorn": (95.0, 90.2, 96.9, 98.1, 96.2, 98.8, 104.2, 111.9, 111.9),
    "supaporn": (76.0, 79.8, 77.9, 84.6, 82.7, 87.5, 90.4, 94.2, 94.2),
    "arthit": (87.5, 86.0, 90.2, 92.1, 89.0, 87.1, 92.9, 91.2, 91.2),
    "montri": (78.8, 82.3, 87.9, 90.2, 86.2, 83.8, 84.8, 83.1, 83.1),
    "jiraporn": (67.0, 70.0, 74.0, 80.8, 79.8, 76.0, 78.8, 78.8, 78.8),
    "piyada": (81.9, 79.8, 76.9, 78.8, 74.0, 72.1, 73.1, 70.2, 70.2),
    "kriangkrai": (74.0, 71.0, 69.2, 72.1, 70.2, 64.0, 66.0, 66.7, 66.7),
    "nantana": (60.3, 55.1, 62.2, 64.1, 60.9, 57.1, 59.0, 58.3, 58.3),
}

# What some units carry more than others, in the first week and in the last; the rest nothing.
MORE: dict[str, tuple[float, float]] = {
    "Mae Sot team": (0, 38),
    "Bangkok team": (24, 2),
    "Legal aid desk": (10, 10),
    "Digital evidence section": (32, 8),
    "Investigation section 1": (0, 22),
    "River house": (16, 34),
}


def steady(week: int, level: float) -> float:
    """Go on as before."""
    return level


def building(week: int, level: float) -> float:
    """Take on a little more every week, until it is too much."""
    return level - 8 + week * 1.5


def season(week: int, level: float) -> float:
    """Be in court for weeks, and then no longer."""
    return max(level, 104) + 4 if week in COURT_SEASON else level


def recovering(week: int, level: float) -> float:
    """Carry far too much, hand cases over, and come back to a good measure."""
    if week < 8:
        return level + week * 3
    return min(130, level + 24 + (week - 8) * 3) if week < HAND_OVER else level - 6


def easing(week: int, level: float) -> float:
    """Start heavy and become lighter."""
    return level + 25 - week


COURSES: list[tuple[Callable[[int, float], float], int]] = [
    (steady, 62),
    (season, 14),
    (building, 7),
    (recovering, 5),
    (easing, 12),
]


def load_curve(username: str, unit: str, chance: Random) -> list[float]:
    """Draw a person's loads in a unit, the week they are now in last."""
    first, last = MORE.get(unit, (0, 0))
    run = chance.choices([one for one, _ in COURSES], [share for _, share in COURSES])[0]
    level = chance.triangular(48, 92, 72)
    if username == "arthit":
        run, level = recovering, 80.0  # his earlier flag is the one he answered
    elif username in TOLD:
        run, level = steady, TOLD[username][0] - 3
    more = [first + (last - first) * week / WEEKS for week in range(LENGTH)]
    drawn = [run(week, level) + more[week] + chance.gauss(0, 2.5) for week in range(LENGTH)]
    told = TOLD.get(username, ())
    return drawn[: LENGTH - len(told)] + list(told)

"""The clock of a drill's programs: people send weeks there, and on a Wednesday none is open."""

from datetime import datetime
from pathlib import Path

from people.weeks import today

# Python loads a module of this name first of all: a clock that runs ahead, or behind.
CLOCK = """
import os, time_machine
from datetime import UTC, datetime, timedelta
time_machine.travel(datetime.now(UTC) + timedelta(seconds=int(os.environ["CLOCK_OFF"]))).start()
"""
FRIDAY, DAY = 4, 24 * 60 * 60


def clock_off(folder: Path, seconds: int) -> dict[str, str]:
    """Give the environment of programs whose clock is ahead by so many seconds, or behind."""
    if not seconds:
        return {}
    place = folder / "clock"
    place.mkdir(parents=True, exist_ok=True)
    (place / "sitecustomize.py").write_text(CLOCK)
    return {"CLOCK_OFF": str(seconds), "PYTHONPATH": str(place)}


def until_friday(now: datetime) -> int:
    """Seconds until this time of a Friday in Bangkok: the open week stays open for days."""
    return (FRIDAY - today(now).weekday()) % 7 * DAY

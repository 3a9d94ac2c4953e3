"""Tombstones in a file beside the database: a restored backup does not have later ones.

Each host has a file of its own. The one where something is deleted writes it there at once, and
each that runs jobs takes over within a minute what others wrote.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from wellbeing.models import Tombstone


@dataclass(frozen=True)
class TombstoneReading:
    """The tombstones of a file and the database, oldest first, and the unreadable lines."""

    found: list[Tombstone]
    # Counted from 1, as an editor does.
    broken: list[int]


def path() -> Path:
    """Say where the file is."""
    return settings.DATA_DIR / "tombstones.jsonl"


def line(one: Tombstone) -> str:
    """Write one tombstone as a line of JSON; the same tombstone always gives the same line."""
    before = one.before and one.before.isoformat()
    at = one.at.astimezone(UTC).isoformat()
    week = {"week": one.week.isoformat()} if one.week else {}
    return json.dumps({"person": str(one.person), "before": before, **week, "at": at})


def parsed(text: str) -> Tombstone:
    """Read a line; a line that `line` did not write is a ValueError or a KeyError."""
    found = json.loads(text)
    before, week = (day and date.fromisoformat(day) for day in (found["before"], found.get("week")))
    at = datetime.fromisoformat(found["at"])
    return Tombstone(person=UUID(found["person"]), before=before, week=week, at=at)


def write_out() -> int:
    """Append the tombstones that the file lacks and return their number. Safe to repeat."""
    return append(path(), map(line, Tombstone.objects.order_by("at")))


def take_over(before: int | None) -> int:
    """Append what the file lacks where there are other than `before` tombstones; say how many.

    So a look costs one count where nothing came. The first look, with None, always writes.
    """
    if (there := Tombstone.objects.count()) != before:
        write_out()
    return there


def text_of(file: Path) -> str:
    """Read a file; nothing where there is none, and a sign for what is no text."""
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


def written(file: Path) -> str:
    """Write the lines of a file, and those of the database that it lacks."""
    text = text_of(file)
    there = set(text.splitlines())
    torn = "\n" if text and not text.endswith("\n") else ""
    lacking = [one for one in map(line, Tombstone.objects.order_by("at")) if one not in there]
    return text + torn * bool(lacking) + "".join(f"{one}\n" for one in lacking)


def append(file: Path, lines: Iterable[str]) -> int:
    """Append the lines that a file lacks and return their number.

    A line that a crash cut off is ended first, so that it does not spoil the next ones.
    """
    text = text_of(file)
    there = set(text.splitlines())
    lacking = [one for one in dict.fromkeys(lines) if one not in there]
    if lacking:
        torn = "\n" if text and not text.endswith("\n") else ""
        with file.open("a") as written:
            written.write(torn + "".join(f"{one}\n" for one in lacking))
            written.flush()
            os.fsync(written.fileno())
    return len(lacking)


def read(file: Path) -> TombstoneReading:
    """Read a file of tombstones and those of the database, each once, oldest first.

    Unreadable lines are left out and named. A file with only such lines is a ValueError.
    """
    found, broken = told_by(text_of(file))
    if broken and not found:
        raise ValueError("no line of it can be read")
    found |= {line(one): one for one in Tombstone.objects.all()}
    return TombstoneReading(sorted(found.values(), key=lambda one: one.at), broken)


def told_by(text: str) -> tuple[dict[str, Tombstone], list[int]]:
    """Read the lines of a file: each tombstone once, and the numbers of the unreadable lines."""
    found: dict[str, Tombstone] = {}
    broken: list[int] = []
    for number, written in enumerate(text.splitlines(), start=1):
        try:
            one = parsed(written) if written.strip() else None
        except (ValueError, KeyError, TypeError):
            broken.append(number)
        else:
            found |= {line(one): one} if one else {}
    return found, broken

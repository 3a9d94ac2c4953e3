"""Which tests ask PostgreSQL something that no other has asked: `.ci/run` runs these there.

The suite runs whole on SQLite, and notes of each test which statements it asked, without their
values. On PostgreSQL as many tests run as it takes to ask each of these by `TIMES` tests, the
quickest first. With them runs what is about the database itself: a test that works in more than one
transaction, meets a constraint, or says by hand that it asks the database; and a test without a
note.

    NOTES=/tmp/notes pytest -p tests.quick.asked                   # notes, on SQLite
    NOTES=/tmp/notes python -m tests.quick.asked                   # chooses
    NOTES=/tmp/notes pytest -p tests.quick.asked -m database       # runs what was chosen
"""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import blake2b
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.backends.utils import CursorWrapper

TIMES = 2
CHOSEN = "chosen.json"
KEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "PRAGMA")
VALUE = re.compile(r"'[^']*'|\b\d+\b")
PLACES = re.compile(r"%s(?:, %s)+")
ROWS = re.compile(r"(\([^()]*\))(?:, \1)+")


@dataclass
class AskingTest:
    """What one test asked, how many seconds of processor it took, and whether it always runs."""

    test: str
    always: bool = False
    seconds: float = 0.0
    asked: set[str] = field(default_factory=set)


@cache
def shape_of(sql: str) -> str:
    """Name a statement by its text without values; a longer list, or more rows, ask the same."""
    text = ROWS.sub(r"\1", PLACES.sub("%s", VALUE.sub("0", sql)))
    return "" if sql.startswith(KEEPING) else blake2b(text.encode(), digest_size=6).hexdigest()


def needed(notes: list[AskingTest], times: int = TIMES) -> list[AskingTest]:
    """Choose tests so that each statement is asked by so many, or by all who ask it if fewer do.

    The next is always the test that brings most for its seconds.
    """
    chosen = [one for one in notes if one.always]
    asking = Counter(shape for one in notes for shape in one.asked)
    missing = {shape: min(times, count) for shape, count in asking.items()}
    for one in chosen:
        take(one, missing)
    left = [one for one in notes if not one.always]
    worth = [(-worth_of(one, missing), place) for place, one in enumerate(left)]
    heapify(worth)
    while worth:
        _before, place = heappop(worth)
        # What others brought since is worth less; it never gets worth more.
        now = -worth_of(left[place], missing)
        if now == 0:
            continue
        if worth and (now, place) > worth[0]:
            heappush(worth, (now, place))
            continue
        chosen.append(left[place])
        take(left[place], missing)
    return without_spare(chosen, missing)


def without_spare(chosen: list[AskingTest], missing: dict[str, int]) -> list[AskingTest]:
    """Leave out again a test of which all is asked by later ones too, the slowest first."""
    spare = set()
    for one in sorted(chosen, key=lambda one: one.seconds, reverse=True):
        # Below nothing is what is asked more often than it must be.
        if not one.always and all(missing[shape] < 0 for shape in one.asked):
            spare.add(one.test)
            for shape in one.asked:
                missing[shape] += 1
    return [one for one in chosen if one.test not in spare]


def worth_of(note: AskingTest, missing: dict[str, int]) -> float:
    """Say how many statements a test still brings for a second, and a little for coming at all."""
    return sum(missing[shape] > 0 for shape in note.asked) / (note.seconds + 0.01)


def take(note: AskingTest, missing: dict[str, int]) -> None:
    """Count off what a test asks."""
    for shape in note.asked:
        missing[shape] -= 1


running: list[AskingTest] = []


def notes_folder() -> Path:
    """Say where notes are kept; without it there is nothing to do for this module."""
    return Path(os.environ["NOTES"])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note what a test asks from its first fixture to its last."""
    note = AskingTest(item.nodeid, always=bool(item.keywords.get("asks_always")))
    running.append(note)
    began = time.process_time()
    try:
        return (yield)
    finally:
        running.pop()
        note.seconds = round(time.process_time() - began, 3)
        note.asked.discard("")
        if runs_on_both(item) and not (notes_folder() / CHOSEN).exists():
            with (notes_folder() / f"{os.getpid()}.jsonl").open("a") as file:
                file.write(json.dumps(asdict(note) | {"asked": sorted(note.asked)}) + "\n")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what always runs, before tests/conftest.py marks the rest; leave out what need not."""
    for item in items:
        by_hand = item.get_closest_marker("database") or item.get_closest_marker("process")
        if by_hand or "transactional_db" in getattr(item, "fixturenames", ()) or in_threads(item):
            item.keywords["asks_always"] = True
    file = notes_folder() / CHOSEN
    if not file.exists():
        return
    told = json.loads(file.read_text())
    left_out = set(told["left_out"])
    config.hook.pytest_deselected(items=[one for one in items if one.nodeid in left_out])
    items[:] = [one for one in items if one.nodeid not in left_out]


def runs_on_both(item: pytest.Item) -> bool:
    """Say whether PostgreSQL is asked by a test at all: browsers see one database alone."""
    return bool(item.get_closest_marker("database")) and not item.get_closest_marker("browser")


def in_threads(item: pytest.Item) -> bool:
    """Say whether a test really commits, so that others see it: two who meet are judged so."""
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))


def noting[**P, T](run: Callable[P, T]) -> Callable[P, T]:
    """Note each statement that a cursor runs; a test that meets a refusal always runs."""

    def note(cursor: Any, sql: Any, *more: Any) -> T:
        if running and isinstance(sql, str):
            running[-1].asked.add(shape_of(sql))
        try:
            return run(cursor, sql, *more)
        except DatabaseError:
            if running:
                running[-1].always = True
            raise

    return note


def choose(folder: Path) -> str:
    """Read all notes and write which tests are left out; say how much is saved."""
    lines = [line for file in folder.glob("*.jsonl") for line in file.read_text().splitlines()]
    notes = [AskingTest(**(one | {"asked": set(one["asked"])})) for one in map(json.loads, lines)]
    chosen = needed(notes)
    left_out = {one.test for one in notes} - {one.test for one in chosen}
    (folder / CHOSEN).write_text(json.dumps({"left_out": sorted(left_out)}))
    spent, saved = (sum(one.seconds for one in some) for some in (chosen, notes))
    return (
        f"{len(chosen)} of {len(notes)} tests ask each statement {TIMES} times:"
        f" {spent:.0f} of {saved:.0f} s."
    )


def pytest_configure() -> None:
    """Listen to every cursor from now on."""
    CursorWrapper.execute = noting(CursorWrapper.execute)
    CursorWrapper.executemany = noting(CursorWrapper.executemany)


if __name__ == "__main__":
    print(choose(notes_folder()))

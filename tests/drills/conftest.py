"""What the drills found: `make drill` writes it into docs/operating.md."""

import os
import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection

from .served import LONG

PAGE = settings.BASE_DIR / "docs" / "operating.md"
TABLE = re.compile(r"(<!-- drills -->\n).*?(<!-- /drills -->)", re.DOTALL)
HEAD = "| Drill | Database | Found | Load average | Day |\n| --- | --- | --- | --- | --- |\n"
found: list[str] = []


@pytest.fixture
def drilled():
    """Note what a drill found: what was done, and what came of it."""

    def note(what: str, came: str) -> None:
        day = date.today()  # noqa: DTZ011 - where it ran
        busy = f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        found.append(f"| {what} | {connection.display_name} | {came} | {busy} | {day} |\n")

    return note


def drill_of(row: str) -> tuple[str, ...]:
    """Read what was done and on which database, from a row of the table."""
    return tuple(row.split(" | ")[:2])


def pytest_sessionfinish() -> None:
    """Write the table after a long run; what was found by others, or on another database, stays."""
    if not (LONG and found):
        return
    text = PAGE.read_text(encoding="utf-8")
    before = [one for one in TABLE.search(text)[0].splitlines(keepends=True) if one[:2] == "| "]
    anew = {drill_of(one) for one in found}
    others = [one for one in before[2:] if drill_of(one) not in anew]
    table = HEAD + "".join(sorted(found + others))
    PAGE.write_text(TABLE.sub(lambda one: one[1] + table + one[2], text), encoding="utf-8")

"""What the drills found: `make drill` writes it into docs/operating.md."""

import os
import re
from datetime import date

import pytest
from django.conf import settings

from .served import LONG

PAGE = settings.BASE_DIR / "docs" / "operating.md"
TABLE = re.compile(r"(<!-- drills -->\n).*?(<!-- /drills -->)", re.DOTALL)
found: list[tuple[str, str]] = []


@pytest.fixture
def drilled():
    """Note what a drill found: what was done, and what came of it."""

    def note(what: str, came: str) -> None:
        load = os.getloadavg()[0]
        found.append((what, f"{came} | {load:.1f}"))

    return note


def pytest_sessionfinish() -> None:
    """Write the table after a long run."""
    if not (LONG and found):
        return
    rows = "".join(f"| {what} | {came} |\n" for what, came in found)
    table = f"Run on {date.today()}, {os.cpu_count()} cores.\n\n"  # noqa: DTZ011 - where it ran
    table += f"| Drill | Found | Load average |\n| --- | --- | --- |\n{rows}"
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(TABLE.sub(lambda one: one[1] + table + one[2], text), encoding="utf-8")

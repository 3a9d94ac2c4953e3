"""What a row of a list of caseloads would write, and how a line stands."""

from datetime import datetime
from typing import Any, NamedTuple

from workload.models import CaseloadLine
from workload.weeks.caseloads import FIELDS

from .caseload_columns import ADD_ONS

SUBMISSIONS = "submissions"
STORED = (*FIELDS, "unit_id", "opened_at", "closed_at", "brought_at", SUBMISSIONS)
# What a list writes of a line that is there already.
WRITTEN = (*FIELDS, "closed_at", "brought_at", SUBMISSIONS)


class LineOfRow(NamedTuple):
    """What a row would write: a line, new or there, and its fields as they would be."""

    line: CaseloadLine
    values: dict[str, Any]


def compared_field(line: CaseloadLine, key: str) -> Any:
    """Read a field of a line as it is compared."""
    return sorted(line.add_ons) if key == ADD_ONS else getattr(line, key)


def stand_of_line(line: CaseloadLine) -> dict[str, Any]:
    """Write how a line stands, as JSON."""
    found = {key: getattr(line, key) for key in STORED}
    return {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in found.items()
    }


def stored_moment(text: str | None) -> datetime | None:
    """Read a moment that was written as JSON."""
    return datetime.fromisoformat(text) if text else None

"""Tombstones in a file beside the database: a restored backup knows nothing of later ones."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from .models import Tombstone


def path() -> Path:
    """Say where the file is."""
    return settings.DATA_DIR / "tombstones.jsonl"


def line(one: Tombstone) -> str:
    """Write one tombstone as a line of JSON, always the same for the same one."""
    before = one.before and one.before.isoformat()
    at = one.at.astimezone(UTC).isoformat()
    return json.dumps({"person": str(one.person), "before": before, "at": at})


def parsed(text: str) -> Tombstone:
    """Read a line; what `line` did not write is a ValueError or a KeyError."""
    found = json.loads(text)
    before = found["before"] and date.fromisoformat(found["before"])
    return Tombstone(
        person=UUID(found["person"]), before=before, at=datetime.fromisoformat(found["at"])
    )


def write_out() -> int:
    """Append the tombstones that the file lacks and return how many. Safe to repeat."""
    there = set(path().read_text().splitlines()) if path().exists() else set()
    lacking = [text for one in Tombstone.objects.order_by("at") if (text := line(one)) not in there]
    if lacking:
        with path().open("a") as file:
            file.write("".join(f"{text}\n" for text in lacking))
            file.flush()
            os.fsync(file.fileno())
    return len(lacking)


def read(file: Path) -> list[Tombstone]:
    """Read a file of tombstones and those of the database, each once, oldest first."""
    texts = file.read_text().splitlines() if file.exists() else []
    found = {line(one): one for one in map(parsed, filter(None, texts))}
    found |= {line(one): one for one in Tombstone.objects.all()}
    return sorted(found.values(), key=lambda one: one.at)

"""What keeps pages from being served as they should be, for a monitor that needs no key.

A fixed line for each, so that nothing is told of the inside, and quick enough to be asked every few
seconds. `doctor` says more, to an operator alone.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError

from config.cluster.report import work_report

from . import around, clocks, inside
from .doctor import Look, looked_at


def room(now: datetime) -> Iterator[str]:
    """Say that the data of the pages has little room, or takes no file."""
    left = shutil.disk_usage(settings.DATA_DIR).free
    if left < around.SMALLEST_SPACE or not os.access(settings.DATA_DIR, os.W_OK):
        yield "disk"


# Newer tables than the code are no fault: old pages answer while an upgrade is under way.
LOOKS: dict[str, Look] = {
    "database: takes nothing new": inside.writable,
    "migrations: not applied": inside.unmigrated,
    "static files: not collected": around.uncollected,
    "disk: full or nearly": room,
}


def unready(now: datetime) -> list[str]:
    """Say what is wrong, a line each; what cannot be looked at is wrong too."""
    if clocks.hold_pages(now):
        return ["clock: apart from the database's"]
    if looked_at([inside.answers], now):
        return ["database: away"]
    found = [line for line, look in LOOKS.items() if looked_at([look], now)]
    return found + [f"{name}: late" for name in late_work(now)]


def late_work(now: datetime) -> list[str]:
    """Name what waits for too long; jobs and mail where the database fails."""
    try:
        return work_report(now).late
    except DatabaseError:
        return ["jobs", "mail"]

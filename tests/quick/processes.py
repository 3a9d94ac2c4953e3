"""The programs that a test starts: which live, and when something of them is so."""

import time
from collections.abc import Callable
from pathlib import Path

# Seconds after which a wait counts as hanging; nothing is measured by it, and machines are busy.
HANGS = 300


def living() -> dict[int, int]:
    """Every process that is not just waiting to be forgotten, with its parent."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            found[int(path.parent.name)] = int(parent)
    return found


def family(pid: int) -> set[int]:
    """A process with its children and theirs."""
    parents, found = living(), {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def until(comes: Callable[[], bool], within: float = HANGS) -> None:
    """Wait until something is so; it is looked at twenty times a second."""
    last = time.monotonic() + within
    while not comes():
        assert time.monotonic() < last
        time.sleep(0.05)

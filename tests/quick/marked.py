"""A test that starts a program says so with the mark `process`, for `make quick` leaves it out."""

import sys
from collections.abc import Generator
from pathlib import Path

import pytest

STARTING = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"}
MAY_START = ("process", "browser", "redis")
# A library's own, done at once: matplotlib asks which fonts the machine has, cffi where Pango is.
ASKED_BY_LIBRARIES = {"fc-list", "ldconfig", "gcc", "cc", "ld", "objdump"}
running: list[pytest.Item] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Remember a test as long as it runs."""
    running.append(item)
    try:
        return (yield)
    finally:
        running.pop()


def refuse_unmarked(event: str, args: tuple[object, ...]) -> None:
    """Refuse a program before it starts where the test that asks for it has no mark."""
    if event not in STARTING or not running:
        return
    if Path(str(next(iter(args), ""))).name in ASKED_BY_LIBRARIES:
        return
    if not any(map(running[-1].get_closest_marker, MAY_START)):
        raise AssertionError("Starts a program: mark the test with `pytest.mark.process`.")


# Python has no way to end a hook: it watches what this process starts until it ends.
sys.addaudithook(refuse_unmarked)

"""A test that starts a program says so with the mark `process`, for `make quick` leaves it out.

What starts programs is watched by itself: a hook of Python's for audits would hear of every `id()`.
"""

import os
import subprocess
from collections.abc import Callable, Generator
from functools import wraps
from pathlib import Path

import pytest

from training.formats.apart import BEGIN

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


def refuse_unmarked(program: object = "") -> None:
    """Refuse a program before it starts where the test that asks for it has no mark."""
    if not running or Path(str(program)).name in ASKED_BY_LIBRARIES:
        return
    if not any(map(running[-1].get_closest_marker, MAY_START)):
        raise AssertionError("Starts a program: mark the test with `pytest.mark.process`.")


def reads_a_file(command: object) -> bool:
    """Say whether a command is ours that reads one file of others, done at once."""
    return isinstance(command, list) and BEGIN in command


def watched[**P, T](start: Callable[P, T]) -> Callable[P, T]:
    """Watch a way to start a program."""

    @wraps(start)
    def watch(*args: P.args, **kwargs: P.kwargs) -> T:
        if not any(map(reads_a_file, args)):
            refuse_unmarked(next(iter(args), ""))
        return start(*args, **kwargs)

    return watch


def first_word(command: object) -> object:
    """Name the program of a command, which may be one text or a list of words."""
    return command if isinstance(command, str | bytes | os.PathLike) else next(iter(command), "")


class WatchedPopen(subprocess.Popen):
    """What `subprocess` starts, and with it `os.popen`, and what libraries start."""

    def __init__(self, args, *more, **about):
        if not reads_a_file(args):
            refuse_unmarked(about.get("executable") or first_word(args))
        super().__init__(args, *more, **about)


def watch() -> None:
    """Watch every way to start a program from Python."""
    subprocess.Popen = WatchedPopen
    for name in ("fork", "forkpty", "posix_spawn", "posix_spawnp", "system"):
        setattr(os, name, watched(getattr(os, name)))


watch()

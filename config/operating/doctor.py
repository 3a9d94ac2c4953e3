"""Everything that is wrong, in sentences: before a start, and at any time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import DatabaseError

from people.tenancy.context import everywhere

from . import around, clocks, inside

type Look = Callable[[datetime], Iterator[str]]

AROUND: tuple[Look, ...] = (
    around.unsafe_settings,
    around.folders,
    around.static_files,
    around.mail,
    around.line,
    around.redis,
    around.last_backup,
    around.helpline,
)
INSIDE: tuple[Look, ...] = (
    inside.roles,
    inside.writable,
    inside.migrations,
    inside.sealed_mappings,
    inside.sealed_texts,
    inside.trail,
    inside.timetable,
    inside.queues,
    inside.clock,
)


def examine(now: datetime) -> list[str]:
    """Look at everything; what cannot be looked at is a finding too."""
    found = looked_at(AROUND, now)
    return found + (looked_at([inside.answers], now) or looked_at(INSIDE, now))


def kept_from_starting(now: datetime, *, jobs: bool = False) -> list[str]:
    """Say why a process must not start; a database that is away for the moment is no reason.

    A page can say what does not work now. A job cannot, so the queue needs more.
    """
    found = looked_at([around.redis, clock_of_jobs], now) if jobs else []
    if looked_at([inside.answers], now):
        return found
    return found + looked_at([inside.migrations, *[inside.writable] * jobs], now)


def doubts(now: datetime) -> list[str]:
    """Say what works badly from the start; quick enough for each start."""
    found = looked_at([around.own_folder, around.redis], now)
    if away := looked_at([inside.answers], now):
        return found + away
    return found + looked_at([inside.writable, inside.sealed_mappings, inside.queues], now)


def clock_of_jobs(now: datetime) -> Iterator[str]:
    """Say that no job may run here: the clock is off, by the database's."""
    with suppress(DatabaseError):
        if wrong := clocks.apart(now):
            yield wrong


@everywhere()
def looked_at(looks: Sequence[Look], now: datetime) -> list[str]:
    """Collect the sentences of several looks."""
    found: list[str] = []
    for look in looks:
        try:
            found += look(now)
        except Exception as wrong:  # whatever breaks a look is itself a finding
            found.append(f"Nobody could look at {look.__name__.replace('_', ' ')}: {wrong}")
    return found

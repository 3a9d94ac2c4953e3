"""What is inside the database and beside it, looked at for `doctor`."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.checks import Tags, run_checks
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django_q.models import Schedule
from django_q.status import Stat

from config.schedules import TIMETABLE
from people.audit import chain
from people.keys.unopened import unopened
from people.models import AccessEvent

from . import clocks, same_settings
from .code import code_digest, code_of
from .contents import missing_keys, needed_keys, unknown_migrations
from .steps import applied_steps, written_steps

# The queue looks at its timetable each half minute, and some job is due every ten minutes.
LATE = timedelta(hours=1)
# So many links of the access log are looked at, from the first to the last.
LINKS = 50
TOO_NEW = (
    "The database is newer than this code, which does not have {}. Use the code that migrated it,"
    " or a later one; nothing was changed."
)


def answers(now: datetime) -> Iterator[str]:
    """Say why the database does not answer."""
    try:
        connection.ensure_connection()
    except DatabaseError as wrong:
        yield f"The database does not answer: {first_line(wrong)}."


def first_line(wrong: Exception) -> str:
    """Give the first line of an error."""
    return (str(wrong).strip().splitlines() or ["it says nothing"])[0].rstrip(".")


def writable(now: datetime) -> Iterator[str]:
    """Say why nothing can be written; nothing is."""
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SHOW transaction_read_only")
                    if cursor.fetchone()[0] == "on":
                        yield "The database takes nothing new: it is read-only or a replica."
            transaction.set_rollback(True)
    except DatabaseError as wrong:
        yield f"Nothing can be written to the database: {first_line(wrong)}."


def roles(now: datetime) -> Iterator[str]:
    """Say what is wrong with the role of the pages."""
    found = run_checks(
        tags=[Tags.database],
        databases=["default"],
        include_deployment_checks=bool(settings.WEB_ROLE) or not settings.DEMO,
    )
    for one in found:
        if one.is_serious():
            yield f"{one.msg} {one.hint or ''}".strip()


def migrations(now: datetime) -> Iterator[str]:
    """Say that the tables and the code are not of one version."""
    if unknown := unknown_migrations([f"{app}.{name}" for app, name in applied_steps()]):
        yield TOO_NEW.format(unknown[-1])
        return
    yield from unmigrated(now)


def unmigrated(now: datetime) -> Iterator[str]:
    """Say that the tables are older than the code."""
    if written_steps() <= applied_steps():
        return
    # Some may stand for others that the database had: Django knows.
    executor = MigrationExecutor(connection)
    if pending := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"The tables are older than this code, by {len(pending)} steps: run `migrate`."


def sealed_mappings(now: datetime) -> Iterator[str]:
    """Say which keys are missing, by the names that sealed answers and notes begin with."""
    with connection.cursor() as cursor:

        def ask(query: str) -> list[tuple]:
            cursor.execute(query)
            return cursor.fetchall()

        needed = needed_keys(ask, set(connection.introspection.table_names(cursor)))
    if lost := missing_keys(needed):
        yield lacks(f"a key that sealed {', '.join(sorted(lost))}: those values do not open")


def lacks(what: str) -> str:
    """Say that KEY_RING lacks something, and what to do."""
    return f"KEY_RING lacks {what}. Add the key that was in use, at the end of KEY_RING."


def sealed_texts(now: datetime) -> Iterator[str]:
    """Say which texts no key opens; each is tried."""
    for purpose, closed in unopened().items():
        yield lacks(f"a key: {closed} of {purpose} do not open")


def trail(now: datetime) -> Iterator[str]:
    """Say where links of the access log do not hold; a few are looked at, from all its length."""
    length = chain.length()
    places = {1, length, *range(1, length, max(1, length // LINKS))} if length else set()
    near = places | {place - 1 for place in places}
    events = {one.place: one for one in AccessEvent.objects.filter(place__in=near)}
    for place in sorted(places):
        before = events[place - 1].seal if place - 1 in events else ""
        if place not in events or not chain.holds(events[place], before):
            yield (
                f"The access log does not hold at place {place}: its key is missing in KEY_RING, or"
                " an event was changed. Run `verify_trail`."
            )
            return


def timetable(now: datetime) -> Iterator[str]:
    """Say which jobs are missing, and whether they run."""
    rows = Schedule.objects.filter(func="config.queue.run")
    there = set(rows.values_list("name", flat=True))
    if absent := sorted(TIMETABLE.keys() - there):
        yield f"The timetable lacks {', '.join(absent)}: run `migrate`."
    if unknown := sorted(there - TIMETABLE.keys()):
        yield f"The timetable has {', '.join(unknown)}, which this code does not: run `migrate`."
    # A job that names its first run begins in the past.
    late = rows.exclude(name__in=[name for name, how in TIMETABLE.items() if "next_run" in how])
    due = late.aggregate(first=Min("next_run"))["first"]
    if due and due < now - LATE:
        yield f"Jobs wait since {due:%Y-%m-%d %H:%M} UTC: is the job queue (qcluster) running?"


def queues(now: datetime) -> Iterator[str]:
    """Say which running job queue has another code than this, or other settings."""
    for one in Stat.get_all():
        running = code_of(one.host, one.pid)
        if running and running != code_digest():
            yield (
                f"The job queue on {one.host} (process {one.pid}) runs other code than this:"
                " restart it, or jobs that it does not know fail and are tried again."
            )
        others = same_settings.hashes_of(one.host, one.pid) or {}
        if differ := same_settings.that_differ(others):
            yield (
                f"The job queue on {one.host} (process {one.pid}) has other settings than this:"
                f" {', '.join(differ)}. They have to be alike on all hosts."
            )


def clock(now: datetime) -> Iterator[str]:
    """Say that the clock is wrong, by the database's and by the newest entry of the access log."""
    if found := clocks.apart(now):
        yield found
    newest = AccessEvent.objects.order_by("-pk").values_list("at", flat=True).first()
    if newest and newest > now + clocks.DRIFT:
        yield f"The clock is behind: an entry of the access log is of {newest:%Y-%m-%d %H:%M} UTC."

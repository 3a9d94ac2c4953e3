"""The one statement of what waits, written once a process for all people who are alike."""

from datetime import date, datetime
from functools import lru_cache

from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, Count, Min, QuerySet, Value
from django.db.models.functions import Cast

from people.models import Person
from people.statements import cursor_for
from people.viewer_statements import STANDING, MadeUpViewer, exchanger, is_made_up, without_numbers

from .kinds import PENDING_KINDS, PendingKind


def counted(kind: PendingKind, person: Person, now: datetime) -> QuerySet:
    """Count what waits of one kind: its code, how many, since which day, and one of them."""
    target = Min(Cast(kind.one_by, CharField())) if kind.one else Value("")
    return (
        kind.rows(person, now)
        .order_by()
        .values(kind_code=Value(kind.code))
        .annotate(kind_count=Count("pk", distinct=True), kind_since=kind.since, kind_target=target)
        .values_list("kind_code", "kind_count", "kind_since", "kind_target")
    )


def write(person: Person, now: datetime) -> tuple[str, tuple] | None:
    """Write the statement for all kinds of a person's roles, or none where nothing can wait."""
    kinds = [kind for kind in PENDING_KINDS.values() if person.roles.intersection(kind.roles)]
    parts = [counted(kind, person, now) for kind in kinds]
    if not parts:
        return None
    try:
        return parts[0].union(*parts[1:], all=True).query.sql_with_params()
    except EmptyResultSet:
        return None


@lru_cache(maxsize=512)
def written_for(made_up: MadeUpViewer) -> tuple[str, tuple, list[int]] | None:
    """Write the statement for a made-up viewer, once a process; say which values are exchanged."""
    if (found := write(made_up.person(), STANDING)) is None:
        return None
    sql, values = found
    return sql, values, [place for place, one in enumerate(values) if is_made_up(one)]


def run(person: Person, now: datetime) -> list[tuple[str, int, date | None, str]]:
    """Count all that waits for a person: by kind how many, since which day, and one of them."""
    made_up, numbers = without_numbers(person)
    if (found := written_for(made_up)) is None:
        return []
    sql, values, places = found
    given, exchange = list(values), exchanger(numbers, now)
    for place in places:
        given[place] = exchange(given[place])
    with cursor_for(given) as cursor:
        cursor.execute(sql, given)
        rows = cursor.fetchall()
    return [(code, count, day_of(since), target or "") for code, count, since, target in rows]


def day_of(since: date | str | None) -> date | None:
    """Read a day, which SQLite gives as text."""
    return date.fromisoformat(since) if isinstance(since, str) else since

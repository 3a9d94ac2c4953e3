"""The one statement of what waits, written once a process for all people who are alike.

To write it costs ten times what it costs to run. It differs between two people only in numbers:
theirs, their units', and the moment. So it is written for a stand-in who has the same roles in
the same order of units under numbers that no row has, and these are exchanged each time.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Count, Min, QuerySet, Value
from django.db.models.functions import Cast

from people.models import Charge, Membership, Person, Unit
from people.weeks import BANGKOK, today

from .kinds import PENDING_KINDS, PendingKind

# No row has these numbers and this day.
FIRST = 8_000_000_000_000
STANDING = datetime.combine(date(2950, 1, 1), time(12), BANGKOK)
NUMBER = re.compile(r"(?<!\d)80000000\d{5}(?!\d)")
FAR = re.compile(r"29[45]\d-\d\d-\d\d( [\d:.]+)?")


@dataclass(frozen=True)
class StandIn:
    """A person without their numbers: each is a place in a list of numbers."""

    is_active: bool
    open_to_talk: bool
    # Of each membership: its role, the places of its unit's lineage, and whether that is a root.
    held: tuple[tuple[str, tuple[int, ...], bool], ...]
    # Of each unit with people the person answers for: its place, and how many lead it.
    members: tuple[tuple[int, int], ...]
    supervisors: tuple[tuple[int, int], ...]

    def person(self) -> Person:
        """Make the person under numbers that no row has."""
        made = Person(
            pk=FIRST,
            organisation_id=FIRST + 1,
            is_active=self.is_active,
            open_to_talk=self.open_to_talk,
        )
        made.today = today(STANDING)
        made.every_membership = [
            Membership(person=made, unit=unit_at(places, root), role=role, starts=date.min)
            for role, places, root in self.held
        ]
        made.charge = Charge(
            *(
                {FIRST + place: leads for place, leads in each}
                for each in (self.members, self.supervisors)
            )
        )
        return made


def unit_at(places: tuple[int, ...], root: bool) -> Unit:
    """Make a unit under numbers that no row has."""
    ids = [FIRST + place for place in places]
    path = "".join(f"{one}." for one in ids)
    return Unit(pk=ids[-1], path=path, parent_id=None if root else ids[0])


def without_numbers(person: Person) -> tuple[StandIn, list[int]]:
    """Take the numbers out of what decides on a person's statement."""
    places: dict[object, int] = {person.pk: 0}
    numbers = [person.pk, person.organisation_id]

    def place(number: int) -> int:
        """Give a unit's place, the same each time."""
        if ("unit", number) not in places:
            places["unit", number] = len(numbers)
            numbers.append(number)
        return places["unit", number]

    held = tuple(
        (one.role, tuple(place(unit) for unit in one.unit.lineage), not one.unit.parent_id)
        for one in person.current_memberships
    )
    charge = person.charge
    led = [
        tuple((place(unit), leads) for unit, leads in each.items())
        for each in (charge.members_of, charge.supervisors_of)
    ]
    return StandIn(person.is_active, person.open_to_talk, held, *led), numbers


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
def written_for(stand_in: StandIn) -> tuple[str, tuple] | None:
    """Write the statement for a stand-in, once a process."""
    return write(stand_in.person(), STANDING)


def exchanged(value: Any, numbers: Sequence[int], now: datetime) -> Any:
    """Put a person's number, or a day or moment as far from now, in place of the stand-in's."""
    if isinstance(value, int) and value >= FIRST:
        return numbers[value - FIRST]
    if isinstance(value, datetime):
        return now + (value - STANDING)
    if isinstance(value, date):
        return today(now) + (value - today(STANDING))
    if not isinstance(value, str):
        return value
    if FAR.fullmatch(value):  # SQLite is given days and moments as text
        return exchanged_text(value, now)
    return NUMBER.sub(lambda found: str(numbers[int(found[0]) - FIRST]), value)


def exchanged_text(value: str, now: datetime) -> str:
    """Do so where a day or a moment is written as text."""
    if len(value) == len("2950-01-01"):
        return str(today(now) + (date.fromisoformat(value) - today(STANDING)))
    moment = now + (datetime.fromisoformat(value).replace(tzinfo=UTC) - STANDING)
    return str(moment.astimezone(UTC).replace(tzinfo=None))


def run(person: Person, now: datetime) -> list[tuple[str, int, date | None, str]]:
    """Count all that waits for a person: by kind how many, since which day, and one of them."""
    stand_in, numbers = without_numbers(person)
    if (found := written_for(stand_in)) is None:
        return []
    sql, values = found
    with connection.cursor() as cursor:
        cursor.execute(sql, [exchanged(one, numbers, now) for one in values])
        rows = cursor.fetchall()
    return [(code, count, day_of(since), target or "") for code, count, since, target in rows]


def day_of(since: date | str | None) -> date | None:
    """Read a day, which SQLite gives as text."""
    return date.fromisoformat(since) if isinstance(since, str) else since

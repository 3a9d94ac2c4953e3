"""Statements about a viewer, written once a process for all people who are alike.

To write such a statement costs ten times what it costs to run it. It differs between two people
only in numbers: theirs, their units', and the moment. So it is written for a made-up viewer who has
the same roles in the same order of units under numbers that no row has, and these are exchanged
each time. Statements that need no viewer are written once by people/statements.py.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache, update_wrapper
from typing import Any

from django.db.models import QuerySet

from people.models import Charge, Membership, Person, Unit
from people.statements import Written, open_values
from people.weeks import BANGKOK, today

# No row has these numbers and this day.
FIRST = 8_000_000_000_000
STANDING = datetime.combine(date(2950, 1, 1), time(12), BANGKOK)
NUMBER = re.compile(r"(?<!\d)80000000(\d{5})(?!\d)")
FAR = re.compile(r"29[45]\d-\d\d-\d\d( [\d:.]+)?")
FOR_ALIKE: list["StatementForAlike"] = []


@dataclass(frozen=True)
class MadeUpViewer:
    """A person without their numbers: each is a place in a list of numbers."""

    is_active: bool
    open_to_talk: bool
    # On a long absence today.
    away: bool
    # Of each membership: its role, the places of its unit's lineage, and whether that is a root.
    held: tuple[tuple[str, tuple[int, ...], bool], ...]
    # Of each unit with people the person answers for: its place, and how many lead it.
    members: tuple[tuple[int, int], ...]
    supervisors: tuple[tuple[int, int], ...]
    # The places of those who lead the latter.
    lower_leads: tuple[int, ...]

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
        for one in made.every_membership:
            one.away_until = date.max if self.away else None
        members, supervisors = (
            {FIRST + place: leads for place, leads in each}
            for each in (self.members, self.supervisors)
        )
        made.charge = Charge(members, supervisors, [FIRST + one for one in self.lower_leads])
        return made


def unit_at(places: tuple[int, ...], root: bool) -> Unit:
    """Make a unit under numbers that no row has."""
    ids = [FIRST + place for place in places]
    path = "".join(f"{one}." for one in ids)
    return Unit(pk=ids[-1], path=path, parent_id=None if root else ids[0])


def without_numbers(person: Person) -> tuple[MadeUpViewer, list[int]]:
    """Take the numbers out of what decides on a person's statement; once for all of a page."""
    known = (
        person.is_active,
        person.open_to_talk,
        person.away_until,
        [(one.pk, one.role) for one in person.current_memberships],
    )
    taken = vars(person.charge).get("without_numbers")
    if not taken or taken[0] != known:
        taken = vars(person.charge)["without_numbers"] = known, take_numbers(person)
    return taken[1]


def take_numbers(person: Person) -> tuple[MadeUpViewer, list[int]]:
    """Give what stays of a person, and the numbers of these places."""
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
    members, supervisors = (
        tuple((place(unit), leads) for unit, leads in each.items())
        for each in (charge.members_of, charge.supervisors_of)
    )
    lower_leads = tuple(range(len(numbers), len(numbers) + len(charge.lower_leads)))
    numbers.extend(charge.lower_leads)
    return MadeUpViewer(
        is_active=person.is_active,
        open_to_talk=person.open_to_talk,
        away=bool(person.away_until),
        held=held,
        members=members,
        supervisors=supervisors,
        lower_leads=lower_leads,
    ), numbers


def exchanger(numbers: Sequence[int], now: datetime) -> Callable[[Any], Any]:
    """Make what exchanges the values of a statement, in which the same few stand in many places."""
    each = cache(lambda one: exchanged(one, numbers, now))
    return lambda one: exchanged(one, numbers, now) if isinstance(one, list) else each(one)


def exchanged(value: Any, numbers: Sequence[int], now: datetime) -> Any:
    """Put a person's number, or a day or moment as far from now, in place of the made-up one."""
    if isinstance(value, int) and value >= FIRST:
        return numbers[value - FIRST]
    if isinstance(value, datetime):
        return now + (value - STANDING)
    if isinstance(value, date):
        return today(now) + (value - today(STANDING))
    if isinstance(value, list):  # many numbers at once, as PostgreSQL takes them
        return [numbers[one - FIRST] if one >= FIRST else one for one in value]
    if not isinstance(value, str):
        return value
    if "80000000" not in value and not value.startswith("29"):  # most: neither is in it
        return value
    if FAR.fullmatch(value):  # SQLite is given days and moments as text
        return exchanged_text(value, now)
    # Every second piece is a place: those who lead a large organisation have thousands.
    pieces = NUMBER.split(value)
    pieces[1::2] = [str(numbers[int(one)]) for one in pieces[1::2]]
    return "".join(pieces)


def is_made_up(value: Any) -> bool:
    """Say whether a value of a statement may hold a number or a moment of the made-up viewer."""
    if isinstance(value, str):
        return "80000000" in value or value.startswith("29")
    return isinstance(value, date | list) or (isinstance(value, int) and value >= FIRST)


def exchanged_text(value: str, now: datetime) -> str:
    """Do so where a day or a moment is written as text."""
    if len(value) == len("2950-01-01"):
        return str(today(now) + (date.fromisoformat(value) - today(STANDING)))
    moment = now + (datetime.fromisoformat(value).replace(tzinfo=UTC) - STANDING)
    return str(moment.astimezone(UTC).replace(tzinfo=None))


class StatementForAlike:
    """A statement about a viewer and a moment; a call gives its rows as a list."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self.written_for = lru_cache(maxsize=512)(self.write_for)
        update_wrapper(self, build)

    def write_for(self, made_up: MadeUpViewer, paged: bool = False) -> Written:
        """Write it for a made-up viewer; what is asked beside viewer and moment comes later."""
        later = open_values(self.build, beside=("viewer", "now"))
        found = self.build(made_up.person(), STANDING, **later)
        return Written(found, paged=paged, changes=is_made_up)

    def __call__(self, viewer: Person, now: datetime, **values: Any) -> list[Any]:
        return self.rows(viewer, now, values)

    def rows(
        self, viewer: Person, now: datetime, values: dict[str, Any], paged: bool = False
    ) -> list[Any]:
        """Run it for a viewer at a moment."""
        made_up, numbers = without_numbers(viewer)
        written = self.written_for(made_up, paged)
        return written.rows(values, exchanger(numbers, now))

    def page_by_page(
        self, viewer: Person, now: datetime, how_many: int, **values: Any
    ) -> "RowsByPage":
        """Give its rows, of which there are so many, to a paginator, which reads those it shows."""
        return RowsByPage(self, viewer, now, how_many, values)


@dataclass(frozen=True)
class RowsByPage:
    """The rows of a statement about a viewer, of which a slice is read when it is asked for."""

    statement: StatementForAlike
    viewer: Person
    now: datetime
    how_many: int
    values: dict[str, Any]

    def __len__(self) -> int:
        return self.how_many

    def __getitem__(self, asked: slice) -> list[Any]:
        span = {"limit": asked.stop - asked.start, "offset": asked.start}
        return self.statement.rows(self.viewer, self.now, self.values | span, paged=True)


def written_for_alike(build: Callable[..., QuerySet]) -> StatementForAlike:
    """Write the statement of a queryset once a process for all viewers who are alike.

    It must not ask for the language, for the day or for more of the viewer than roles and units.
    """
    FOR_ALIKE.append(statement := StatementForAlike(build))
    return statement

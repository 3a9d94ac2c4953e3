"""Rows of a list of people that name one person twice."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence

from django.utils.translation import gettext as _

from people.models import Person
from people.rules.phone_numbers import spoken_phone

from .cells import PersonCells


def refuse_doubles(rows: Sequence[PersonCells], whose: Mapping[int, Person]) -> None:
    """Refuse rows that name one person, number or address twice, each with the other row.

    `whose` has the person of each row that is about one who is there, by its number.
    """
    keys: tuple[tuple[str, Callable[[PersonCells], Hashable]], ...] = (
        ("number", lambda one: one.number.casefold()),
        ("email", lambda one: one.email),
        ("phone", lambda one: "" if one.number or one.email else one.phone),
        (
            "name",
            lambda one: "" if one.number or one.email or one.phone else one.name.casefold(),
        ),
        ("", lambda one: whose[one.row.number].pk if one.row.number in whose else ""),
    )
    for column, key in keys:
        by_key = defaultdict(list)
        for cells in rows:
            if value := key(cells):
                by_key[value].append(cells)
        for some in by_key.values():
            for cells in some if len(some) > 1 else ():
                if not any(column in ("", one.column) for one in cells.problems):
                    other = next(one.row.number for one in some if one is not cells)
                    cells.refuse(column, also_in(cells, column, other))


def also_in(cells: PersonCells, column: str, other: int) -> str:
    """Say in which other row the same stands."""
    said = {"number": cells.number, "email": cells.email, "phone": spoken_phone(cells.phone)}
    about = {"what": said.get(column) or cells.name, "n": other}
    return _("%(what)s is also in row %(n)s.") % about

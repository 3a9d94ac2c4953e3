"""How many things of a kind wait for a person, as their page would say it."""

import time_machine

from people.models import Person
from people.pending.reading import PendingLine, read_pending
from tests.makers import NOW


def line_of(person: Person, code: str, now=NOW) -> PendingLine | None:
    """Read one line of what waits for a person, read anew."""
    with time_machine.travel(now, tick=False):
        found = read_pending(Person.objects.get(pk=person.pk), now)
    return next((one for one in found.lines if one.kind.code == code), None)


def waits(person: Person, code: str, now=NOW) -> int:
    """Count what waits for a person of a kind."""
    found = line_of(person, code, now)
    return found.count if found else 0

"""What leading a team would ask of a person, said before they are chosen. An app registers it."""

from collections.abc import Callable
from datetime import date, datetime

from people.models import Membership, Person
from people.writing.sentences import Sentence

# Of a person who could lead, the role that ends, its last day, the viewer: what is said of a load.
LoadBefore = Callable[[Person, Membership, date, Person, datetime], list[Sentence]]
LOADS_BEFORE: list[LoadBefore] = []


def load_before(said: LoadBefore) -> LoadBefore:
    """Register what is said of a load."""
    LOADS_BEFORE.append(said)
    return said


def said_before(
    person: Person, member: Membership, last_day: date, *, viewer: Person, now: datetime
) -> list[Sentence]:
    """Say what leading in place of another would ask of a person, as far as the viewer may read."""
    return [line for said in LOADS_BEFORE for line in said(person, member, last_day, viewer, now)]

"""What a person's own calendar can show. Each app adds its parts when it loads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from django.conf import settings

from people.models import Person
from people.product_modules import route_is_open
from people.writing.sentences import Sentence
from training.formats.icalendar import CalendarEvent


@dataclass(frozen=True)
class CalendarPart:
    """One kind of events: what its box says, and the events of a person between two days.

    Titles tell no name, no case, no answer and no reason: a calendar is shown on locked screens
    and shared with others.
    """

    key: str
    label: Sentence
    # Where the person finds the same in the product. A module that is off takes both along.
    page: str
    # Of a person, from a day to a day, both counted.
    events: Callable[[Person, date, date], Iterable[CalendarEvent]]


CALENDAR_PARTS: dict[str, CalendarPart] = {}


def calendar_part(part: CalendarPart) -> None:
    """Add a part; a key that is taken is refused."""
    if part.key in CALENDAR_PARTS:
        raise ValueError(f"{part.key} is a part already.")
    CALENDAR_PARTS[part.key] = part


def open_parts(person: Person) -> list[CalendarPart]:
    """List the parts that a person can choose, without those of a module that is off."""
    return [one for one in CALENDAR_PARTS.values() if route_is_open(one.page, person)]


def event_uid(name: UUID) -> str:
    """Write the id of an event: the same for good, and of this installation alone."""
    return f"{name}@{urlsplit(settings.SITE_URL).hostname}"


def own_event_uid(person: Person, name: str) -> str:
    """Write the id of an event that has none of its own; it tells neither the person nor a day."""
    return event_uid(uuid5(person.public_id, name))

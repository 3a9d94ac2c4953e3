"""Calendars by RFC 5545, by a library: moments in UTC, or whole days. No Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True)
class CalendarEvent:
    """One event; `uid` stays the same for as long as the event is the same.

    It lasts from one moment to another, or whole days: then `ends` is the day after the last one.
    """

    uid: str
    starts: date
    ends: date
    title: str
    description: str = ""
    # Whether the time is taken: what only reminds of a day leaves it free.
    busy: bool = True


def calendar(events: Iterable[CalendarEvent], *, product: str, stamp: datetime) -> bytes:
    """Write a calendar; `stamp` is the moment at which it is written (RFC 5545, 3.6.1 and 3.8.7.2).

    A moment without a time zone is a ValueError, and so is an event that ends before it starts, or
    has a moment at one end and a day at the other.
    """
    # An eighth of a second that only feeds pay for.
    import icalendar

    written = icalendar.Calendar()
    written.add("version", "2.0")
    written.add("prodid", product)
    for event in events:
        entry = icalendar.Event()
        entry.add("uid", event.uid)
        entry.add("dtstamp", utc(stamp))
        starts, ends = day_or_moment(event.starts), day_or_moment(event.ends)
        if isinstance(starts, datetime) != isinstance(ends, datetime) or ends <= starts:
            raise ValueError(f"{event.uid} does not end after it starts")
        entry.add("dtstart", starts)
        entry.add("dtend", ends)
        entry.add("summary", event.title)
        if event.description:
            entry.add("description", event.description)
        if not event.busy:
            entry.add("transp", "TRANSPARENT")
        written.add_component(entry)
    return written.to_ical()


def day_or_moment(when: date) -> date:
    """Leave a day as it is, for it is one in every time zone; put a moment into UTC."""
    return utc(when) if isinstance(when, datetime) else when


def utc(moment: datetime) -> datetime:
    """Put a moment into UTC, which needs no VTIMEZONE; without a time zone it is a ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC)

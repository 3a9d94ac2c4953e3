"""Calendars by RFC 5545: CRLF, lines of 75 octets, moments in UTC. No Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

LINE_OCTETS = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True)
class Event:
    """One event; `uid` stays the same for as long as the event is the same."""

    uid: str
    starts: datetime
    ends: datetime
    title: str
    description: str = ""


def calendar(events: Iterable[Event], *, product: str, stamp: datetime) -> bytes:
    """Write a calendar; `stamp` is the moment at which it is written (RFC 5545, 3.6.1 and 3.8.7.2).

    A moment without a time zone is a ValueError.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{escape(product)}"]
    for event in events:
        lines += event_lines(event, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def event_lines(event: Event, stamp: datetime) -> list[str]:
    """Write one event as whole lines."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape(event.uid)}",
        f"DTSTAMP:{utc(stamp)}",
        f"DTSTART:{utc(event.starts)}",
        f"DTEND:{utc(event.ends)}",
        f"SUMMARY:{escape(event.title)}",
    ]
    if event.description:
        lines.append(f"DESCRIPTION:{escape(event.description)}")
    return [*lines, "END:VEVENT"]


def utc(moment: datetime) -> str:
    """Write a moment in UTC: 20261120T020000Z. UTC needs no VTIMEZONE."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escape(text: str) -> str:
    r"""Escape a text value: \ ; , and the ends of lines (RFC 5545, 3.3.11)."""
    return text.translate(ESCAPED)


def fold(line: str) -> bytes:
    """Break a line into pieces of 75 octets at most, never inside a letter (RFC 5545, 3.1).

    A piece that goes on begins with a space, which counts among its octets.
    """
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LINE_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"

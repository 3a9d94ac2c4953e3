"""What LINE tells the product: that a code was sent, or that a person blocked its account.

Texts are looked at for a code and then gone: none is kept or logged. An event that LINE tells twice
changes nothing the second time: a code opens once, and what is older than a link leaves it alone.
"""

import base64
import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils.crypto import constant_time_compare

from .actions import join_line, part_user

MESSAGE, UNFOLLOW = "message", "unfollow"
# LINE's own id of a user.
USER = re.compile(r"U[0-9a-f]{32}")
# A code with everything that people and phones put between its letters.
LONGEST_TEXT = 60


class UnreadableEventsError(Exception):
    """A signed body that is no list of events."""


@dataclass(frozen=True)
class LineEvent:
    """Something a LINE user did, of which the product takes note."""

    kind: str
    user: str
    said_at: datetime
    text: str = ""


def is_signed(body: bytes, signature: str) -> bool:
    """Say whether LINE signed a body, before a byte of it is read."""
    secret = settings.LINE_CHANNEL_SECRET.encode()
    made = base64.b64encode(hmac.digest(secret, body, "sha256")).decode()
    return constant_time_compare(signature, made)


def take_note(body: bytes, *, now: datetime) -> None:
    """Do what the events of a signed body ask for.

    What is told has happened: by a clock that runs ahead it happens now. Else no block would part
    who was joined by it, and a day at the end of all dates could not be written in a record.
    """
    for event in read_events(body):
        said_at = min(event.said_at, now)
        if event.kind == MESSAGE:
            join_line(typed=event.text, user=event.user, said_at=said_at, now=now)
        else:
            part_user(event.user, said_at=said_at)


def read_events(body: bytes) -> Iterator[LineEvent]:
    """Read the events of single users; what is of groups, of other kinds or odd is left out."""
    try:
        told = json.loads(body)
        events = told["events"]
    except (ValueError, RecursionError, TypeError, KeyError) as unreadable:
        raise UnreadableEventsError from unreadable
    if not isinstance(events, list):
        raise UnreadableEventsError
    for one in events:
        if isinstance(one, dict) and (event := read_event(one)):
            yield event


def read_event(told: dict) -> LineEvent | None:
    """Read one event; None if it is none of which the product takes note."""
    source, message = told.get("source"), told.get("message")
    if not isinstance(source, dict) or source.get("type") != "user":
        return None
    user, at = source.get("userId"), moment_of(told.get("timestamp"))
    if not isinstance(user, str) or not USER.fullmatch(user) or at is None:
        return None
    kind = told.get("type")
    if kind == UNFOLLOW:
        return LineEvent(UNFOLLOW, user, at)
    if kind != MESSAGE or not isinstance(message, dict) or message.get("type") != "text":
        return None
    text = message.get("text")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT or not is_whole(text):
        return None
    return LineEvent(MESSAGE, user, at, text)


def is_whole(text: str) -> bool:
    """Say whether a text can be written as bytes: JSON may hold half of a letter."""
    return text == text.encode(errors="replace").decode()


def moment_of(milliseconds: object) -> datetime | None:
    """Read when something happened, as LINE writes it."""
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool):
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None

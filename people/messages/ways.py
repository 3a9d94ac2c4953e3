"""The ways by which messages leave other than mail. Each registers itself when it loads.

A way gets a letter that is claimed and wanted; what it tells outside is neutral: that something
waits, and where. It raises what went wrong, and the letter is tried again or goes by mail.
"""

from datetime import datetime, timedelta
from typing import Protocol

from people.models import Channel, OutgoingLetter, Person

from .letters import LetterText


class UnreachedError(Exception):
    """This channel does not reach the person, now or later: the letter goes by mail instead."""


class WayAwayError(Exception):
    """The service behind a channel is away or takes nothing for now: all of it waits so long."""

    def __init__(self, cause: str, pause: timedelta | None = None):
        super().__init__(cause)
        self.pause = pause


class LetterTroubleError(Exception):
    """Something is wrong with this letter for now; it is tried again later."""


class MessageWay(Protocol):
    """How messages of one channel leave.

    A way may name in `join_at` the route of the page on which a person joins its channel.
    """

    def is_offered(self) -> bool:
        """Say whether this installation has what the channel needs."""

    def reaches(self, person: Person) -> bool:
        """Say whether the person has joined the channel: a phone, an account, an address."""

    def send(self, letter: OutgoingLetter, text: LetterText, now: datetime) -> None:
        """Send; raise UnreachedError, WayAwayError or LetterTroubleError."""


MESSAGE_WAYS: dict[Channel, MessageWay] = {}


def offered_channels() -> list[Channel]:
    """List the channels of this installation: mail, and those that have what they need."""
    return [
        one
        for one in Channel
        if one == Channel.MAIL or (one in MESSAGE_WAYS and MESSAGE_WAYS[one].is_offered())
    ]


def reaches(channel: Channel, person: Person) -> bool:
    """Say whether a channel reaches a person now."""
    return bool(person.email) if channel == Channel.MAIL else MESSAGE_WAYS[channel].reaches(person)


def joined_at(channel: Channel) -> str:
    """Name the route of the page on which a person joins a channel; empty where there is none."""
    if channel == Channel.MAIL:
        return "account_address"
    return getattr(MESSAGE_WAYS[channel], "join_at", "")


def message_way(channel: Channel, way: MessageWay) -> None:
    """Register how the messages of a channel leave. A taken channel is refused."""
    if channel in MESSAGE_WAYS:
        raise ValueError(f"{channel!r} is taken.")
    MESSAGE_WAYS[channel] = way

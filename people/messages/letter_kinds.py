"""How each kind of letter is written. The subject that sends a kind registers it when it loads."""

from collections.abc import Callable, Iterable
from datetime import datetime

from people.models import Channel, OutgoingLetter, Person, WaitingLine

from .letters import LetterText

# Writes a letter when it is sent; None if it is not wanted any more.
Writer = Callable[[OutgoingLetter, datetime], LetterText | None]
WRITERS: dict[str, Writer] = {}
# Of every kind without a writer of its own: the letter itself holds a neutral sentence and a page.
NOTICE = ""
# The kind of the one letter a day, and under which it is noted as sent to a person.
OF_THE_DAY = "day"


class NotNowError(Exception):
    """A letter that may leave at another hour."""

    def __init__(self, again: datetime):
        super().__init__()
        self.again = again


def letter_kind(kind: str) -> Callable[[Writer], Writer]:
    """Register who writes the letters of a kind. A taken kind is refused."""

    def add(writer: Writer) -> Writer:
        if kind in WRITERS:
            raise ValueError(f"{kind!r} is taken.")
        WRITERS[kind] = writer
        return writer

    return add


# Makes the address of a line when its mail is written; None leaves it where it leads.
AddressWriter = Callable[[Person, datetime], str | None]
LINE_ADDRESSES: dict[str, AddressWriter] = {}


def line_address(kind: str, writer: AddressWriter) -> None:
    """Register who writes the address of a kind's line in a mail. A taken kind is refused.

    A link that opens something is made so: nothing that opens anything waits in the outbox.
    """
    if kind in LINE_ADDRESSES:
        raise ValueError(f"{kind!r} is taken.")
    LINE_ADDRESSES[kind] = writer


def address_of_line(line: WaitingLine, letter: OutgoingLetter, now: datetime) -> str:
    """Say where a line leads: in a mail some kinds lead to a link that is made for it."""
    writer = LINE_ADDRESSES.get(line.kind) if letter.channel == Channel.MAIL else None
    made = writer(letter.recipient, now) if writer and letter.recipient else None
    return made or line.address


def led_lines(
    lines: Iterable[WaitingLine], letter: OutgoingLetter, now: datetime
) -> list[tuple[str, str]]:
    """Give each sentence of a letter's lines with the address where it leads, each once."""
    led = ((one.sentence, address_of_line(one, letter, now)) for one in lines)
    return list(dict.fromkeys(led))

"""How each kind of letter is written. The subject that sends a kind registers it when it loads."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext as in_language

from people.models import Channel, OutgoingLetter, Person, WaitingLine
from people.product_modules import OF_NOTICE, notice_is_open

from .letters import LetterText

# Writes a letter when it is sent; None if it is not wanted any more.
Writer = Callable[[OutgoingLetter, datetime], LetterText | None]
WRITERS: dict[str, Writer] = {}
# Of every kind without a writer of its own: the letter itself holds a neutral sentence and a page.
NOTICE = ""


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


def led_lines(
    lines: Iterable[WaitingLine], letter: OutgoingLetter, now: datetime
) -> list[tuple[str, str]]:
    """Give each sentence of a letter's lines with the address where it leads, each once.

    In a mail some kinds lead to a link that is made for it, one link for all lines of its writer.
    """
    made: dict[AddressWriter, str | None] = {}
    led = []
    for line in lines:
        writer = LINE_ADDRESSES.get(line.kind) if letter.channel == Channel.MAIL else None
        if writer and letter.recipient and writer not in made:
            made[writer] = writer(letter.recipient, now)
        address = made.get(writer) if writer else None
        led.append((line.sentence, address or line.address))
    return list(dict.fromkeys(led))


def drop_closed(letter: OutgoingLetter, person: Person) -> None:
    """Drop the lines of a letter that are of a module which was switched off meanwhile."""
    kinds = letter.lines.filter(kind__in=list(OF_NOTICE)).values_list("kind", flat=True)
    closed = [kind for kind in set(kinds) if not notice_is_open(kind, person)]
    letter.lines.filter(kind__in=closed).delete()


class Lines:
    """The lines of a letter, each once, translated when it is written."""

    def __init__(self, lines: list[WaitingLine], letter: OutgoingLetter, now: datetime) -> None:
        self.said = led_lines(lines, letter, now)

    def __str__(self) -> str:
        return "\n".join(f"{in_language(sentence)}\n{address}\n" for sentence, address in self.said)

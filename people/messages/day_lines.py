"""The lines that a letter of the day takes along, and how they are written."""

from datetime import datetime

from django.utils.translation import gettext as in_language

from people.models import OutgoingLetter, Person, WaitingLine
from people.product_modules import OF_NOTICE, notice_is_open

from .letter_kinds import led_lines


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

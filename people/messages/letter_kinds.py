"""How each kind of letter is written. The subject that sends a kind registers it when it loads."""

from collections.abc import Callable
from datetime import datetime

from people.models import OutgoingLetter

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

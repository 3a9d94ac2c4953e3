"""Read the cells of a row as people write them; what cannot be read is said at its column."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from hashlib import blake2b
from typing import Any

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from people.languages.known import offered_languages
from people.models import Named
from people.rules.lists.problems import UnclearCellError
from people.rules.lists.values import read_count, read_day, read_time, read_yes
from people.rules.typed_days import THAI_DIGITS
from people.writing.sentences import Sentence

from .kinds import ListRow, RowProblem


def plain_words(text: str) -> str:
    """Write words so that capitals, spaces, stops and lines make no difference."""
    kept = (one for one in text.translate(THAI_DIGITS).casefold() if one.isalnum() or one in MARKS)
    return "".join(kept) or text.strip()


# Thai vowels and tones are marks, not letters, to Unicode.
MARKS = frozenset(map(chr, range(0x0E31, 0x0E4F))) | set("+✓✔")


def choice_words(
    choices: type[models.TextChoices], also: Mapping[Any, Iterable[str]] | None = None
) -> dict[str, str]:
    """Index the values of choices by their labels in every language, and by other words."""
    found = {plain_words(str(one)): str(one) for one in choices.values}
    for language, _own in offered_languages():
        with override(language):
            found |= {plain_words(str(label)): value for value, label in choices.choices}
    for value, words in (also or {}).items():
        found |= {plain_words(word): value for word in words}
    return found


def named_by[Row: Named](rows: Iterable[Row]) -> dict[str, Row | None]:
    """Index rows by their names in every language; a name that two share leads to neither."""
    found: dict[str, Row | None] = {}
    for row in rows:
        for name in {plain_words(one) for one in row.name.values()}:
            found[name] = None if name in found else row
    return found


@dataclass
class RowCells:
    """The cells of one row, and what was wrong with those that were read."""

    row: ListRow
    problems: list[RowProblem] = field(default_factory=list)

    def text(self, key: str) -> str:
        """Read a text without the spaces around it."""
        return " ".join(self.row.cell(key).split())

    def refuse(self, key: str, sentence: Sentence, **about: Any) -> None:
        """Note what is wrong with a cell."""
        said = format_lazy(sentence, **about) if about else sentence
        self.problems.append(RowProblem(said, key))

    def wants(self, key: str, sentence: Sentence) -> bool:
        """Say whether a cell is filled; ask for it where it is not."""
        if not self.text(key):
            self.refuse(key, sentence)
            return False
        return True

    def read[Value](self, key: str, reader: Callable[[str], Value]) -> Value | None:
        """Read a cell as its kind is read; one that is not clear is refused in words."""
        if not (typed := self.text(key)):
            return None
        try:
            return reader(typed)
        except UnclearCellError as unclear:
            self.problems.append(RowProblem(str(unclear.sentence), key))
            return None

    def day(self, key: str) -> date | None:
        """Read a day in either era."""
        return self.read(key, read_day)

    def clock(self, key: str) -> time | None:
        """Read a time of day."""
        return self.read(key, read_time)

    def whole(self, key: str, least: int, most: int) -> int | None:
        """Read a whole number between two others."""
        found = self.read(key, read_count)
        if found is None or least <= found <= most:
            return found
        sentence = _("Please write a whole number from {least} to {most}.")
        self.refuse(key, sentence, least=least, most=most)
        return None

    def choice(self, key: str, words: Mapping[str, str], sentence: Sentence) -> str | None:
        """Read one of some words; another word is refused with a sentence that may name it."""
        if not (typed := self.text(key)):
            return None
        if (found := words.get(plain_words(typed))) is None:
            self.refuse(key, sentence, word=typed[:60])
        return found

    def yes(self, key: str) -> bool | None:
        """Read a yes or a no; None where nothing is said."""
        return self.read(key, read_yes)


def marked(*parts: object) -> str:
    """Make the mark of a row, of what would be done and of what it was judged against."""
    return "|".join("" if one is None else str(one) for one in parts)


def print_of_rows(*found: object) -> str:
    """Make one short text of what was read: another one as soon as anything differs."""
    return blake2b(repr(found).encode(), digest_size=16).hexdigest()

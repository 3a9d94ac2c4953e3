"""What a codebook is made of: tables of fields, their codes and rules, each in both languages."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from people.languages.known import ALWAYS
from people.languages.local_text import LocalText
from people.writing.sentences import Sentence

# Another one when a field gets another meaning, or goes; new fields alone need none.
FORMAT = "1"
# Letters of the hash that stand for it in versions of forms.
SHORT = 8


class FieldKind(models.TextChoices):
    """What stands in a field."""

    TEXT = "text", _("Text")
    WHOLE = "whole", _("A whole number")
    NUMBER = "number", _("A number")
    DAY = "day", _("Day")
    MOMENT = "moment", _("Day and time")
    YES = "yes", _("Yes or no")
    ONE = "one", _("One of")
    SEVERAL = "several", _("Several of")
    TABLE = "table", _("A table of its own")


class AskedWhere(models.TextChoices):
    """Where a form asks for a field: once for a person, for each line, or nowhere."""

    ONCE = "once"
    LINE = "line"
    NOWHERE = "nowhere"


def in_both(sentence: Sentence | Promise) -> LocalText:
    """Write a text of the product in Thai and English."""
    found = {}
    for language in ALWAYS:
        with override(language):
            found[language] = str(sentence)
    return LocalText(found)


@dataclass(frozen=True)
class BookCode:
    """A code that may stand in a field, and what it means."""

    code: str
    label: LocalText
    # What it weighs or counts by the project's own numbers, where it does.
    value: str = ""
    source: LocalText = LocalText()


@dataclass(frozen=True)
class BookField:
    """A field: its name in files, what people read, and what may stand in it."""

    name: str
    label: LocalText
    kind: FieldKind
    unit: LocalText = LocalText()
    needed: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    step: Decimal | None = None
    letters: int | None = None
    pattern: str = ""
    to_come: bool = True
    codes: tuple[BookCode, ...] = ()
    rule: LocalText = LocalText()
    source: LocalText = LocalText()
    # What stands in it at first, and what may stand in it.
    default: str = ""
    example: str = ""
    asked: AskedWhere = AskedWhere.NOWHERE

    @property
    def bounds(self) -> str:
        """Write its least and its most, as a reader writes a span."""
        found = [f"{one:f}" for one in (self.least, self.most) if one is not None]
        return "–".join(found)


@dataclass(frozen=True)
class BookTable:
    """A table of the codebook: of one kind of row, or of one form."""

    key: str
    name: LocalText
    about: LocalText
    fields: tuple[BookField, ...]

    def field(self, name: str) -> BookField:
        """Find a field by its name."""
        return next(one for one in self.fields if one.name == name)

    def asked(self, where: AskedWhere) -> tuple[BookField, ...]:
        """The fields that a form asks for somewhere, in their order."""
        return tuple(one for one in self.fields if one.asked == where)


@dataclass(frozen=True)
class Codebook:
    """All tables, with a version and a hash of what they say."""

    tables: tuple[BookTable, ...]
    version: str = FORMAT

    @cached_property
    def hash(self) -> str:
        """Name all that it says: another hash means that something in it is different."""
        said = json.dumps(
            [self.version, self.tables], ensure_ascii=False, sort_keys=True, default=as_plain
        )
        return sha256(said.encode()).hexdigest()

    @property
    def edition(self) -> str:
        """Name it in short, as forms write their version."""
        return f"{self.version}.{self.hash[:SHORT]}"

    def table(self, key: str) -> BookTable | None:
        """Find a table by its key."""
        return next((one for one in self.tables if one.key == key), None)


def as_plain(one: Any) -> Any:
    """Write a part of the codebook as JSON has it."""
    return f"{one:f}" if isinstance(one, Decimal) else vars(one)


def codes_of(
    choices: type[models.TextChoices], said: Iterable[tuple[str, str, Sentence]] = ()
) -> tuple[BookCode, ...]:
    """List the codes of choices, with a value and its source where there are any."""
    values = {code: (value, in_both(source)) for code, value, source in said}
    return tuple(
        BookCode(str(code), in_both(label), *values.get(str(code), ()))
        for code, label in choices.choices
    )

"""What is said of a number in a load policy, wherever it is shown."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.writing.durations import typed_duration
from people.writing.formats import plain_number
from people.writing.sentences import Sentence
from workload.rules import load as load_rules


class Tag(models.TextChoices):
    """How well a number is founded."""

    PUBLISHED = "published", _("published")
    UNVERIFIED = "unverified", _("not verified")
    DEFAULT = "default", _("project default")


class NumberGrid(TypedDict, total=False):
    """What numbers of a kind can be at least and at most, and in which steps."""

    at_least: Decimal | int
    at_most: Decimal | int
    step: Decimal


@dataclass(frozen=True)
class Number:
    """One number: the field of `rules.Policy` it stands in, and its key where that holds more."""

    place: str
    key: str
    label: Sentence
    unit: Sentence
    # Where it was read, or how it follows from what was read; empty where no source is published.
    source: Sentence = ""
    tag: Tag = Tag.DEFAULT
    # It can be left empty: then there is no such limit.
    optional: bool = False
    # What it can be at least and at most, and in which steps (`workload/policies/grid.py`).
    at_least: Decimal | int = 0
    at_most: Decimal | int = 0
    step: Decimal = Decimal(1)
    # It counts minutes, and people read and type it in hours.
    in_hours: bool = False

    @property
    def shown_unit(self) -> Sentence:
        """Name the unit in which people read and type it."""
        return _("h") if self.in_hours else self.unit

    def written(self, value: Decimal | None) -> str:
        """Write a value as a person would type it; no limit is an empty text."""
        if value is None:
            return ""
        return typed_duration(value) if self.in_hours else plain_number(value)

    @property
    def code(self) -> str:
        """Its name in forms, in what is stored and over HTTP."""
        return f"{self.place}-{self.key}" if self.key else self.place

    def read(self, policy: load_rules.Policy) -> Decimal | None:
        """Read it from a policy; None where there is no such limit."""
        found = getattr(policy, self.place)
        if self.place == "limits":
            return getattr(found, self.key)
        return found[self.key] if self.key else found


@dataclass(frozen=True)
class NumberGroup:
    """Numbers that belong together, and what they do."""

    name: str
    title: Sentence
    meaning: Sentence
    numbers: tuple[Number, ...]

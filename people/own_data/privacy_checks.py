"""What the product promises about its data, checked while the viewer looks.

Each app adds its rules when it loads, as it does for a person's record; `people` knows none of
them. Each check asks for one row that breaks its rule, and is written apart from the code that
keeps the rule. The checks here are about anything that was told about a group.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, Min, OuterRef, Q
from django.utils.functional import Promise as Text

from people.groups.rule import SIZES
from people.models import FrozenQuerySet, Person
from people.weeks import Block


@dataclass(frozen=True)
class Rule:
    """One rule in plain words, and how to find out if it is broken for a viewer."""

    words: str | Text
    broken: Callable[[Person], bool]


@dataclass(frozen=True)
class PrivacyPart:
    """Some rules that belong together, each with whether it holds now."""

    title: str | Text
    rules: list[tuple[str | Text, bool]]

    @property
    def broken(self) -> int:
        """How many of them do not hold."""
        return sum(not holds for _words, holds in self.rules)


RULES: list[tuple[str | Text, list[Rule]]] = []
# What else the page says of a viewer's organisation: a sentence, or nothing.
NOTES: list[Callable[[Person], str]] = []


def privacy_check(viewer: Person) -> list[PrivacyPart]:
    """Check every rule now; the same few statements for any number of rows."""
    return [
        PrivacyPart(title, [(rule.words, not rule.broken(viewer)) for rule in rules])
        for title, rules in RULES
    ]


def notes(viewer: Person) -> list[str]:
    """Say what else there is to say; the same few statements for any number of rows."""
    return [said for note in NOTES if (said := note(viewer))]


def any_below_a_withheld_one(told: FrozenQuerySet) -> bool:
    """Find a unit that is told although the unit it lies in is withheld."""
    above = told.model.objects.said().filter(unit=OuterRef("unit__parent"), block=OuterRef("block"))
    return told.filter(~Exists(above), unit__parent__isnull=False).exists()


def any_told_early(told: FrozenQuerySet) -> bool:
    """Find a block that was frozen while its weeks could still be sent."""
    frozen = told.order_by().values_list("block").annotate(Min("frozen_at"))
    return any(at < Block(number).freezes for number, at in frozen)


def not_a_size() -> Q:
    """Match told sizes that are not one of the words for the number of people."""
    return ~Q(size__in=[word for _least, word in SIZES])

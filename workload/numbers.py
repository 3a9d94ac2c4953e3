"""Every number of a load policy: what it means, where it comes from, how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import rules
from .models import AddOn, Part, Phase


class Tag(models.TextChoices):
    """How well a number is founded."""

    PUBLISHED = "published", _("published")
    DEFAULT = "default", _("project default")


@dataclass(frozen=True)
class Number:
    """One number: the field of `rules.Policy` it stands in, and its key where that is a table."""

    place: str
    key: str
    label: str | Promise
    unit: str | Promise
    # Where it was read, or how it follows from what was read; empty where nobody published one.
    source: str | Promise = ""
    tag: Tag = Tag.DEFAULT

    @property
    def code(self) -> str:
        """Its name in forms, in what is stored and over HTTP."""
        return f"{self.place}-{self.key}" if self.key else self.place

    def read(self, policy: rules.Policy) -> Decimal:
        """Read it from a policy."""
        found = getattr(policy, self.place)
        return found[self.key] if self.key else found


@dataclass(frozen=True)
class Group:
    """Numbers that belong together, and what they do."""

    name: str
    title: str | Promise
    meaning: str | Promise
    numbers: tuple[Number, ...]


POINTS = _("points")
ACTIVE = _("A full load of 26 points ÷ 17 active families = 1.53 (CWLA 2004, child protection).")
INTENSE = _("26 points ÷ 12 investigations = 2.17, rounded down (CWLA 2004, child protection).")
SOURCES = {
    Phase.INTAKE: (INTENSE, Tag.PUBLISHED),
    Phase.ACTIVE: (ACTIVE, Tag.PUBLISHED),
    Phase.COURT: (INTENSE, Tag.PUBLISHED),
    Phase.AFTERCARE: (_("Half of an active case."), Tag.DEFAULT),
    Phase.DORMANT: (_("15 minutes a week; it takes no add-ons."), Tag.DEFAULT),
}

GROUPS = (
    Group(
        "phases",
        _("A case by its phase"),
        _("One point is about one hour of case work a week."),
        tuple(Number("phases", one.value, one.label, POINTS, *SOURCES[one]) for one in Phase),
    ),
    Group(
        "add_ons",
        _("What makes a case heavier"),
        _("Added to the points of its phase, each once a case. 0.25 points are 15 minutes a week."),
        (
            *(Number("add_ons", one.value, one.label, POINTS) for one in AddOn),
            Number("further_victim", "", _("Each further victim"), POINTS),
            Number("further_victims_at_most", "", _("Further victims, at most"), POINTS),
        ),
    ),
    Group(
        "parts",
        _("One’s part in a case"),
        _("The points of a case are multiplied by it."),
        tuple(Number("parts", one.value, one.label, "×") for one in Part),
    ),
    Group(
        "other",
        _("Work beside cases"),
        _("Court days and time with distressing material are shown and carry no points."),
        (
            Number("night", "", _("One on-call night"), POINTS),
            Number(
                "supervisee",
                "",
                _("One person supervised"),
                POINTS,
                _("26 points ÷ 5: five people are a full load for a supervisor (CWLA 2004)."),
                Tag.PUBLISHED,
            ),
        ),
    ),
    Group(
        "capacity",
        _("Capacity"),
        _("Contracted hours × this share × the days not on leave."),
        (
            Number(
                "capacity_share",
                "",
                _("Share of the hours for case work"),
                _("of 1"),
                _("Low end of the 63 to 76 percent of time spent on families (CWLA, 29 places)."),
                Tag.PUBLISHED,
            ),
        ),
    ),
    Group(
        "limits",
        _("Limits"),
        _("The load in percent of capacity, compared before it is rounded."),
        (
            Number("watch", "", _("Watch from"), "%"),
            Number("amber", "", _("Help soon above"), "%"),
            Number("red", "", _("Help this week above"), "%"),
        ),
    ),
)
NUMBERS = tuple(number for group in GROUPS for number in group.numbers)
TABLES = ("phases", "add_ons", "parts")


def written(policy: rules.Policy) -> dict[str, Decimal]:
    """List a policy's numbers by their codes."""
    return {number.code: number.read(policy) for number in NUMBERS}


def policy_of(version: str, values: Mapping[str, Decimal | str]) -> rules.Policy:
    """Make a policy of numbers by their codes; one that is not named stays as usual.

    Limits out of order, a weight below zero or a share outside 0 to 1 is a ValueError.
    """
    found = written(rules.USUAL) | {code: Decimal(value) for code, value in values.items()}
    fields: dict = {name: {} for name in TABLES}
    for number in NUMBERS:
        if number.key:
            fields[number.place][number.key] = found[number.code]
        else:
            fields[number.place] = found[number.code]
    for name in TABLES:
        fields[name] = rules.table(**fields[name])
    return rules.Policy(version=version, **fields)

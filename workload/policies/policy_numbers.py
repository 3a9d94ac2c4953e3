"""Every number of a load policy: what it means, where it comes from, how sure it is."""

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.writing.formats import plain_number
from workload.models import AddOnChoice, PartChoice, PhaseChoice
from workload.rules import load as load_rules
from workload.rules.limits import WHOLE, Limits

from .policy_limits import LIMIT_GROUPS
from .policy_number import Number, NumberGrid, NumberGroup, Tag

POINTS = _("points")
# How finely a number can be set (`workload/policies/grid.py`), and what it can be at most.
WEIGHT: NumberGrid = {"step": Decimal("0.25"), "at_most": 20}
PART: NumberGrid = {"step": Decimal("0.25"), "at_most": 1}
LOAD: NumberGrid = {"step": Decimal(5), "at_least": 5, "at_most": 500}
ACTIVE = _("A full load of 26 points ÷ 17 active families = 1.53 (CWLA 2004, child protection).")
INTENSE = _("26 points ÷ 12 investigations = 2.17, rounded down (CWLA 2004, child protection).")
SOURCES = {
    PhaseChoice.INTAKE: (INTENSE, Tag.PUBLISHED),
    PhaseChoice.ACTIVE: (ACTIVE, Tag.PUBLISHED),
    PhaseChoice.COURT: (INTENSE, Tag.PUBLISHED),
    PhaseChoice.AFTERCARE: (_("Half of an active case."), Tag.DEFAULT),
    PhaseChoice.DORMANT: (_("15 minutes a week; it takes no add-ons."), Tag.DEFAULT),
}

GROUPS = (
    NumberGroup(
        "phases",
        _("A case by its phase"),
        _("One point is about one hour of case work a week."),
        tuple(
            Number("phases", one.value, one.label, POINTS, *SOURCES[one], **WEIGHT)
            for one in PhaseChoice
        ),
    ),
    NumberGroup(
        "add_ons",
        _("What makes a case heavier"),
        _("Added to the points of its phase, each once a case. 0.25 points are 15 minutes a week."),
        (
            *(Number("add_ons", one.value, one.label, POINTS, **WEIGHT) for one in AddOnChoice),
            Number("further_victim", "", _("Each further victim"), POINTS, **WEIGHT),
            Number("further_victims_at_most", "", _("Further victims, at most"), POINTS, **WEIGHT),
        ),
    ),
    NumberGroup(
        "parts",
        _("Your part in a case"),
        _("The points of a case are multiplied by it."),
        tuple(Number("parts", one.value, one.label, "×", **PART) for one in PartChoice),
    ),
    NumberGroup(
        "other",
        _("Work beside cases"),
        _("Court days and time with distressing material are shown and carry no points."),
        (
            Number("night", "", _("One on-call night"), POINTS, **WEIGHT),
            Number(
                "supervisee",
                "",
                _("One person supervised"),
                POINTS,
                _("26 points ÷ 5: five people are a full load for a supervisor (CWLA 2004)."),
                Tag.PUBLISHED,
                **WEIGHT,
            ),
        ),
    ),
    NumberGroup(
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
                step=Decimal("0.05"),
                at_least=Decimal("0.05"),
                at_most=1,
            ),
            Number(
                "working_days",
                "",
                _("Working days in a week"),
                _("days"),
                step=Decimal("0.5"),
                at_least=1,
                at_most=7,
            ),
        ),
    ),
    NumberGroup(
        "limits",
        _("Limits"),
        _("The load in percent of capacity, compared before it is rounded."),
        (
            Number("watch", "", _("Watch from"), "%", **LOAD),
            Number("amber", "", _("Help soon above"), "%", **LOAD),
            Number("red", "", _("Help this week above"), "%", **LOAD),
        ),
    ),
    *LIMIT_GROUPS,
    NumberGroup(
        "keeping",
        _("How long work is kept"),
        _(
            "Weeks, days, closed cases and flags, moves and talks that are older are deleted "
            "each night, for good."
        ),
        (Number("kept_years", "", _("Kept for"), _("years"), at_least=1, at_most=10),),
    ),
)
NUMBERS = tuple(number for group in GROUPS for number in group.numbers)
TABLES = ("phases", "add_ons", "parts")


def written_number(policy: load_rules.Policy) -> dict[str, Decimal | None]:
    """List a policy's numbers by their codes."""
    return {number.code: number.read(policy) for number in NUMBERS}


def stored_number(policy: load_rules.Policy) -> dict[str, str]:
    """Write a policy's numbers as a version keeps them; a limit that is none is empty."""
    return {code: "" if n is None else str(n) for code, n in written_number(policy).items()}


def digest_of(numbers: Mapping[str, Decimal | None]) -> str:
    """Name some numbers in short: the same numbers always have the same name."""
    said = "|".join(f"{one.code}={number_text(numbers[one.code])}" for one in NUMBERS)
    return sha256(said.encode()).hexdigest()


def number_text(value: Decimal | None) -> str:
    """Write a number as a person would type it; no limit is an empty text."""
    return "" if value is None else plain_number(value)


def policy_of(
    version: str,
    values: Mapping[str, Decimal | str | None],
    usual: load_rules.Policy = load_rules.USUAL,
) -> load_rules.Policy:
    """Make a policy of numbers by their codes; one that is not named stays as usual.

    Limits out of order, a weight below zero or a share outside 0 to 1 is a ValueError.
    """
    found = written_number(usual) | {code: number_of(value) for code, value in values.items()}
    fields: dict = {name: {} for name in (*TABLES, "limits")}
    for number in NUMBERS:
        if number.key:
            fields[number.place][number.key] = found[number.code]
        else:
            fields[number.place] = found[number.code]
    for name in TABLES:
        fields[name] = load_rules.table(**fields[name])
    fields["limits"] = limits_of(fields["limits"])
    return load_rules.Policy(version=version, **fields)


def number_of(value: Decimal | str | None) -> Decimal | None:
    """Read a number that a version keeps; an empty one is no limit."""
    return None if value in {"", None} else Decimal(value)


def limits_of(values: Mapping[str, Decimal | None]) -> Limits:
    """Make limits of their numbers; what counts something is whole."""
    found: dict[str, Any] = {
        key: int(n) if n is not None and key in WHOLE else n for key, n in values.items()
    }
    return Limits(**found)

"""From where hours, rest, nights, material and numbers of people or cases give a reason to talk.

No Django, no clock. Each limit is a default with its source beside it; a profile is the set that
fits those under one law. `workload/policies/policy_numbers.py` shows them, and an organisation may
adopt its own.
"""

from dataclasses import dataclass, fields, replace
from decimal import Decimal


@dataclass(frozen=True)
class Limits:
    """Hours and days; minutes where it says so. A ceiling of None is no ceiling."""

    # EU working-time directive 2003/88: 48 h as a mean; the Labour Protection Act has 48 h a week.
    mean_hours: Decimal = Decimal(48)
    # WHO/ILO 2021: from 55 h a week strokes and heart deaths rise.
    long_hours: Decimal = Decimal(55)
    very_long_hours: Decimal = Decimal(60)
    # Labour Protection Act B.E. 2541: 48 h and at most 36 h of overtime. A ceiling, not a safe one.
    ceiling_hours: Decimal | None = Decimal(84)
    # EU working-time directive: 11 h between shifts; below 8 h a person cannot sleep enough.
    rest_hours: Decimal = Decimal(11)
    rest_hours_least: Decimal = Decimal(8)
    # Labour Protection Act: a day off at most six days apart.
    days_in_a_row: int = 6
    nights_in_a_row: int = 4
    on_call_weeks_of_three: int = 1
    # Precautions without a validated limit; violent content is what harms (BMC Psychiatry 2023).
    material_minutes_a_day: int = 240
    material_minutes_a_week: int = 1200
    material_days_in_a_row: int = 4
    violent_minutes_a_week: int = 60
    break_minutes_an_hour: int = 10
    # Inter-agency guidelines: at most 25 children a worker (figure not verified).
    open_cases: int = 25
    # CWLA: at most one new case for six open ones.
    open_for_each_new: int = 6
    span: int = 5
    span_most: int = 6

    def __post_init__(self) -> None:
        for lower, higher in ORDER:
            if out_of_order(getattr(self, lower), getattr(self, higher)):
                raise ValueError(f"out of order: {lower} < {higher}")
        if min(value for value in vars(self).values() if value is not None) < 0:
            raise ValueError("a limit below zero")


# Which limit lies above which; the span may have one limit only.
ORDER = (
    ("mean_hours", "long_hours"),
    ("long_hours", "very_long_hours"),
    ("very_long_hours", "ceiling_hours"),
    ("rest_hours_least", "rest_hours"),
    ("material_minutes_a_day", "material_minutes_a_week"),
    ("span", "span_most"),
)
WHOLE = frozenset(one.name for one in fields(Limits) if one.type is int)


def out_of_order(lower: Decimal | None, higher: Decimal | None) -> bool:
    """Say whether a limit does not lie above the one before it; one that is not set always does."""
    return lower is not None and higher is not None and not lower < higher


LABOUR_ACT = Limits()
# The Act leaves out central, provincial and local administration (section 4, not verified).
PUBLIC_SERVICE = replace(LABOUR_ACT, ceiling_hours=None)
# Directive 2003/88 knows a mean, rests and a weekly day off, and no ceiling of one week.
EU = replace(LABOUR_ACT, ceiling_hours=None)
# By the kind of an organisation: what holds until it adopts its own numbers.
OF_KIND = {
    "ngo": LABOUR_ACT,
    "shelter": LABOUR_ACT,
    "police": PUBLIC_SERVICE,
    "ministry": PUBLIC_SERVICE,
}

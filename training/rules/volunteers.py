"""What a volunteer may do on a day, by their terms. No Django, no clock."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from .certificates import CertificateState, may

# Tasks that need a clearance, since they bring a person close to the people who are cared for.
WITH_PEOPLE = frozenset({"company", "activities", "interpreting", "driving"})


def may_do(
    tasks: Iterable[str], *, clearance: CertificateState | None, until: date, day: date
) -> frozenset[str]:
    """Choose what may be done of the tasks of some terms; None stands for no clearance.

    The last day of the terms counts. Nothing with people is done without a clearance that holds.
    """
    if until < day:
        return frozenset()
    return frozenset(task for task in tasks if may(clearance) or task not in WITH_PEOPLE)


def over_cap(hours: Decimal | None, cap: Decimal) -> bool:
    """Say whether a week has more hours than the terms allow; as many are fine."""
    return hours is not None and hours > cap

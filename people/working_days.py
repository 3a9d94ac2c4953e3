"""The working days of an organisation, as told by the app that keeps its numbers."""

from collections.abc import Callable
from datetime import date

from .weeks import WorkingDays

Teller = Callable[[int, date], WorkingDays]
TELLERS: list[Teller] = []


def working_days_told_by(function: Teller) -> Teller:
    """Let an app above `people` say how many days an organisation works; `people` does not know it.

    It is called as the app loads.
    """
    TELLERS[:] = [function]
    return function


def working_days_of(organisation_id: int, day: date) -> WorkingDays:
    """Find the working days that hold for an organisation on a day; usually Monday to Friday."""
    return TELLERS[0](organisation_id, day) if TELLERS else WorkingDays()

"""The working days of an organisation, as told by the app that keeps its numbers."""

from collections.abc import Callable
from datetime import date
from typing import Any

from .weeks import WorkingDays

# It is given the organisation's row: models lie above this module.
Teller = Callable[[Any, date], WorkingDays]
TELLERS: list[Teller] = []


def working_days_told_by(function: Teller) -> Teller:
    """Let an app above `people` say how many days an organisation works; `people` does not know it.

    It is called as the app loads.
    """
    TELLERS[:] = [function]
    return function


def working_days_of(organisation: Any, day: date) -> WorkingDays:
    """Find the working days of an organisation by what holds on a day, without its days of rest.

    Without an app that knows better it is Monday to Friday.
    """
    return TELLERS[0](organisation, day) if TELLERS else WorkingDays()

"""Certificates: until when they hold and what state they are in. No Django, no clock."""

import calendar
import enum
from datetime import date, timedelta

DUE_WITHIN_DAYS = 60


class State(enum.StrEnum):
    """How a certificate stands on a day."""

    VALID = "valid"
    DUE = "due"
    EXPIRED = "expired"


class Standing(enum.StrEnum):
    """How somebody stands against a certificate that is asked of them."""

    VALID = "valid"
    DUE = "due"
    EXPIRED = "expired"
    MISSING = "missing"
    EXEMPT = "exempt"

    @property
    def lacks(self) -> bool:
        """Say whether something is to be done: it is missing, has lapsed, or will soon."""
        return self in {Standing.DUE, Standing.EXPIRED, Standing.MISSING}


def add_months(day: date, months: int) -> date:
    """Move a day by months; where the month is shorter, to its last day."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def state(expires_on: date | None, day: date) -> State:
    """Judge a certificate on a day; it still holds on the day it expires."""
    if expires_on is None:
        return State.VALID
    if expires_on < day:
        return State.EXPIRED
    return State.DUE if expires_on <= due_until(day) else State.VALID


def standing(held: State | None, *, exempt: bool) -> Standing:
    """Judge a certificate that is asked of somebody; None stands for one they do not hold.

    What is valid says more than an exemption; any other state is excused by it.
    """
    if held is State.VALID:
        return Standing.VALID
    if exempt:
        return Standing.EXEMPT
    return Standing(held) if held else Standing.MISSING


def due_until(day: date) -> date:
    """Find the last day that counts as due: what ends later is valid."""
    return day + timedelta(days=DUE_WITHIN_DAYS)

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


def due_until(day: date) -> date:
    """Find the last day that counts as due: what ends later is valid."""
    return day + timedelta(days=DUE_WITHIN_DAYS)

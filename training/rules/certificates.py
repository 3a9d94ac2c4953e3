"""Certificates: until when they hold and what state they are in. No Django, no clock."""

import calendar
import enum
from datetime import date, timedelta

DUE_WITHIN_DAYS = 60
# Days before the end at which the holder is reminded, once each.
REMIND_AT = (90, 60, 30, 7)
# Results this old no other person remembers: one trainer's word for them is not enough.
SECOND_TRAINER_AFTER_DAYS = 180


class CertificateState(enum.StrEnum):
    """How a certificate stands on a day."""

    VALID = "valid"
    DUE = "due"
    EXPIRED = "expired"


class CertificateStanding(enum.StrEnum):
    """How a person stands against a certificate that is asked of them."""

    VALID = "valid"
    DUE = "due"
    EXPIRED = "expired"
    MISSING = "missing"
    EXEMPT = "exempt"

    @property
    def lacks(self) -> bool:
        """Say whether something is to be done: it is missing, has lapsed, or will soon."""
        return self in {
            CertificateStanding.DUE,
            CertificateStanding.EXPIRED,
            CertificateStanding.MISSING,
        }


def add_months(day: date, months: int) -> date:
    """Move a day by months; where the month is shorter, to its last day."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def state(expires_on: date | None, day: date) -> CertificateState:
    """Judge a certificate on a day; it still holds on the day it expires."""
    if expires_on is None:
        return CertificateState.VALID
    if expires_on < day:
        return CertificateState.EXPIRED
    return CertificateState.DUE if expires_on <= due_until(day) else CertificateState.VALID


def needs_second(held_on: date, day: date) -> bool:
    """Say whether results of a session that are written on a day need a second trainer."""
    return (day - held_on).days > SECOND_TRAINER_AFTER_DAYS


def may(held: CertificateState | None) -> bool:
    """Say whether what a certificate allows may be taken on; None stands for one they do not hold.

    An exemption excuses a person from holding it and allows nothing, so it is not asked about here.
    """
    return held in {CertificateState.VALID, CertificateState.DUE}


def over_since(expires_on: date | None, revoked_on: date | None) -> date | None:
    """Find the first day on which a certificate no longer holds; None means that it never ends.

    One that is revoked holds no longer on that day; one that lapses still holds on its last.
    """
    lapsed = expires_on + timedelta(days=1) if expires_on else None
    return min((day for day in (lapsed, revoked_on) if day), default=None)


def certificate_standing(held: CertificateState | None, *, exempt: bool) -> CertificateStanding:
    """Judge a certificate that is asked of a person; None stands for one they do not hold.

    What is valid says more than an exemption; any other state is excused by it.
    """
    if held is CertificateState.VALID:
        return CertificateStanding.VALID
    if exempt:
        return CertificateStanding.EXEMPT
    return CertificateStanding(held) if held else CertificateStanding.MISSING


def due_until(day: date) -> date:
    """Find the last day that counts as due: what ends later is valid."""
    return day + timedelta(days=DUE_WITHIN_DAYS)


def reminder_step(expires_on: date, day: date) -> int | None:
    """Find which reminder is the one of this day: the last that is due by now; else None.

    A job that did not run for days sends the newest step alone: 45 days before the end that of 60.
    """
    left = (expires_on - day).days
    return min((step for step in REMIND_AT if left <= step), default=None) if left >= 0 else None

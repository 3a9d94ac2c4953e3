"""Renewal by continuing education. No Django, no clock."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .certificates import add_months


@dataclass(frozen=True)
class Progress:
    """How far a person is towards the next date: hours told, confirmed and needed."""

    needed: Decimal
    confirmed: Decimal
    told: Decimal
    due: date

    @property
    def missing(self) -> Decimal:
        """The hours still to be confirmed; never below zero."""
        return max(Decimal(0), self.needed - self.confirmed)

    @property
    def to_tell(self) -> Decimal:
        """The hours still to be written down, if all that is written is confirmed."""
        return max(Decimal(0), self.needed - self.told)

    @property
    def complete(self) -> bool:
        """Say whether enough is confirmed."""
        return self.missing == 0

    def over(self, day: date) -> bool:
        """Say whether its date is past on a day: no hours renew it any more."""
        return day > self.due

    def renewable(self, day: date) -> bool:
        """Say whether it can be renewed on a day: enough is confirmed, and it is not over."""
        return self.complete and not self.over(day)

    def lapsed(self, day: date) -> bool:
        """Say whether its date came without enough hours: on the day itself it is decided."""
        return day >= self.due and not self.complete


def next_due(due: date, months: int) -> date:
    """Find the date after this one, counted from it: an early renewal loses nothing."""
    return add_months(due, months)

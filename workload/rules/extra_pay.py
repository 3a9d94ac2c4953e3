"""What hours beyond the contract amount to. No Django, no clock, no database; exact."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# An hour counts as one hour until the person chooses otherwise. No law is assumed: the factors of
# the Labour Protection Act hold for employees under it, and police are not.
PLAIN_FACTOR = Decimal(1)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class PayRate:
    """What one hour is worth to a person, and how many times an hour beyond the contract counts."""

    pay: Decimal
    factor: Decimal = PLAIN_FACTOR

    def __post_init__(self) -> None:
        if self.pay <= 0 or self.factor <= 0:
            raise ValueError("a pay number and its factor are above 0")

    def amount(self, hours: Decimal) -> Decimal:
        """Multiply hours by the number and the factor, rounded to hundredths, halves up."""
        return (hours * self.pay * self.factor).quantize(HUNDREDTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class HoursBeyond:
    """Hours beyond the contract of some weeks, and how many of them came back as time off."""

    worked: Decimal
    given_back: Decimal

    @property
    def left(self) -> Decimal:
        """What was not given back; never below none."""
        return max(self.worked - self.given_back, Decimal())

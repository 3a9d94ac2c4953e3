"""Whether one person's figure changed by more than chance. No Django, no clock."""

from dataclasses import dataclass
from decimal import Decimal

Z95 = Decimal("1.96")
OWN_UNIT = ""


@dataclass(frozen=True)
class ReliableChange:
    """How much two figures of one person have to differ to mean more than chance.

    SEM = SD·√(1−r), Sdiff = SEM·√2, reliable from z·Sdiff on (Jacobson and Truax 1991).
    `unit` names the figures it is about: blank is the subscale's own, "T" a norm's T figures,
    which cannot be computed from the answers alone.
    """

    sd: Decimal
    reliability: Decimal
    unit: str = OWN_UNIT

    def __post_init__(self) -> None:
        if self.sd <= 0 or not 0 < self.reliability < 1:
            raise ValueError(f"{self} is no measure with an error")

    @property
    def difference(self) -> Decimal:
        """The standard error of a difference of two figures."""
        return self.sd * (2 * (1 - self.reliability)).sqrt()

    def reliable(self, z: Decimal = Z95) -> Decimal:
        """The smallest difference that is called reliable."""
        return z * self.difference


def reliably_changed(
    change: ReliableChange | None, before: Decimal | None, after: Decimal | None, z: Decimal = Z95
) -> int | None:
    """Say whether a person's figure changed reliably: 1 up, −1 down, 0 not; None if unknown.

    None also if no reliability is known in the figure's own unit. RCI = (x2 − x1) / Sdiff, reliable
    from |RCI| ≥ z on.
    """
    if before is None or after is None or change is None or change.unit != OWN_UNIT:
        return None
    moved = after - before
    if abs(moved) < change.reliable(z):
        return 0
    return 1 if moved > 0 else -1

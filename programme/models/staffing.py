"""What was told of the work of a unit for four weeks: decided once, kept, never computed again."""

from decimal import Decimal
from typing import Self

from django.db import models

from people.models import FrozenBlock, FrozenQuerySet, Person, Role, at_or_below, by_the_rule
from programme.rules.staffing import WorkFigures

# Means of one person: the load in percent, points, contracted hours and days away a week, hours
# beyond the contract a week, hours owed as time off, hours a week of raising money and reporting.
MEASURED = ("load", "points", "contract", "away", "beyond", "lieu", "raising")
# How many people, from the same number of people on.
FIGURES = (*MEASURED, "people")


class StaffingBlockQuerySet(FrozenQuerySet):
    """What is told of the work of units, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Of the units that the viewer's programme office looks after."""
        return self.filter(at_or_below("unit__path", viewer.paths(Role.PROGRAMME)))


class StaffingBlock(FrozenBlock):
    """What is told of a unit's work: a band of load, and figures in two digits from ten people on.

    A figure is '' where nothing is told of it.
    """

    BAND = "band"
    LINES = MEASURED

    band = models.CharField(max_length=6, blank=True)
    # A column for each figure, as it is written: "130", "6.2".
    vars().update({name: models.CharField(max_length=7, blank=True) for name in FIGURES})

    objects = StaffingBlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "block"], name="one_staffing_per_block"),
            *by_the_rule("staffing", band="band", lines=FIGURES),
        ]
        indexes = [models.Index(fields=["block"], name="staffing_by_block")]

    def figure(self, name: str) -> Decimal | None:
        """Give a figure; None where nothing is told of it."""
        written = getattr(self, name)
        return Decimal(written) if written else None

    @property
    def work(self) -> WorkFigures | None:
        """What the need is worked out of; None where a figure of it is not told."""
        found = [self.figure(name) for name in ("people", "points", "contract", "away")]
        told = [one for one in found if one is not None]
        return WorkFigures(*told) if len(told) == len(found) else None

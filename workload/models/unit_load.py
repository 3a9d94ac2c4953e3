"""What was said of a unit's load for four weeks. Said once, kept, never computed again."""

from typing import Self

from django.db import models

from people.models import MAY, FrozenBlock, FrozenQuerySet, Person, at_or_below, by_the_rule


class UnitLoadQuerySet(FrozenQuerySet):
    """What is said of units' loads, by who may read it."""

    def visible_to(self, viewer: Person) -> Self:
        """Of the units that the viewer's programme office or administration looks after."""
        below = viewer.paths(*MAY.see_unit_loads)
        return self.filter(at_or_below("unit__path", below))


class UnitLoad(FrozenBlock):
    """What is said of a unit's load: one band, in the words of `unit_loads`."""

    BAND = "band"

    band = models.CharField(max_length=6, blank=True)
    # On one unit of an organisation: what its people logged in the time study in the block's weeks,
    # added up (`workload/study`). None on the others.
    study_sums = models.JSONField(null=True, editable=False)

    objects = UnitLoadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "block"], name="one_unit_load_per_block"),
            *by_the_rule("unit_load", band="band"),
        ]
        indexes = [models.Index(fields=["block"], name="unit_loads_by_block")]

"""What was told about a unit for four weeks: decided once, kept, never computed again."""

from typing import Self

from django.db import models
from django.db.models import Q

from people.models import MAY, FrozenBlock, FrozenQuerySet, Person, at_or_below, by_the_rule
from wellbeing.rules.lines import LINE_NAMES


class BlockResultQuerySet(FrozenQuerySet):
    """What is told about units, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Units the viewer leads, cares for or manages, with all below; their own, and those above.

        The next one above is shown instead of their own if that is too small.
        """
        own = [m.unit for m in viewer.current_memberships]
        around = {one for unit in own for one in unit.lineage}
        below = viewer.paths(*MAY.see_groups_below)
        return self.filter(Q(unit_id__in=around) | at_or_below("unit__path", below))


class BlockResult(FrozenBlock):
    """What is told about a unit: a band of strain, and one for each line with enough answers."""

    BAND = "strain"
    LINES = LINE_NAMES

    strain = models.CharField(max_length=4, blank=True)
    # A column for each line.
    vars().update({line: models.CharField(max_length=4, blank=True) for line in LINE_NAMES})

    objects = BlockResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "block"], name="one_result_per_block"),
            *by_the_rule("result", band="strain", lines=LINE_NAMES),
        ]
        indexes = [models.Index(fields=["block"], name="results_by_block")]

"""What was said of a unit for four weeks. Said once, kept, never computed again."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from people.models import Person, Role, Unit, at_or_below
from wellbeing.disclosure import MEASURES, SMALLEST, VERSION, Said

LINES = MEASURES[1:]
WITHHELD = dict.fromkeys(("size", *MEASURES), "")


class BlockResultQuerySet(models.QuerySet):
    """What is said of units, by who may read it."""

    def visible_to(self, viewer: Person) -> Self:
        """Of what one leads, cares for or looks after, with all below; of one's own, and above it.

        Above one's own unit, because the next one stands for it where it is too small.
        """
        own = [m.unit for m in viewer.current_memberships if Role(m.role).carries_load]
        around = {one for unit in own for one in unit.lineage}
        below = viewer.paths(Role.SUPERVISOR, Role.CARE, Role.PROGRAMME, Role.ADMIN)
        return self.filter(Q(unit_id__in=around) | at_or_below("unit__path", below))

    def said(self) -> Self:
        """Those that say something."""
        return self.exclude(size="")


class BlockResult(models.Model):
    """One unit, with all below it, in one block: a size in words and bands, or nothing at all."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    block = models.PositiveSmallIntegerField()
    # Words of `disclosure`; empty where it is withheld, and a line where nothing is said of it.
    size = models.CharField(max_length=5, blank=True)
    strain = models.CharField(max_length=4, blank=True)
    worn = models.CharField(max_length=4, blank=True)
    far = models.CharField(max_length=4, blank=True)
    back = models.CharField(max_length=4, blank=True)
    rest = models.CharField(max_length=4, blank=True)
    team = models.CharField(max_length=4, blank=True)
    # By which rule, and from how many people on, it was judged.
    version = models.PositiveSmallIntegerField(default=VERSION)
    smallest = models.PositiveSmallIntegerField()
    # Shown to nobody. How many it described when it was frozen: the promise can be checked, and a
    # later block compared, also after somebody took their answers back.
    people = models.PositiveIntegerField(null=True)
    frozen_at = models.DateTimeField()

    objects = BlockResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "block"], name="one_result_per_block"),
            models.CheckConstraint(
                condition=Q(smallest__gte=SMALLEST), name="no_result_below_five"
            ),
            models.CheckConstraint(
                condition=Q(**WITHHELD, people=None)
                | ~Q(size="") & ~Q(strain="") & Q(people__isnull=False, people__gte=F("smallest")),
                name="result_of_enough_people",
            ),
        ]
        indexes = [models.Index(fields=["block"], name="results_by_block")]

    @property
    def said(self) -> Said | None:
        """What is said; None where it is withheld."""
        lines = tuple(getattr(self, line) for line in LINES)
        return Said(self.size, self.strain, lines) if self.size else None

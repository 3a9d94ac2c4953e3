"""What was said of a unit's load for four weeks. Said once, kept, never computed again."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from people.models import Person, Role, Unit, at_or_below
from wellbeing.disclosure import SMALLEST, VERSION, Said


class UnitLoadQuerySet(models.QuerySet):
    """What is said of units' loads, by who may read it."""

    def visible_to(self, viewer: Person) -> Self:
        """Of the units that the viewer's programme office or administration looks after."""
        below = viewer.paths(Role.PROGRAMME, Role.ADMIN)
        return self.filter(at_or_below("unit__path", below))

    def said(self) -> Self:
        """Those that say something."""
        return self.exclude(size="")


class UnitLoad(models.Model):
    """One unit, with all below it, in one block: a size in words and a band, or nothing at all."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    block = models.PositiveSmallIntegerField()
    # Words of `disclosure` and `unit_loads`; empty where it is withheld.
    size = models.CharField(max_length=5, blank=True)
    band = models.CharField(max_length=6, blank=True)
    # By which rule, and from how many people on, it was judged.
    version = models.PositiveSmallIntegerField(default=VERSION)
    smallest = models.PositiveSmallIntegerField()
    # Shown to nobody: a later block is compared with it, also after somebody was erased.
    people = models.PositiveIntegerField(null=True)
    frozen_at = models.DateTimeField()

    objects = UnitLoadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "block"], name="one_unit_load_per_block"),
            models.CheckConstraint(
                condition=Q(smallest__gte=SMALLEST), name="no_unit_load_below_five"
            ),
            models.CheckConstraint(
                condition=Q(size="", band="", people=None)
                | ~Q(size="") & ~Q(band="") & Q(people__isnull=False, people__gte=F("smallest")),
                name="unit_load_of_enough_people",
            ),
        ]
        indexes = [models.Index(fields=["block"], name="unit_loads_by_block")]

    @property
    def said(self) -> Said | None:
        """What is said; None where it is withheld."""
        return Said(self.size, self.band, ()) if self.size else None

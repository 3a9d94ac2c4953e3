"""What the overview of a large organisation shows, counted each night: one row for each unit."""

from typing import Self

from django.db import models

from people.models import Person, Role, Unit, at_or_below


class UnitCountQuerySet(models.QuerySet):
    """Counts of units, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Of the units in the viewer's programme office."""
        return self.filter(at_or_below("unit__path", viewer.paths(Role.PROGRAMME)))


class UnitCount(models.Model):
    """How many people and certificates a unit has, by itself and with all units below it.

    Made anew each night, at `Organisation.units_counted_at`; the rows of before go. Whether a
    number may be told is decided by who reads it, as for a number counted at once.
    """

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="counts")
    # Of the unit alone.
    people = models.PositiveIntegerField(default=0)
    valid = models.PositiveIntegerField(default=0)
    due = models.PositiveIntegerField(default=0)
    expired = models.PositiveIntegerField(default=0)
    # With all units below it, each person once.
    all_people = models.PositiveIntegerField(default=0)
    all_valid = models.PositiveIntegerField(default=0)
    all_due = models.PositiveIntegerField(default=0)
    all_expired = models.PositiveIntegerField(default=0)
    carrying = models.PositiveIntegerField(default=0)
    red = models.PositiveIntegerField(default=0)
    amber = models.PositiveIntegerField(default=0)
    units = models.PositiveIntegerField(default=1)

    objects = UnitCountQuerySet.as_manager()

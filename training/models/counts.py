"""What pages tell of all people of a large office, counted each night."""

from datetime import datetime
from hashlib import sha256
from typing import Self

from django.db import models
from django.db.models import Q

from people.models import MAY, Organisation, Person, Role

# The parts of a trainer's home that are counts; those of a year are named after it.
HOME = "home"


def name_of_reach(viewer: Person, *roles: Role) -> str:
    """Give one short name to the units where a viewer holds these roles, by their paths.

    A unit in another of them adds nothing. Viewers with the same name count the same people. It
    is empty for who holds none of the roles.
    """
    paths = set(viewer.paths(*roles))
    outermost = [
        one for one in paths if not any(one != other and one.startswith(other) for other in paths)
    ]
    # Of any number of units it is as long: the database keeps it once.
    return sha256(" ".join(sorted(outermost)).encode()).hexdigest() if outermost else ""


class OfficeCountQuerySet(models.QuerySet):
    """Counts of offices, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the reach in which the viewer would count at once."""
        home = Q(part=HOME, reach=name_of_reach(viewer, Role.TRAINER))
        years = ~Q(part=HOME) & Q(reach=name_of_reach(viewer, *MAY.see_training_reports))
        return self.filter(home | years, organisation_id=viewer.organisation_id)

    def since(self, moment: datetime) -> Self:
        """Those that were counted after a moment."""
        return self.filter(counted_at__gt=moment)


class OfficeCount(models.Model):
    """The counts of one part of a page, of all people at or below some units.

    Made anew each night; those of before go. They are numbers of many people, never of one: what
    names people is read when the page is opened. Units that move have another reach, and their
    counts are read by no viewer.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    part = models.CharField(max_length=12)
    reach = models.CharField(max_length=64)
    figures = models.JSONField()
    counted_at = models.DateTimeField()

    objects = OfficeCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "part", "reach"], name="one_count_of_a_reach"
            ),
            models.CheckConstraint(condition=~Q(reach=""), name="a_count_has_a_reach"),
        ]

    def __str__(self) -> str:
        return f"{self.part}, {self.counted_at}"

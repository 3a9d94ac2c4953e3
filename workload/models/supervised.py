"""Who may see what of a workload."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from people.models import Membership, Person, answers_wholly


def of_post_led(
    viewer: Person, person: str = "person", unit: str = "unit", *, ever: bool = False
) -> Exists:
    """Say of a row whether it belongs to a post of today, or `ever`, that the viewer answers for.

    To lead the supervisors of a unit is not to lead its workers: the unit alone does not say it.
    """
    day, charge = viewer.today, viewer.charge
    posts = Membership.objects.all() if ever else Membership.objects.on(day)
    led = posts.filter(charge.posts if ever else charge.answered(day), hours__isnull=False)
    return Exists(led.filter(person=OuterRef(person), unit=OuterRef(unit)))


class OwnAndSupervisedQuerySet(models.QuerySet):
    """What belongs to a person and is seen by their supervisors."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and those of the people with every post under them.

        Who answers for one of several posts reads a part (`workload/load/parts.py`).
        """
        return self.filter(Q(person=viewer) | answers_wholly(viewer, "person"))

    def open(self) -> Self:
        """Those that are not closed."""
        return self.filter(closed_at=None)

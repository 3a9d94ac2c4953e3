"""Who may see what of a workload."""

from typing import Self

from django.db import models
from django.db.models import Q

from people.models import Person, answers_wholly


class OwnAndSupervisedQuerySet(models.QuerySet):
    """What belongs to a person and is seen by their supervisors."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and those of the people with every post under them.

        Who answers for one of several posts reads a part (`workload/load/parts.py`).
        """
        return self.filter(
            Q(person=viewer) | Q(person__in=Person.objects.filter(answers_wholly(viewer)))
        )

    def open(self) -> Self:
        """Those that are not closed."""
        return self.filter(closed_at=None)

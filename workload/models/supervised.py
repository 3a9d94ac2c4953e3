"""Who may see what of a workload."""

from typing import Self

from django.db import models
from django.db.models import Q

from people.models import Person, supervised_by


class OwnAndSupervisedQuerySet(models.QuerySet):
    """What belongs to a person and is seen by their supervisors."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and those of the people they supervise."""
        return self.filter(
            Q(person=viewer) | Q(person__in=Person.objects.filter(supervised_by(viewer)))
        )

    def open(self) -> Self:
        """Those that are not closed."""
        return self.filter(closed_at=None)

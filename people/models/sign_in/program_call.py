"""What programs sent with a key of their own, so that the same call does its work once."""

import uuid
from typing import Self

from django.db import models

from people.models.organisations import Organisation
from people.models.persons import Person


class ProgramCallQuerySet(models.QuerySet):
    """Calls of programs, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the viewer's organisation; no page shows them."""
        return self.filter(organisation_id=viewer.organisation_id)


class ProgramCall(models.Model):
    """A call that made something, under the key that the program gave it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    key = models.UUIDField()
    # A keyed hash of the operation and the body.
    body_hash = models.CharField(max_length=64)
    # The ids of what it made, in the order of the body.
    made = models.JSONField(default=list)
    at = models.DateTimeField()

    objects = ProgramCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_call_of_a_key")
        ]

    def __str__(self) -> str:
        return str(self.key or uuid.UUID(int=0))

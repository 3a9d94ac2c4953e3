"""What programs sent with a key of their own, so that the same call does its work once."""

import uuid

from django.db import models

from people.models.organisations import Organisation, OwnOrganisationQuerySet


class ProgramCall(models.Model):
    """A call that made something, under the key that the program gave it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    key = models.UUIDField()
    # A keyed hash of the operation and the body.
    body_hash = models.CharField(max_length=64)
    # The ids of what it made, in the order of the body.
    made = models.JSONField(default=list)
    at = models.DateTimeField()

    objects = OwnOrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_call_of_a_key")
        ]

    def __str__(self) -> str:
        return str(self.key or uuid.UUID(int=0))

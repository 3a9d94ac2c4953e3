"""What remains when somebody's data are gone: that it was asked for."""

from django.db import models


class Tombstone(models.Model):
    """That a person had their wellbeing data deleted: an id, a moment and nothing else.

    Replayed after an old backup was restored, so that what was deleted stays deleted.
    """

    # The person's public id, no foreign key: it outlives the account.
    person = models.UUIDField()
    # Only what was over before this day; everything where there is none.
    before = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "at"], name="one_tombstone_a_moment")
        ]

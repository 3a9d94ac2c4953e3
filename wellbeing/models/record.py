"""What a person agreed to, and what remains after their data are deleted."""

from django.db import models

from people.models import OwnRowQuerySet, Person


class Tombstone(models.Model):
    """A person had their wellbeing data deleted: an id, a moment and nothing else.

    It is replayed after an old backup was restored, so that what was deleted stays deleted.
    """

    # The person's public id, no foreign key: it outlives the account.
    person = models.UUIDField()
    NAMES_PERSON_IN = "person"
    # Only what was over before this day; everything if empty.
    before = models.DateField(null=True)
    # Only what was said in the week of this Monday, if there is one.
    week = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "at"], name="one_tombstone_a_moment")
        ]


class ConsentSeen(models.Model):
    """A person read a version of what they agree to by answering."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()
    seen_at = models.DateTimeField()

    objects = OwnRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="a_text_is_seen_once")
        ]

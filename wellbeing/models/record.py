"""What somebody agreed to, and what remains when their data are gone."""

from typing import Self

from django.db import models

from people.models import Person


class Tombstone(models.Model):
    """That a person had their wellbeing data deleted: an id, a moment and nothing else.

    Replayed after an old backup was restored, so that what was deleted stays deleted.
    """

    # The person's public id, no foreign key: it outlives the account.
    person = models.UUIDField()
    # Only what was over before this day; everything where there is none.
    before = models.DateField(null=True)
    # Only what was said in the week of this Monday, where there is one.
    week = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "at"], name="one_tombstone_a_moment")
        ]


class ConsentSeenQuerySet(models.QuerySet):
    """Who read which text, by who may see it."""

    def visible_to(self, viewer: Person) -> Self:
        """One's own and nobody else's."""
        return self.filter(person=viewer)


class ConsentSeen(models.Model):
    """That somebody read a version of what they agree to by answering."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()
    seen_at = models.DateTimeField()

    objects = ConsentSeenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="a_text_is_seen_once")
        ]

"""What a person decided about their data without deleting them, and their objections."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from people.keys import closed, ring
from people.models import OwnRowQuerySet, Person

PURPOSE = "wellbeing.Objection.words"


class RestrictionQuerySet(OwnRowQuerySet):
    """Restrictions, by their person and by when they hold."""

    def at(self, moment: datetime) -> Self:
        """Those that held at a moment."""
        return self.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)


class Restriction(models.Model):
    """A person's data stay and are in no figure of a group, from one moment to another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="restrictions")
    since = models.DateTimeField()
    # Empty while it holds.
    until = models.DateTimeField(null=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until=None), name="one_restriction_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="restriction_ends_after_it_begins",
            ),
        ]


class ObjectionQuerySet(models.QuerySet):
    """Objections, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own; and all of them for the data protection contact."""
        return self.all() if is_contact(viewer) else self.filter(person=viewer)


class Objection(models.Model):
    """A message of a person to the data protection contact."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="objections")
    sealed_words = models.TextField()
    SEALED = {"sealed_words": PURPOSE}
    made_at = models.DateTimeField()

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")

    @property
    def words(self) -> str:
        """The words, opened: for the writer and the contact."""
        closed.refuse(self.made_at, self.person_id)
        return ring.unseal(self.sealed_words, owner=str(self.person_id), purpose=PURPOSE)

    def write(self, words: str) -> None:
        """Seal words for this row's owner."""
        self.sealed_words = ring.seal(words, owner=str(self.person_id), purpose=PURPOSE)


def is_contact(person: Person) -> bool:
    """Say whether a person is the data protection contact: their work email is the one set.

    A person who has left reads no objection any more, even if the settings still name them.
    """
    wanted = settings.DATA_PROTECTION_CONTACT.casefold()
    return "@" in wanted and person.email.casefold() == wanted and person.belongs

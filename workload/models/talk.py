"""One-to-ones between a supervisor and a person: what was said stays between the two."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.keys import closed, ring
from people.models import Organisation, Person, answers_wholly, supervised_by

PURPOSE = "workload.SupervisionTalk.words"


class SupervisionTalkQuerySet(models.QuerySet):
    """Talks, by who may read them."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and those they led with people they supervise today.

        No other person reads a talk, and a supervisor who no longer supervises the person stops
        reading.
        """
        led = Q(supervisor=viewer) & supervised_by(viewer, "person")
        return self.filter(Q(person=viewer) | led)

    def days_for(self, viewer: Person) -> models.QuerySet:
        """The days of other people's talks with those the viewer supervises now, in every post.

        Days and nothing else: no person, no length and no words.
        """
        return (
            self.filter(answers_wholly(viewer, "person"))
            .exclude(supervisor=viewer)
            .values_list("day", flat=True)
            .order_by("-day")
            .distinct()
        )


class SupervisionTalk(models.Model):
    """A supervisor and a person talked; this is what both agreed to write down."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(Person, models.PROTECT, related_name="talks_led")
    person = models.ForeignKey(Person, models.CASCADE, related_name="talks")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    # Bound to the pair: in a row of any other two it does not open.
    sealed_words = models.TextField(blank=True)
    SEALED = {"sealed_words": PURPOSE}
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # Raised with every change: one agrees to what one has read, and to nothing newer.
    version = models.PositiveSmallIntegerField(default=1)
    written_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)

    objects = SupervisionTalkQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["supervisor", "person", "day"],
                name="one_talk_of_two_a_day",
                violation_error_code="talk_there",
                violation_error_message=_("There is already a talk of you two on this day."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480),
                name="a_talk_takes_5_to_480_minutes",
                violation_error_code="minutes",
                violation_error_message=_("A talk takes between 5 and 480 minutes."),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("supervisor")),
                name="a_talk_has_two_people",
                violation_error_message=_("A talk has two people."),
            ),
        ]

    @property
    def owner(self) -> str:
        """The owners of the words: these two."""
        return f"{self.person_id}:{self.supervisor_id}"

    @property
    def words(self) -> str:
        """The words, opened; only ever for these two.

        After a mailed reset they are closed for the person, not for the supervisor: that is work.
        """
        closed.refuse(self.written_at, self.person_id)
        return ring.unseal(self.sealed_words, owner=self.owner, purpose=PURPOSE)

    def write(self, words: str) -> None:
        """Seal words for this pair."""
        self.sealed_words = ring.seal(words, owner=self.owner, purpose=PURPOSE)

    def other(self, one: Person) -> Person:
        """The other of the two."""
        return self.supervisor if one.pk == self.person_id else self.person

    @property
    def waits_for(self) -> Person | None:
        """Who has not agreed yet."""
        return None if self.agreed_at else self.other(self.written_by)

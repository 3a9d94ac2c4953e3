"""Hard events that people noted for themselves, and how they were afterwards. Never the case."""

import uuid
from datetime import date, datetime, time
from typing import Any, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.keys.sealing import SealedRow
from people.models import OwnRowQuerySet, Person
from people.weeks import BANGKOK
from wellbeing.rules.moments import HORIZON, After, Moment, moments_due

# The wording in `after_lines.py`; a new one gets a new number, and old answers keep theirs.
AFTER_SET = 1
EVENT, AFTER = "wellbeing.HardEvent.event", "wellbeing.AfterCheckIn.answers"


class HardEventQuerySet(OwnRowQuerySet):
    """Events, by their person."""

    def recent(self, day: date) -> Self:
        """Events with check-ins that may be open on a day: the day of an event is sealed.

        A person cannot note an event before its day.
        """
        since = datetime.combine(day - HORIZON, time(), BANGKOK)
        return self.filter(logged_at__gte=since)

    def asking(self) -> Self:
        """Events with a person who may be asked about them."""
        silent = AfterOff.objects.filter(person=models.OuterRef("person"))
        return self.filter(~models.Exists(silent), asks=True)


class HardEvent(SealedRow, models.Model):
    """A person was at a rescue, a raid, an interview with a child, or gave testimony.

    Or something happened to the person themselves: an incident.

    The kind and the day are sealed; the time of the note is not.
    """

    class Kind(models.TextChoices):
        """The kind of a hard event."""

        RESCUE = "rescue", _("Rescue")
        RAID = "raid", _("Raid")
        INTERVIEW = "interview", _("Interview with a child")
        TESTIMONY = "testimony", _("Testimony in court")
        THREAT = "threat", _("A threat against me")
        ASSAULT = "assault", _("An assault on me")
        NEEDLE = "needle", _("A needle or something sharp")
        ERROR = "error", _("A mistake that weighs on me")

        @property
        def is_incident(self) -> bool:
            """Say whether it happened to the person themselves."""
            return self in (self.THREAT, self.ASSAULT, self.NEEDLE, self.ERROR)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="hard_events")
    sealed_event = models.BinaryField()
    SEALED = {"sealed_event": EVENT}
    BOUND_TO = ("person_id", "public_id")
    SAID_AT = "logged_at"
    # False once the person wants no question about this one.
    asks = models.BooleanField(default=True)
    # The moment for which a notice went out last.
    told = models.CharField(max_length=6, blank=True)
    logged_at = models.DateTimeField(db_default=Now())

    objects = HardEventQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    @classmethod
    def of(cls, kind: str, day: date, *, told: bool = False, **fields: Any) -> Self:
        """Make a row of an event, sealed."""
        row = cls(**fields)
        about = {"kind": str(kind), "day": day.isoformat()} | ({"said": "1"} if told else {})
        row.keep("sealed_event", about)
        return row

    @property
    def kind(self) -> Kind:
        """What it was, opened."""
        return self.Kind(self.opened("sealed_event")["kind"])

    @property
    def day(self) -> date:
        """On which day it was, opened."""
        return date.fromisoformat(self.opened("sealed_event")["day"])

    @property
    def was_told(self) -> bool:
        """Say whether the person let the supervisor know that something happened."""
        return "said" in self.opened("sealed_event")

    def moment(self, day: date) -> Moment | None:
        """Which check-in is open on a day."""
        return moments_due(self.day, day, incident=self.kind.is_incident)


class AfterCheckInQuerySet(models.QuerySet):
    """Answers after events, by their person."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own only."""
        return self.filter(event__person=viewer)


class AfterCheckIn(SealedRow, models.Model):
    """Three answers, two days or two weeks after an event."""

    event = models.ForeignKey(HardEvent, models.CASCADE, related_name="answers")
    moment = models.CharField(max_length=6)
    # Not at all, a little, quite, very as 0 to 3, for each line that was answered.
    sealed_answers = models.BinaryField()
    SEALED = {"sealed_answers": AFTER}
    BOUND_TO = ("event__person_id", "event_id", "moment")
    SAID_AT = "answered_at"
    item_set = models.PositiveSmallIntegerField(default=AFTER_SET)
    answered_at = models.DateTimeField()

    objects = AfterCheckInQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["event", "moment"], name="one_answer_a_moment"),
        ]

    @property
    def given(self) -> After:
        """The answers as the rules see them, opened."""
        return After(**self.opened("sealed_answers"))

    def say(self, answers: After) -> None:
        """Seal answers for this moment after this event."""
        self.keep("sealed_answers", answers.given)


class AfterOff(models.Model):
    """A person wants no questions after events at all."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    objects = OwnRowQuerySet.as_manager()

"""Hard events that people logged for themselves, and how they were afterwards. Never the case."""

import uuid
from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models import Person
from wellbeing.moments import After, Moment, due

# The wording in `after_lines.py`; a new one gets a new number, and old answers keep theirs.
AFTER_SET = 1


class HardEventQuerySet(models.QuerySet):
    """Events, by whose they are."""

    def visible_to(self, viewer: Person) -> Self:
        """One's own and nobody else's."""
        return self.filter(person=viewer)

    def asking(self) -> Self:
        """Those about which their person may be asked."""
        silent = AfterOff.objects.filter(person=models.OuterRef("person"))
        return self.filter(~models.Exists(silent), asks=True)


class HardEvent(models.Model):
    """That a person was at a rescue, a raid, an interview with a child or gave testimony."""

    class Kind(models.TextChoices):
        RESCUE = "rescue", _("Rescue")
        RAID = "raid", _("Raid")
        INTERVIEW = "interview", _("Interview with a child")
        TESTIMONY = "testimony", _("Testimony in court")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="hard_events")
    kind = models.CharField(max_length=9, choices=Kind)
    day = models.DateField()
    # False once the person wants no question about this one.
    asks = models.BooleanField(default=True)
    # For which moment a notice went out last.
    told = models.CharField(max_length=6, blank=True)
    logged_at = models.DateTimeField(db_default=Now())

    objects = HardEventQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "day"],
                name="an_event_is_logged_once",
                violation_error_message=_("You have noted this one already."),
            )
        ]

    def moment(self, day: date) -> Moment | None:
        """Which check-in is open on a day."""
        return due(self.day, day)


class AfterCheckInQuerySet(models.QuerySet):
    """Answers after events, by whose they are."""

    def visible_to(self, viewer: Person) -> Self:
        """One's own and nobody else's."""
        return self.filter(event__person=viewer)


def step() -> models.PositiveSmallIntegerField:
    """One answer: not at all, a little, quite, very as 0 to 3, or nothing."""
    return models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(3)])


class AfterCheckIn(models.Model):
    """Three answers, two days or two weeks after an event."""

    event = models.ForeignKey(HardEvent, models.CASCADE, related_name="answers")
    moment = models.CharField(max_length=6)
    back = step()
    edge = step()
    company = step()
    item_set = models.PositiveSmallIntegerField(default=AFTER_SET)
    answered_at = models.DateTimeField()

    objects = AfterCheckInQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["event", "moment"], name="one_answer_a_moment"),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__lte": 3}),
                    name=f"after_{name}_in_scale",
                )
                for name in ("back", "edge", "company")
            ),
        ]

    @property
    def given(self) -> After:
        """The answers as the rules see them."""
        return After(self.back, self.edge, self.company)


class AfterOffQuerySet(models.QuerySet):
    """Who wants no questions after events."""

    def visible_to(self, viewer: Person) -> Self:
        """One's own and nobody else's."""
        return self.filter(person=viewer)


class AfterOff(models.Model):
    """That a person wants no questions after events at all."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    objects = AfterOffQuerySet.as_manager()

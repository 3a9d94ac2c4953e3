"""The flags that came of the weeks, and what was done about them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, Person

from .choices import Level
from .doors import OwnAndSupervisedQuerySet


class Flag(models.Model):
    """That a person's load needs a talk. It speaks of the work, never of the person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="flags")
    level = models.CharField(max_length=5, choices=Level)
    opened_week = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = OwnAndSupervisedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at=None), name="one_open_flag_per_person"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["amber", "red"]), name="a_flag_is_amber_or_red"
            ),
        ]


class FlagStep(models.Model):
    """Something that happened to a flag. Steps are added, never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Flag opened")
        RAISED = "raised", _("Raised to help this week")
        LOWERED = "lowered", _("Lowered to help soon")
        SEEN = "seen", _("Seen")
        PLANNED = "planned", _("Planned")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed by itself: two weeks at 100% or less")

    flag = models.ForeignKey(Flag, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    # The week that brought it, with its percentage, where a week did.
    week = models.DateField(null=True)
    percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

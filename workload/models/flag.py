"""The flags that came of the weeks, and what was done about them."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, Person

from .choices import Level
from .doors import OwnAndSupervisedQuerySet


class FlagQuerySet(OwnAndSupervisedQuerySet):
    """Flags, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """One's own, those of people one supervises, and those one was asked to look at."""
        asked = FlagStep.objects.filter(to=viewer).values("flag_id")
        return super().visible_to(viewer) | self.filter(pk__in=asked)


class PlanItem(models.TextChoices):
    """What a plan can hold; the menu is the same for everybody."""

    MOVE = "move", _("Move cases to a colleague")
    CLOSE = "close", _("Close or pause cases")
    LEAVE = "leave", _("Leave")
    TIME_OFF = "time_off", _("Time off in lieu")
    DEBRIEF = "debrief", _("Debrief or clinical supervision")
    STAFF = "staff", _("Ask for more staff")
    NOTHING = "nothing", _("Nothing for now, and why")


class Flag(models.Model):
    """That a person's load needs a talk. It speaks of the work, never of the person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="flags")
    level = models.CharField(max_length=5, choices=Level)
    opened_week = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # Two supervisors at once: the one who read an older version is told, and loses nothing.
    version = models.PositiveIntegerField(default=0)

    objects = FlagQuerySet.as_manager()

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
        MOVED = "moved", _("Took work over")
        ANSWERED = "answered", _("Answered")
        CHECKED = "checked", _("Looked at again after four weeks")
        PASSED_ON = "passed", _("Passed on to the next supervisor")
        INVITED = "invited", _("Invited to look")
        CLOSED = "closed", _("Closed by itself: the load came down")
        ENDED = "ended", _("Closed by hand")

    flag = models.ForeignKey(Flag, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    # Of a plan: what was chosen, who does it, until when.
    chosen = models.JSONField(default=list)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    # Who was asked to look, where somebody was.
    to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="asked_to_look")
    # The week that brought it, or the latest one by then, with its percentage.
    week = models.DateField(null=True)
    percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    # Of work that moved: how many cases, and their points a week.
    cases = models.PositiveSmallIntegerField(null=True)
    points = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    @property
    def chosen_words(self) -> list[str]:
        """What a plan holds, in words."""
        return [str(PlanItem(item).label) for item in self.chosen]

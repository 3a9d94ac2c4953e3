"""Goals: a person's own, with steps and days, and perhaps a mentor; no other person sees them."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Person, colleague_in
from people.writing.texts import refuse_identity


class GoalQuerySet(models.QuerySet):
    """Goals, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and those with the viewer as mentor while both belong."""
        mentored = Q(mentor=viewer) & colleague_in("person", viewer)
        return self.filter(Q(person=viewer) | mentored)


class Goal(models.Model):
    """What a person wants to reach, in their own words."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="goals")
    words = models.CharField(
        _("Your goal, in your own words"), max_length=200, validators=[refuse_identity]
    )
    by_day = models.DateField(_("By which day"), null=True, blank=True)
    mentor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    mentored_since = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ("by_day", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(mentor=None) | ~Q(mentor=F("person")),
                name="a_mentor_is_somebody_else",
            )
        ]
        indexes = [models.Index(fields=["mentor"], name="goals_by_mentor")]

    def __str__(self) -> str:
        return self.words


class GoalStepQuerySet(models.QuerySet):
    """Steps, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the goals the viewer sees."""
        return self.filter(goal__in=Goal.objects.visible_to(viewer))


class GoalStep(models.Model):
    """A step on the way to a goal."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps")
    words = models.CharField(_("A step"), max_length=200, validators=[refuse_identity])
    by_day = models.DateField(_("By which day"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = GoalStepQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

"""Long absences: a person is away for weeks or months, and another may stand in for a role."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .persons import Person


class AbsenceQuerySet(models.QuerySet):
    """Absences, by day and by viewer."""

    def visible_to(self, viewer: "Person") -> Self:
        """The viewer's own, and those of the people an admin manages: the rows say why."""
        managed = type(viewer).objects.managed_by(viewer)
        return self.filter(Q(person=viewer) | Q(person__in=managed))

    def on(self, day: date) -> Self:
        """Absences that include a day; the last day counts."""
        return self.lasting(day).filter(starts__lte=day)

    def lasting(self, day: date) -> Self:
        """Absences that include a day or begin after it."""
        return self.filter(ends__gte=day)

    def throughout(self, first: date, last: date) -> Self:
        """Absences that include all days between two."""
        return self.filter(starts__lte=first, ends__gte=last)


class Absence(models.Model):
    """A person is away from a day until a day.

    Why is for the person and the admins who manage them; everybody else reads the last day alone.
    """

    class Kind(models.TextChoices):
        """Why a person is away."""

        PARENTAL = "parental", _("Parental leave")
        SICK = "sick", _("Sick leave")
        STUDY = "study", _("Study leave")
        OTHER = "other", _("Another reason")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=8, choices=Kind)
    starts = models.DateField()
    # Never open: without an end it would hide a person for ever. It can be moved.
    ends = models.DateField()
    entered_by = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, related_name="absences_entered"
    )
    entered_at = models.DateTimeField()
    # When the person and those who answer to them were told that it is over.
    over_told_at = models.DateTimeField(null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="absence_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            )
        ]
        indexes = [models.Index(fields=["person", "ends"], name="absences_by_person")]


def is_away(day: date, person: str = "person") -> models.Exists:
    """Say whether the person in a field of a row is away on a day, as a condition.

    It is asked row by row, by an index: the others who are away in a large organisation are not
    read for the few people of a page.
    """
    return models.Exists(Absence.objects.on(day).filter(person=models.OuterRef(person)))

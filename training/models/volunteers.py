"""Volunteers: the terms on which a person helps without pay."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Person, Role, in_office_of, supervised_by

from .careers import PersonalQuerySet
from .catalogue import CertificateType


def terms_written_by(viewer: Person) -> Q:
    """The people the viewer may write volunteer terms for: never themselves."""
    return (supervised_by(viewer) | in_office_of(viewer, Role.ADMIN)) & ~Q(pk=viewer.pk)


class VolunteerTerms(models.Model):
    """What a volunteer helps with, for how many hours a week, and until when."""

    class Kind(models.TextChoices):
        """Where the volunteer comes from."""

        FAITH = "faith", _("From a faith community")
        SCHOOL = "school", _("From a school or university")
        PUBLIC = "public", _("From the public")

    class Task(models.TextChoices):
        """What a volunteer can help with."""

        COMPANY = "company", _("Keeping somebody company")
        ACTIVITIES = "activities", _("Teaching and activities")
        INTERPRETING = "interpreting", _("Interpreting")
        DRIVING = "driving", _("Driving people")
        HOUSE = "house", _("Kitchen, house and garden")
        OFFICE = "office", _("Office work")
        EVENTS = "events", _("Talks and events for the public")

    person = models.OneToOneField(Person, models.CASCADE, related_name="volunteer_terms")
    kind = models.CharField(_("Where they come from"), max_length=8, choices=Kind)
    hours = models.DecimalField(
        _("Hours a week at most"),
        max_digits=3,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(48)],
    )
    tasks = models.JSONField(_("What they may help with"), default=list)
    # A certificate with an end; until it is named, there is no task with people.
    clearance = models.ForeignKey(
        CertificateType, models.PROTECT, null=True, blank=True, related_name="+"
    )
    until = models.DateField(_("Until"))
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = PersonalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("written_by")), name="nobody_writes_their_own_terms"
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=48), name="volunteer_hours_are_a_week"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

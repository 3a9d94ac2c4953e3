"""Who needs which certificate, and who is excused for a while."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from people.models import (
    MAY,
    Job,
    Organisation,
    OwnOrganisationQuerySet,
    Person,
    Role,
    office_has,
    supervised_by,
)
from people.writing.texts import refuse_identity

from .catalogue import CertificateType


class RequirementQuerySet(OwnOrganisationQuerySet):
    """What is asked, by the people it is asked of."""

    def of_membership(self) -> Self:
        """Those that ask something of the membership in the outer query."""
        return self.filter(
            Q(role=OuterRef("role")) | Q(job=OuterRef("job")),
            organisation=OuterRef("person__organisation"),
        )


class Requirement(models.Model):
    """All people in a role, or all people in a job, need a certificate."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    type = models.ForeignKey(CertificateType, models.CASCADE, related_name="requirements")
    role = models.CharField(max_length=12, choices=Role, blank=True)
    job = models.ForeignKey(Job, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = RequirementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role="", job__isnull=False) | (~Q(role="") & Q(job=None)),
                name="a_role_or_a_job_is_asked",
            ),
            models.UniqueConstraint(
                fields=["type", "role"], condition=Q(job=None), name="asked_once_of_a_role"
            ),
            models.UniqueConstraint(
                fields=["type", "job"], condition=Q(role=""), name="asked_once_of_a_job"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.type}"

    @property
    def who(self) -> str:
        """The people it is asked of, in words."""
        return self.get_role_display() if self.role else str(self.job)

    @property
    def key(self) -> str:
        """The people it is asked of, as a form sends it."""
        return f"role-{self.role}" if self.role else f"job-{self.job.code}"


class ExemptionQuerySet(models.QuerySet):
    """Exemptions, by who may see them and whether they hold."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, those of people they supervise, and for offices those below."""
        supervised = supervised_by(viewer, "person")
        below = office_has("person", viewer, *MAY.see_records)
        return self.filter(Q(person=viewer) | supervised | below)

    def on(self, day: date) -> Self:
        """Those that hold on a day; the last day counts."""
        return self.filter(ended_at=None, until__gte=day)


class Exemption(models.Model):
    """One person does not need a certificate until a day, and why."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="exemptions")
    type = models.ForeignKey(CertificateType, models.CASCADE, related_name="+")
    reason = models.CharField(_("Reason"), max_length=200, validators=[refuse_identity])
    until = models.DateField(_("Until"))
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # Taken back, or followed by a newer one.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "type"],
                condition=Q(ended_at=None),
                name="one_open_exemption_of_a_type",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.type}"

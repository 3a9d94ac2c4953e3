"""Continuing education: hours towards the next date of a certificate, with their evidence."""

import uuid
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Person, Role, office_has, supervised_by
from people.writing.texts import refuse_identity

from .catalogue import Course
from .certificates import Certificate


class StudyQuerySet(models.QuerySet):
    """Hours of continuing education, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, those of people they supervise, and for trainers their people's."""
        supervised = supervised_by(viewer, "certificate__person")
        taught = office_has("certificate__person", viewer, Role.TRAINER)
        return self.filter(Q(certificate__person=viewer) | supervised | taught)

    def counting(self) -> Self:
        """Those that are not refused."""
        return self.exclude(state=Study.State.REFUSED)


class Study(models.Model):
    """Something learnt while a certificate held, told by its holder and confirmed by a trainer."""

    class State(models.TextChoices):
        """Whether a trainer has confirmed the hours."""

        TOLD = "told", pgettext_lazy("hours", "Not confirmed yet")
        CONFIRMED = "confirmed", pgettext_lazy("hours", "Confirmed")
        REFUSED = "refused", pgettext_lazy("hours", "Not counted")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="studies")
    day = models.DateField(_("Day"))
    hours = models.DecimalField(
        _("Hours"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(200))],
    )
    what = models.CharField(_("What you learnt"), max_length=160, validators=[refuse_identity])
    # As its holder sees it; a trainer who confirms the hours confirms this too.
    kind = models.CharField(_("Kind of training"), max_length=1, choices=Course.Kind, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.TOLD)
    told_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True, validators=[refuse_identity])

    objects = StudyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Hours")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="refused_hours_have_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.what


class EvidenceQuerySet(models.QuerySet):
    """Files, by who may open them."""

    def visible_to(self, viewer: Person) -> Self:
        """Of hours the viewer's own, and for trainers those of their people; supervisors need none.

        Of a certificate: any viewer who sees the certificate.
        """
        taught = office_has("study__certificate__person", viewer, Role.TRAINER)
        hours = Q(study__certificate__person=viewer) | taught
        return self.filter(hours | Q(certificate__in=Certificate.objects.visible_to(viewer)))


class Evidence(models.Model):
    """The file that shows hours, or a certificate of a training held elsewhere.

    Beside the row it belongs to: kept, backed up and erased with it.
    """

    class Kind(models.TextChoices):
        """What kind of file it is, with its media type."""

        PDF = "pdf", "application/pdf"
        JPEG = "jpg", "image/jpeg"
        PNG = "png", "image/png"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    study = models.OneToOneField(Study, models.CASCADE, null=True, related_name="evidence")
    certificate = models.OneToOneField(
        Certificate, models.CASCADE, null=True, related_name="evidence"
    )
    kind = models.CharField(max_length=3, choices=Kind)
    content = models.BinaryField()
    # Empty where the file came with what it shows.
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(study=None, certificate__isnull=False)
                | Q(study__isnull=False, certificate=None),
                name="evidence_shows_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(added_at=None, added_by=None)
                | Q(added_at__isnull=False, added_by__isnull=False),
                name="evidence_added_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"evidence.{self.kind}"

    @property
    def holder(self) -> Person:
        """The person the file is about."""
        return (self.certificate or self.study.certificate).person

    @property
    def stays(self) -> bool:
        """Say whether a second organisation confirmed a certificate with this file there.

        Another file would then stand beside a confirmation that was never given for it. One that
        was added later is no part of it; the confirmation of a revoked certificate no longer
        counts.
        """
        one = self.certificate
        if one is None or one.confirmed_at is None or one.revoked_at:
            return False
        return self.added_at is None or self.added_at <= one.confirmed_at

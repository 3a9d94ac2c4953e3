"""What an organisation teaches, and the certificates it leads to."""

import uuid
from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.languages.fields import LocalTextField
from people.models import Named, OneName, Organisation, OwnOrganisationQuerySet
from training.rules.certificates import add_months


class CertificateType(Named):
    """A certificate that can be earned, and for how long it holds."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # Months; empty means that it never lapses.
    validity_months = models.PositiveSmallIntegerField(
        _("Valid for, in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
    )

    # Hours of continuing education that renew it; empty means that the training is taken again.
    renewal_hours = models.PositiveSmallIntegerField(
        _("Renewed by, in hours"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    # What may be done with it and not without: "Interview children". May be empty.
    allows = LocalTextField(_("What it allows, in {language}"), blank=True)

    # What the law asks for: without it a person may not take the duty on, for any reason.
    by_law = models.BooleanField(_("Required by law"), default=False)

    objects = OwnOrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            OneName(
                fields=["organisation", "name"],
                name="one_certificate_type_of_a_name",
                violation_error_message=_("There is already a certificate of this name."),
            ),
            models.CheckConstraint(
                condition=Q(renewal_hours=None) | Q(validity_months__isnull=False),
                name="what_never_ends_is_not_renewed",
                violation_error_code="never_ends",
                violation_error_message=_(
                    "A certificate that does not expire needs no hours to renew it."
                ),
            ),
        ]

    def expiry(self, issued_on: date) -> date | None:
        """Say until when one issued on a day holds; None means for ever."""
        return add_months(issued_on, self.validity_months) if self.validity_months else None


class Course(Named):
    """Something that can be taught, and the certificate it leads to."""

    class Kind(models.TextChoices):
        """What a training is good for, by the letters of the national credential."""

        FOUNDATION = "A", _("Foundation (A)")
        SPECIALTY = "B", _("Specialty (B)")
        ADVANCED = "C", _("Advanced (C)")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    hours = models.DecimalField(
        _("Hours"),
        max_digits=5,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5"))],
    )
    # Empty for what counts towards no level of a credential: a fire drill.
    kind = models.CharField(_("Kind of training"), max_length=1, choices=Kind, blank=True)
    certificate_type = models.ForeignKey(
        CertificateType, models.PROTECT, null=True, blank=True, verbose_name=_("Certificate")
    )
    # What a person must hold on the day to take part.
    requires = models.ForeignKey(
        CertificateType, models.PROTECT, null=True, blank=True, related_name="+"
    )

    # What people come to do better through it; a person who sees them work judges it.
    competencies = models.ManyToManyField("training.Competency", blank=True, related_name="courses")

    objects = OwnOrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            OneName(
                fields=["organisation", "name"],
                name="one_course_of_a_name",
                violation_error_message=_("There is already a course of this name."),
            )
        ]

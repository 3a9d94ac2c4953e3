"""Certificates: what a person has shown they can do, until a day."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import MAY, Person, office_has, supervised_by
from people.writing.texts import refuse_identity
from training.rules.certificates import CertificateState, due_until, state

from .catalogue import CertificateType
from .sessions import Session


class CertificateQuerySet(models.QuerySet):
    """Certificates, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, those of people they supervise, and for offices those below."""
        supervised = supervised_by(viewer, "person")
        below = office_has("person", viewer, *MAY.see_records)
        return self.filter(Q(person=viewer) | supervised | below)

    def current(self) -> Self:
        """The newest of each type; what it replaced is history."""
        return self.filter(current=True)

    def added_to(self) -> Self:
        """Those for which hours were told, or to which a file was added."""
        return self.filter(Q(studies__isnull=False) | Q(evidence__isnull=False)).distinct()

    def good(self, day: date) -> Self:
        """The current ones that hold on a day, its last included."""
        return self.current().filter(Q(expires_on=None) | Q(expires_on__gte=day))

    def wanting(self, day: date) -> Self:
        """The current ones that are due or expired on a day."""
        return self.current().filter(expires_on__lte=due_until(day))

    def by_end(self) -> Self:
        """Those that end first before others; those that never end last, on each database."""
        return self.order_by(F("expires_on").asc(nulls_last=True), "pk")


class Certificate(models.Model):
    """A person has shown that they can do something, until a day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="certificates")
    type = models.ForeignKey(CertificateType, models.PROTECT, related_name="certificates")
    session = models.ForeignKey(Session, models.SET_NULL, null=True, related_name="certificates")
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # False once a newer one of the type was issued.
    current = models.BooleanField(default=True)
    # A revoked one is never current; it stays, with its reason, for who checks it.
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_reason = models.CharField(
        _("Reason"), max_length=200, blank=True, validators=[refuse_identity]
    )

    # A trainer of another organisation, shown it by its holder: from then on it stands.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "type"],
                condition=Q(current=True),
                name="one_current_certificate_of_a_type",
            ),
            models.UniqueConstraint(fields=["person", "session"], name="one_certificate_a_session"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | (Q(current=False) & ~Q(revoked_reason="")),
                name="revoked_is_not_current_and_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="confirmed_by_somebody_at_some_time",
            ),
        ]
        indexes = [
            # What lapses next is asked of all people of an office.
            models.Index(fields=["expires_on", "person"], name="lapsing_next"),
            models.Index(fields=["person", "expires_on"], name="certificates_by_expiry"),
            # Whether a person has a newer one of a type is asked of each that lapsed.
            models.Index(fields=["person", "type", "expires_on"], name="certificates_by_type"),
        ]

    def __str__(self) -> str:
        return str(self.type)

    def state(self, day: date) -> CertificateState:
        """Judge this certificate on a day."""
        return state(self.expires_on, day)

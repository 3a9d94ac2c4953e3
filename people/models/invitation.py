"""How a new person comes in: an invitation into a unit, mailed or on a slip of paper."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.languages.known import offered_languages

from .jobs import Job
from .names import name_field, refuse_title_alone
from .organisations import Organisation, Unit, at_or_below
from .persons import Person
from .roles import Role


class InvitationQuerySet(models.QuerySet):
    """Invitations, by viewer and by whether they still open."""

    def visible_to(self, viewer: Person) -> Self:
        """Invitations into units at or below where the viewer is an admin."""
        return self.filter(at_or_below("unit__path", viewer.paths(Role.ADMIN)))

    def waiting(self) -> Self:
        """Unused invitations, also with an expired link."""
        return self.filter(accepted_at=None)

    def open_at(self, now: datetime) -> Self:
        """Invitations with a link that still opens."""
        return self.waiting().filter(expires__gt=now)


class Invitation(models.Model):
    """A single-use link, or the code of a slip, by which a person joins a unit."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(Unit, models.CASCADE)
    role = models.CharField(_("Role"), max_length=12, choices=Role)
    job = models.ForeignKey(Job, models.PROTECT, related_name="+", verbose_name=_("Job"))
    hours = models.DecimalField(
        _("Contracted hours a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    # Empty on a slip: its code is printed.
    email = models.EmailField(_("Work email"), blank=True)
    # As the admin wrote it, on a slip alone and until it is used: from then on the name is theirs.
    name = name_field(_("Name on the slip"), 120, refuse_title_alone)
    # Of the mail, and of the page that it opens. Without one the mail is written in each, and the
    # page opens in the language of the device.
    language = models.CharField(
        _("Language of the invitation"),
        max_length=2,
        choices=offered_languages,
        blank=True,
        default="",
        db_default="",
    )
    # The person that an admin entered already: with the link their place becomes theirs.
    person = models.OneToOneField(
        Person, models.CASCADE, null=True, blank=True, related_name="awaited_invitation"
    )
    invited_by = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    # Only the hash is kept: a stolen table gives no access. A code is short: its hash has a key.
    token_hash = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    # Set before the mail goes out, so that a job that runs twice sends it once.
    sent_at = models.DateTimeField(null=True)
    accepted_by = models.OneToOneField(
        Person, models.SET_NULL, null=True, related_name="invitation"
    )
    accepted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="", name="") | Q(accepted_at__isnull=False),
                name="an_invitation_is_to_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.email or self.name

    @property
    def is_slip(self) -> bool:
        """Whether it goes out on paper: there is no address to mail a link to."""
        return not self.email

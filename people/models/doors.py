"""The ways in, and the messages out: invitations, keys of programs, what was sent."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .organisations import Organisation, Unit, at_or_below
from .persons import Person
from .roles import Job, Role


class InvitationQuerySet(models.QuerySet):
    """Invitations, by who may see them and whether they still open."""

    def visible_to(self, viewer: Person) -> Self:
        """Those into units at or below where the viewer is an admin."""
        return self.filter(at_or_below("unit__path", viewer.paths(Role.ADMIN)))

    def waiting(self) -> Self:
        """Those nobody has used yet, also where the link has run out."""
        return self.filter(accepted_at=None)

    def open_at(self, now: datetime) -> Self:
        """Those whose link still leads in."""
        return self.waiting().filter(expires__gt=now)


class Invitation(models.Model):
    """A single-use link by which somebody joins a unit."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(Unit, models.CASCADE)
    role = models.CharField(_("Role"), max_length=12, choices=Role)
    job = models.CharField(_("Job"), max_length=12, choices=Job, default=Job.CASEWORKER)
    hours = models.DecimalField(
        _("Contracted hours a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    email = models.EmailField(_("Work email"))
    invited_by = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    # Only the hash is kept: a stolen table opens no door.
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

    def __str__(self) -> str:
        return self.email


class AddressChangeQuerySet(models.QuerySet):
    """Changes of address that wait, by whose they are."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own and nobody else's."""
        return self.filter(person=viewer)


class AddressChange(models.Model):
    """A new address that somebody gave; it counts once its link was followed."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="address_change")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    # Set before the mail goes out, so that a job that runs twice sends it once.
    sent_at = models.DateTimeField(null=True)

    objects = AddressChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.email


class ApiTokenQuerySet(models.QuerySet):
    """Keys of programs, by whose they are."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own keys and nobody else's."""
        return self.filter(person=viewer)


class ApiToken(models.Model):
    """A key with which a person's own program speaks for them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(_("What it is for"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    last_day = models.DateField(_("Last day"))
    # Only the day: when somebody's programs run is nobody's business, theirs is to see it at all.
    used_on = models.DateField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class SentOnce(models.Model):
    """That a message went out; the row comes first, so a job that runs twice stays silent."""

    recipient = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "key"], name="sent_only_once")
        ]


class WaitingLine(models.Model):
    """A line of the one mail a day in which the product writes by itself; it goes with the mail.

    The sentence is kept as it stands in the source, and translated when it is sent.
    """

    recipient = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    sentence = models.CharField(max_length=200)
    address = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

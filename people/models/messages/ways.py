"""Where messages of a person go besides mail: a LINE account, and an address of their program."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from people.models.persons import Person
from people.models.seeing import OwnRowQuerySet
from people.models.sign_in.accounts import Account

LINE_USER_PURPOSE = "people.LineLink.user"
ADDRESS_PURPOSE = "people.ProgramAddress.address"
SECRET_PURPOSE = "people.ProgramAddress.secret"  # noqa: S105 - names a purpose, and is no secret


class OwnAccountQuerySet(models.QuerySet):
    """Rows of an account, for its own people."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the viewer's own account only."""
        return self.filter(account=viewer.account_id)


class LineCode(models.Model):
    """A code that the owner of an account sends to the product's account in LINE, once."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="line_code")
    code_hash = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()

    objects = OwnAccountQuerySet.as_manager()


class LineLink(models.Model):
    """The LINE account of a person: one LINE account is of one account here.

    LINE's own id of it is kept sealed, and as a hash with a key to find it by.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="line_link")
    sealed_user = models.TextField()
    user_hash = models.CharField(max_length=64, unique=True)
    # By LINE's clock: what LINE tells of before concerns an earlier link.
    linked_at = models.DateTimeField()
    SEALED = {"sealed_user": LINE_USER_PURPOSE}

    objects = OwnAccountQuerySet.as_manager()


class ProgramAddress(models.Model):
    """Where a person's own program is told that a message waits.

    Address and secret are kept sealed: with both, another could tell the program so.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, models.CASCADE, related_name="program_address")
    sealed_address = models.TextField()
    sealed_secret = models.TextField()
    made_at = models.DateTimeField()
    # Since the program answered that it wants no more.
    off_since = models.DateTimeField(null=True)
    # After failures it is left alone, longer each time: one that hangs holds up no other.
    failures = models.PositiveSmallIntegerField(default=0)
    quiet_until = models.DateTimeField(null=True)
    SEALED = {"sealed_address": ADDRESS_PURPOSE, "sealed_secret": SECRET_PURPOSE}

    objects = OwnRowQuerySet.as_manager()


class DeliveryQuerySet(models.QuerySet):
    """Deliveries, by the person of their address."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own only."""
        return self.filter(address__person=viewer)


class ProgramDelivery(models.Model):
    """How the last call of a program for one letter went; nothing of what the letter says."""

    address = models.ForeignKey(ProgramAddress, models.CASCADE, related_name="deliveries")
    letter_id = models.UUIDField()
    at = models.DateTimeField()
    # None where there was no answer.
    status = models.PositiveSmallIntegerField(null=True)
    left = models.BooleanField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "letter_id"], name="one_row_a_letter"),
            models.CheckConstraint(
                condition=Q(left=False) | Q(status__gte=200, status__lt=300),
                name="what_left_was_answered_well",
            ),
        ]

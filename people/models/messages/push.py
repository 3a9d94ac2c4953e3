"""Phones and browsers: what shows there that something waits, and the keys of this installation."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from people.models.persons import Person
from people.models.sign_in.accounts import Account

MOST_PHONES = 5
ENDPOINT_PURPOSE = "people.PushSubscription.endpoint"
KEY_PURPOSE = "people.PushKey.key"
PHONE_KEY_PURPOSE = "people.PhoneKey.key"


class PushSubscriptionQuerySet(models.QuerySet):
    """Phones, by their account."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the viewer's own account only."""
        return self.of(viewer.account_id)

    def of(self, account: int) -> Self:
        """The phones of an account, in the order of their numbers."""
        return self.filter(account=account).order_by("number")


class PushSubscription(models.Model):
    """A browser of an account that shows a neutral notice when a message waits.

    The address at the browser's push service is kept sealed, and as a hash to find it by. What a
    browser gives to encrypt messages with is not kept: no message has content.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="phones")
    # From 1 on: what it is called where its owner typed no name.
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40, blank=True)
    sealed_endpoint = models.TextField()
    endpoint_hash = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()
    SEALED = {"sealed_endpoint": ENDPOINT_PURPOSE}

    objects = PushSubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="one_phone_a_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_PHONES), name="few_phones_an_account"
            ),
        ]

    def __str__(self) -> str:
        return self.name or _("Phone %(number)s") % {"number": self.number}


class PushKey(models.Model):
    """The one key of this installation that signs what it asks of push services."""

    sealed_key = models.TextField()
    made_at = models.DateTimeField(db_default=Now())
    SEALED = {"sealed_key": KEY_PURPOSE}

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="only_one_push_key")]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class PhoneKey(models.Model):
    """A pair of keys of this installation: a phone seals to it what it keeps without signal.

    The row holds the private half, sealed; the public half follows from it. When the row is gone,
    no text that was sealed to it opens any more.
    """

    # From 1 on. A number is given once, so that two hosts that make one at a time make one pair.
    number = models.PositiveIntegerField(unique=True)
    # How a sealed text names it: it follows from the public half.
    name = models.CharField(max_length=22, unique=True)
    sealed_key = models.TextField()
    made_at = models.DateTimeField()
    SEALED = {"sealed_key": PHONE_KEY_PURPOSE}

    def __str__(self) -> str:
        return self.name

"""What an hour is worth to a person: a number that they keep for themselves."""

from django.db import models

from people.keys.sealing import SealedRow
from people.models import Organisation, OwnRowQuerySet, Person


class PayNumber(SealedRow, models.Model):
    """A person's own number for an hour of their work, with its factor; there only while kept.

    Both are sealed as one value, and every value in as many bytes.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    sealed_pay = models.BinaryField()
    entered_at = models.DateTimeField()
    SEALED = {"sealed_pay": "workload.PayNumber.pay"}
    BOUND_TO = ("person_id", "organisation_id")
    SAID_AT = "entered_at"

    objects = OwnRowQuerySet.as_manager()

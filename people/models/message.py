"""Outgoing messages: what was sent once, and the lines that wait for the mail of the day."""

from django.db import models
from django.db.models.functions import Now

from .letter import OutgoingLetter
from .persons import Person


class SentOnce(models.Model):
    """A message was given to the mail. A job that runs twice finds it, and gives it once."""

    recipient = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "key"], name="sent_only_once")
        ]


class WaitingLine(models.Model):
    """A line of the one mail a day in which the product writes by itself; the mail deletes it.

    The sentence is kept as it is in the source, and translated when it is sent.
    """

    recipient = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    sentence = models.CharField(max_length=200)
    address = models.CharField(max_length=200)
    # The mail of the day that takes it along, once that is written; the line goes with it.
    letter = models.ForeignKey(OutgoingLetter, models.CASCADE, null=True, related_name="lines")
    at = models.DateTimeField(db_default=Now())

"""Outgoing messages: letters to leave, what was sent once, and how a person wants them."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .invitation import Invitation
from .persons import Person


class Channel(models.TextChoices):
    """A way by which a message reaches a person."""

    MAIL = "mail", _("E-mail")
    PUSH = "push", _("Phone")
    LINE = "line", "LINE"
    # Over HTTP to a program that the person runs.
    PROGRAM = "program", _("A program")


class OutgoingLetterQuerySet(models.QuerySet):
    """Letters, by viewer and by what is to be done with them."""

    def visible_to(self, viewer: Person) -> Self:
        """Letters to the people an admin manages, and the invitations that the admin sees."""
        people = Person.objects.managed_by(viewer)
        invitations = Invitation.objects.visible_to(viewer)
        return self.filter(
            Q(recipient__in=people.values("pk")) | Q(invitation__in=invitations.values("pk"))
        )

    def due(self, now: datetime) -> Self:
        """Letters to be tried now."""
        return self.filter(state=OutgoingLetter.State.WAITING, next_try__lte=now)

    def waiting(self) -> Self:
        """Letters that have not left, and are still tried."""
        return self.filter(state__in=(OutgoingLetter.State.WAITING, OutgoingLetter.State.LEAVING))

    def failed(self) -> Self:
        """Letters that are not tried any more, until a person asks for it."""
        return self.filter(state__in=OutgoingLetter.GIVEN_UP)


class OutgoingLetter(models.Model):
    """A letter that has not left yet; it is deleted when it has.

    It comes in the transaction of what it tells. No link that opens something is in it: text and
    link are written when it is sent, by its kind.
    """

    class State(models.TextChoices):
        """What becomes of it."""

        WAITING = "waiting"
        # Claimed by a worker: it may have left, so no other worker sends it.
        LEAVING = "leaving"
        # The mailbox does not take it.
        REFUSED = "refused"
        # Tried for two days, or its worker was killed while it left.
        FAILED = "failed"

    GIVEN_UP = (State.REFUSED, State.FAILED)

    # One of the two, or neither for what goes to the operators' own addresses.
    recipient = models.ForeignKey(Person, models.CASCADE, null=True, related_name="letters")
    invitation = models.OneToOneField(Invitation, models.CASCADE, null=True, related_name="letter")
    # What a receiver may know it by: it says nothing. Version 0.10 writes letters without it.
    public_id = models.UUIDField(default=uuid.uuid4, editable=False, null=True)
    channel = models.CharField(
        max_length=8, choices=Channel, default=Channel.MAIL, db_default=Channel.MAIL
    )
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    # What a notice says, as it is in the source, and the page to which it leads.
    subject = models.CharField(max_length=200, blank=True)
    sentence = models.CharField(max_length=200, blank=True)
    page = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    # While it leaves: since when.
    next_try = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    objects = OutgoingLetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "next_try"], name="letters_to_try")]


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
    """A line of the one message a day in which the product writes by itself; that deletes it.

    One for each channel by which it goes.

    The sentence is kept as it is in the source, and translated when it is sent.
    """

    recipient = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.CharField(
        max_length=8, choices=Channel, default=Channel.MAIL, db_default=Channel.MAIL
    )
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    sentence = models.CharField(max_length=200)
    address = models.CharField(max_length=200)
    # The mail of the day that takes it along, once that is written; the line goes with it.
    letter = models.ForeignKey(OutgoingLetter, models.CASCADE, null=True, related_name="lines")
    at = models.DateTimeField(db_default=Now())


class MessageChoices(models.Model):
    """How a person wants messages. Without a row, or without a word on a topic: as at first."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="message_choices")
    # The channels of each topic that the person has chosen: {"thanks": ["push"], "due": []}.
    channels = models.JSONField(default=dict)
    # A link in the weekly reminder that sends the week without a sign-in.
    week_link = models.BooleanField(default=False)

"""Outgoing messages: letters to leave, what was sent once, and how a person wants them."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models.invitation import Invitation
from people.models.persons import Person
from people.models.seeing import OwnRowQuerySet


class Channel(models.TextChoices):
    """A way by which a message reaches a person."""

    MAIL = "mail", _("E-mail")
    PUSH = "push", _("Phone")
    LINE = "line", "LINE"
    # Over HTTP to a program that the person runs.
    PROGRAM = "program", _("A program")


# The kind under which the mail of a day is noted as sent to a person.
OF_THE_DAY = "day"
# Kinds that are sent because of what a person answered, or did not: that one waits, left or failed
# is told to no admin. Each app adds its own (people/messages/catalogue.py).
UNTOLD_KINDS: set[str] = set()


class OutgoingLetterQuerySet(models.QuerySet):
    """Letters, by viewer and by what is to be done with them."""

    def visible_to(self, viewer: Person) -> Self:
        """Mail to the people an admin manages, and the invitations that the admin sees.

        What goes to a person's phone, LINE or program is theirs alone.
        """
        people = Person.objects.managed_by(viewer)
        invitations = Invitation.objects.visible_to(viewer)
        mail = self.filter(channel=Channel.MAIL)
        return mail.filter(
            Q(recipient__in=people.values("pk")) | Q(invitation__in=invitations.values("pk"))
        )

    def due(self, now: datetime) -> Self:
        """Letters to be tried now."""
        return self.filter(state=OutgoingLetter.State.WAITING, next_try__lte=now)

    def waiting(self) -> Self:
        """Letters that have not left, and are still tried."""
        return self.filter(state__in=(OutgoingLetter.State.WAITING, OutgoingLetter.State.LEAVING))

    def told(self) -> Self:
        """Letters that an admin may know of: they say nothing of what a person answered.

        A letter of the day is one of them if it would have left without such lines.
        """
        others = WaitingLine.objects.filter(letter=OuterRef("pk")).exclude(kind__in=UNTOLD_KINDS)
        of_the_day = Q(kind=OF_THE_DAY)
        return self.exclude(kind__in=UNTOLD_KINDS).filter(~of_the_day | Exists(others))

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
    # In Bangkok; over midnight where it ends before it begins.
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    # Nothing on leave, on a day off and on the morning after a night.
    quiet_when_away = models.BooleanField(default=True)
    # On which day the week is asked for: 4 is Thursday, 7 is Sunday; the organisation's otherwise.
    week_day = models.PositiveSmallIntegerField(null=True)
    # What colleagues do waits for the message of the day.
    one_a_day = models.BooleanField(default=False)
    # A link in the weekly reminder that sends the week without a sign-in.
    week_link = models.BooleanField(default=False)

    objects = OwnRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False)
                & ~Q(quiet_from=F("quiet_until")),
                name="quiet_hours_begin_and_end",
            ),
            models.CheckConstraint(
                condition=Q(week_day=None) | Q(week_day__gte=4, week_day__lte=7),
                name="a_week_is_asked_for_while_it_is_open",
            ),
        ]


class RefusedAddressQuerySet(models.QuerySet):
    """Marks that hold, by viewer: each for as long as the account has this address."""

    def standing(self) -> Self:
        """Those of the addresses that people have now."""
        return self.filter(address=F("person__account__email"))

    def told_to_admins(self) -> Self:
        """Those that say nothing of what a person answered."""
        return self.standing().filter(told=True)

    def visible_to(self, viewer: Person) -> Self:
        """Those of the people an admin manages that may be told."""
        return self.told_to_admins().filter(person__in=Person.objects.managed_by(viewer))


class RefusedAddress(models.Model):
    """A mail server does not take mail for a person's address; it goes when the address changes.

    While it is there, no mail is tried that the person could switch off.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="refused_address")
    address = models.EmailField()
    since = models.DateField()
    # Admins see it. False where only mail came back that is sent because of what the person, or
    # another, answered: nothing but such mail waits for it then.
    told = models.BooleanField(default=True)

    objects = RefusedAddressQuerySet.as_manager()

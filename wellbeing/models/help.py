"""The people to call: an organisation's numbers, and the contacts a person chose for themselves."""

import re
import uuid
from datetime import date, timedelta
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.keys import closed, ring
from people.languages.fields import NAME_IN, LocalTextField
from people.models import Organisation, OwnOrganisationQuerySet, OwnRowQuerySet, Person
from people.writing.texts import refuse_identity

NAME, PHONE = "wellbeing.OwnContact.name", "wellbeing.OwnContact.phone"
# Numbers change hands: each is called once a year.
CHECKED_FOR = timedelta(days=365)
A_NUMBER = RegexValidator(
    r"^\+?[0-9][0-9 ()/-]{1,23}$", _("Please write a phone number: digits, spaces and dashes.")
)


def dial(number: str) -> str:
    """Write a number as a phone dials it: no spaces, nothing in brackets or after a slash."""
    return re.sub(r"[^0-9+]", "", re.sub(r"\(.*?\)|/.*", "", number))


class HotlineQuerySet(OwnOrganisationQuerySet):
    """Numbers for help, by viewer."""

    def to_call(self, day: date) -> Self:
        """Those without a call within a year."""
        long_ago = Q(checked_on__lt=day - CHECKED_FOR)
        return self.filter(Q(checked_on=None) | long_ago)


class Hotline(models.Model):
    """A number with a person who listens, as an organisation wrote it down and last checked it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    name = LocalTextField(NAME_IN, max_length=80, validators=[refuse_identity])
    number = models.CharField(_("Number"), max_length=24, validators=[A_NUMBER])
    hours = LocalTextField(_("When, in {language}"), max_length=60, blank=True)
    # Where the number was found; a check is a call, and this is none.
    source = models.CharField(
        _("Where it was found"), max_length=160, blank=True, validators=[refuse_identity]
    )
    # The day on which the admin called it and it was right.
    checked_on = models.DateField(null=True, blank=True)

    objects = HotlineQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="one_hotline_a_number",
                violation_error_message=_("This number is in the list already."),
            )
        ]

    @property
    def dial(self) -> str:
        """The number as a phone dials it."""
        return dial(self.number)

    def is_to_call(self, day: date) -> bool:
        """Say whether it was not called within a year."""
        return self.checked_on is None or self.checked_on < day - CHECKED_FOR


class OwnContact(models.Model):
    """A contact that the person would call; sealed, for this person only."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    sealed_name = models.TextField()
    sealed_phone = models.TextField()
    SEALED = {"sealed_name": NAME, "sealed_phone": PHONE}
    added_at = models.DateTimeField(db_default=Now())

    objects = OwnRowQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    @property
    def name(self) -> str:
        """The name, opened."""
        closed.refuse(self.added_at, self.person_id)
        return ring.unseal(self.sealed_name, owner=str(self.person_id), purpose=NAME)

    @property
    def phone(self) -> str:
        """The number, opened."""
        closed.refuse(self.added_at, self.person_id)
        return ring.unseal(self.sealed_phone, owner=str(self.person_id), purpose=PHONE)

    @property
    def dial(self) -> str:
        """The number as a phone dials it."""
        return dial(self.phone)

    def write(self, name: str, phone: str) -> None:
        """Seal a name and a number for this row's owner."""
        owner = str(self.person_id)
        self.sealed_name = ring.seal(name, owner=owner, purpose=NAME)
        self.sealed_phone = ring.seal(phone, owner=owner, purpose=PHONE)

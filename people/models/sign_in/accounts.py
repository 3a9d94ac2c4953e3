"""Who signs in: one account above a person's place in each organisation."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.languages.known import offered_languages

if TYPE_CHECKING:
    from people.models.persons import Person

# So long at least what was answered before stays closed to an account that was helped in.
CLOSED_FOR = timedelta(days=7)


class Account(AbstractBaseUser):
    """What a human being signs in with, for life: it outlives every place of work.

    An organisation sees its own `Person` and never the account's other people. `person` is the
    place where a request is; what reads the account for the request sets it.
    """

    person: "Person"
    # Read by `people/tenancy/row_security.py`: each organisation sees its own people's accounts.
    BELONGS_BY = "people"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        _("Sign-in name"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]*$",
                _("Small letters, digits, dots, dashes and underscores only."),
            )
        ],
        error_messages={"unique": _("This sign-in name is taken. Please choose another.")},
    )
    # In small letters, or empty: not everybody has one.
    email = models.EmailField(_("Work email"), blank=True)
    # As a phone dials it, or empty. Only a contact: no one signs in with it.
    phone = models.CharField(_("Phone"), max_length=16, blank=True, default="", db_default="")
    language = models.CharField(
        _("Language"), max_length=2, choices=offered_languages, default="th"
    )
    # Closed by its owner: no sign-in is possible, and what it published is withdrawn.
    is_active = models.BooleanField(default=True)
    # A short password may stand only beside a passkey or an app.
    short_password = models.BooleanField(default=False, db_default=False)
    # When others last helped the owner sign in again, at which place if an admin did, and when the
    # owner said since that it was them.
    helped_at = models.DateTimeField(null=True, editable=False)
    helped_in = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, editable=False)
    # When a mailed link alone was last enough to choose a new password.
    reset_at = models.DateTimeField(null=True, editable=False)

    # With what Django's sign-in asks for. Accounts are made by invitations alone.
    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="one_account_an_address",
                violation_error_code="unique",
                violation_error_message=_("There is already an account with this address."),
            ),
            models.UniqueConstraint(
                fields=["phone"], condition=~Q(phone=""), name="one_account_a_phone"
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def check_password(self, raw_password: str | None) -> bool:
        """Say whether this is the password, and hash it anew where that is due.

        Only in place of the hash that was compared: it may be gone in this moment.
        """
        held = Account.objects.filter(pk=self.pk, password=self.password)

        def renew(raw: str) -> None:
            self.set_password(raw)
            self._password = None
            held.update(password=self.password)

        return check_password(raw_password, self.password, renew)

    @property
    def closed_before(self) -> datetime | None:
        """The moment before which all answers are closed to this account; None if they are open."""
        return None if self.claimed_at else self.helped_at

    @property
    def opens_at(self) -> datetime | None:
        """From when on the owner may open the answers by saying that it was them.

        Not before a mailed reset has been open for as long, so that nothing stays closed then.
        """
        before = self.closed_before
        return before and max(filter(None, (before, self.reset_at))) + CLOSED_FOR

    @property
    def own_opens_at(self) -> datetime | None:
        """When what the owner said opens again by itself, after a mailed link alone let them in."""
        return self.reset_at and self.reset_at + CLOSED_FOR

    def own_closed_before(self, now: datetime) -> datetime | None:
        """The moment before which what the owner said is closed; None if none of it is."""
        return self.reset_at if self.own_opens_at and now < self.own_opens_at else None

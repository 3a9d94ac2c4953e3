"""A new work email counts once a link that was sent there has been followed."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.audit import actions as audit
from people.models import AddressChange, Person

from .tokens import hash_of, new_token

OPEN_FOR = timedelta(days=3)


def ask(*, person: Person, email: str, now: datetime) -> AddressChange:
    """Prepare a change, in place of an earlier one; `tasks.send_address_link` then mails its link.

    Nobody holds the token that is drawn here: the one that opens is drawn with the mail.
    """
    fresh = {"token_hash": hash_of(new_token()), "expires": now + OPEN_FOR, "sent_at": None}
    change, _made = AddressChange.objects.update_or_create(
        person=person, defaults={"email": email, **fresh}
    )
    return change


def claim(*, change: AddressChange, now: datetime) -> str | None:
    """Draw the token of a change whose link was not sent; None when another job was first."""
    token = new_token()
    unsent = AddressChange.objects.filter(pk=change.pk, sent_at=None)
    return token if unsent.update(token_hash=hash_of(token), sent_at=now) else None


def behind(token: str, *, now: datetime) -> AddressChange | None:
    """Find the change a link confirms; used, run out and unknown ones are all None."""
    lasting = AddressChange.objects.select_related("person").filter(expires__gt=now)
    return lasting.filter(token_hash=hash_of(token), person__is_active=True).first()


@transaction.atomic
def confirm(*, change: AddressChange, now: datetime) -> Person:
    """Let the new address count; the old one opens nothing any more.

    Refused: one that somebody else's account has by now.
    """
    person = change.person
    if Person.objects.filter(email__iexact=change.email).exclude(pk=person.pk).exists():
        raise ValidationError(_("There is already an account with this address."))
    person.email = change.email
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    change.delete()
    audit.note_own(person=person, what=access_kinds.ADDRESS, at=now)
    return person


def forget(*, now: datetime) -> None:
    """Delete changes whose link has run out."""
    AddressChange.objects.filter(expires__lte=now).delete()

"""A new work email counts after the person has opened the link that was sent to it."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.audit import actions as audit
from people.messages import actions as mail
from people.models import AccessEvent, Account, AddressChange, Person, RefusedAddress

from .tokens import hash_of, new_token

OPEN_FOR = timedelta(days=3)


def ask(*, person: Person, email: str, now: datetime) -> AddressChange:
    """Prepare a change; it replaces an earlier one. `tasks.send_address_link` then mails its link.

    The token made here is never handed out. The token that works is made with the mail.
    """
    fresh = {"token_hash": hash_of(new_token()), "expires": now + OPEN_FOR, "sent_at": None}
    change, _made = AddressChange.objects.update_or_create(
        person=person, defaults={"email": email, **fresh}
    )
    return change


def new_link(*, change: AddressChange, now: datetime) -> str | None:
    """Make the token that is mailed; an earlier one opens nothing. None if the change is over."""
    token = new_token()
    lasting = AddressChange.objects.filter(pk=change.pk, expires__gt=now)
    return token if lasting.update(token_hash=hash_of(token), sent_at=now) else None


def behind(token: str, *, now: datetime) -> AddressChange | None:
    """Find the change that a link confirms. A used, expired or unknown link gives None."""
    lasting = AddressChange.objects.select_related("person__account").filter(expires__gt=now)
    return lasting.filter(token_hash=hash_of(token), person__account__is_active=True).first()


@transaction.atomic
def confirm(*, change: AddressChange, now: datetime) -> Person:
    """Make the new address count; the old one opens nothing any more.

    Refused: an address that another account has by now, and a link that opens nothing any more: it
    was used, replaced, or ended together with a way in.
    """
    person, account = change.person, change.person.account
    # Behind the lock that a help or an objection takes: what these end opens nothing later.
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    waiting = AddressChange.objects.filter(pk=change.pk, token_hash=change.token_hash)
    if not waiting.delete()[0]:
        raise ValidationError(_("This link does not work any more"), code="over")
    if Account.objects.filter(email__iexact=change.email).exclude(pk=account.pk).exists():
        raise taken()
    account.email = change.email
    try:
        account.save(update_fields=["email"])
    except IntegrityError:  # two links to one address were opened at once
        raise taken() from None
    # Colleagues here write to it from now on; those at another place do not learn it.
    person.work_email = change.email
    person.save(update_fields=["work_email"])
    EmailAddress.objects.filter(user=account).delete()
    mail.forget_address(account=account, now=now)
    audit.note_own(person=person, what=access_kinds.ADDRESS, at=now)
    return person


def taken() -> ValidationError:
    """Say that another account has the address."""
    return ValidationError(_("There is already an account with this address."), code="taken")


def take_back(account: Account, *, since: datetime) -> None:
    """Let an address that came to an account since a moment count no more.

    The one before it is not kept, so the account has none until its owner gives one.
    """
    made = AccessEvent.objects.filter(person__account=account, what=access_kinds.ADDRESS)
    if not made.filter(at__gte=since).exists():
        return
    Person.objects.filter(account=account, work_email=account.email).update(work_email="")
    account.email = ""
    account.save(update_fields=["email"])
    EmailAddress.objects.filter(user=account).delete()
    RefusedAddress.objects.filter(person__account=account).delete()


def forget(*, now: datetime) -> None:
    """Delete changes with an expired link."""
    AddressChange.objects.filter(expires__lte=now).delete()

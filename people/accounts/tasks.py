"""Jobs of accounts: links for a new address or password, and deleting what is over."""

from datetime import datetime

from django.db import connection
from django.tasks import task
from django.utils import timezone

from people.audit import security_log
from people.messages import notices
from people.models import Account, AddressChange, Person
from people.weeks import today

from . import addresses, sessions, tokens
from .places import workplaces_of


@task
def send_address_link(change_id: int) -> None:
    """Post the link that proves a new address to it, once."""
    if change := AddressChange.objects.filter(pk=change_id, sent_at=None).first():
        notices.post_once(recipient=change.person, kind="address", key=change.token_hash[:60])


@task
def send_password_link(accounts: list[int], ticket: str) -> None:
    """Post a link for a new password to each account with the typed address, mostly one.

    A ticket is answered once.
    """
    for account in Account.objects.filter(pk__in=accounts, is_active=True).exclude(email=""):
        notices.post_once(recipient=reader_of(account), kind="password", key=ticket)


def reader_of(account: Account) -> Person:
    """Choose the person that a mail about the account greets: at the place of their work."""
    return workplaces_of(account)[0]


@task
def tell_old_address(person_id: int, ticket: str) -> None:
    """Tell a person, at their present address, that another address was given."""
    notices.post_once(recipient=Person.objects.get(pk=person_id), kind="address_asked", key=ticket)


@task
def tell_sign_in_changed(account_id: int, ticket: str) -> None:
    """Tell a person that their password or another way in has changed: it may have been a thief."""
    person = reader_of(Account.objects.get(pk=account_id))
    notices.post_once(recipient=person, kind="sign_in_changed", key=ticket)


@task
def tell_many_tries(account_id: int, day: str) -> None:
    """Tell a person, once a day, that many wrong passwords were tried at their account."""
    person = reader_of(Account.objects.get(pk=account_id))
    notices.post_once(recipient=person, kind="many_tries", key=day)


@task
def remind_keys() -> None:
    """Remind people of program keys that end soon."""
    tokens.remind(day=today(timezone.now()))


@task
def forget_ended() -> None:
    """Delete visits, keys, sent notices and counts that are over, and unconfirmed addresses.

    A line in the security log says so. It begins the day's file, also on a day without sign-ins.
    """
    now = timezone.now()
    security_log.note("daily_job")
    sessions.forget(now=now)
    tokens.forget(now=now)
    addresses.forget(now=now)
    notices.forget_old(now=now)
    forget_counts(now=now)


def forget_counts(*, now: datetime) -> None:
    """Delete what was counted for a time that is over, such as tries to sign in.

    The cache deletes nothing by itself below a hundred thousand, and goes through all it has each
    time that it keeps something, a dozen times for a wrong password.
    """
    over = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache_entry WHERE expires < %s", [over])

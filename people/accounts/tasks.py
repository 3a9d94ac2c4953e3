"""Jobs of accounts: links for a new address or password, and deleting what is over."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.audit import security_log
from people.messages import notices
from people.messages.letters import send_letter
from people.messages.mails import body_of, free_if_refused, write_mail
from people.models import Account, AddressChange, Person
from people.weeks import today
from people.writing import links

from . import addresses, sessions, tokens
from .places import workplaces_of


@task
def send_address_link(change_id: int) -> None:
    """Mail the link that proves a new address to it, once."""
    change = AddressChange.objects.select_related("person__account").filter(pk=change_id).first()
    if not change or not (token := addresses.claim(change=change, now=timezone.now())):
        return
    body = body_of("address", {"address": links.to("address", token)})
    why = _(
        "You get this message because somebody entered this address for their account. If it was "
        "not you, you can ignore it: nothing has changed."
    )
    languages = [change.person.language]
    with free_if_refused(change):
        send_letter([change.email], _("Your new work email"), body, languages=languages, why=why)


@task
def send_password_link(accounts: list[int], ticket: str) -> None:
    """Mail a link for a new password to each account with the typed address, mostly one.

    The link is made here, so it is never in the queue. A ticket is answered once.
    """
    why = _(
        "You get this message because somebody asked for a new password for this address. If it "
        "was not you, you can ignore it: nothing has changed."
    )
    for account in Account.objects.filter(pk__in=accounts, is_active=True).exclude(email=""):
        key = user_pk_to_url_str(account), default_token_generator.make_token(account)
        about = {
            "address": links.to("account_reset_password_from_key", *key),
            "name": account.username,
        }
        write_mail(reader_of(account), "password", ticket, _("A new password"), about, why)


def reader_of(account: Account) -> Person:
    """Choose the person that a mail about the account greets: at the place of their work."""
    return workplaces_of(account)[0]


@task
def tell_old_address(person_id: int, ticket: str) -> None:
    """Tell a person, at their present address, that another address was given."""
    about = {"address": links.to("account")}
    person = Person.objects.get(pk=person_id)
    write_mail(person, "address_asked", ticket, _("Another address was given"), about)


@task
def tell_sign_in_changed(account_id: int, ticket: str) -> None:
    """Tell a person that their password or another way in has changed: it may have been a thief."""
    about = {"address": links.to("account_reset_password")}
    person = reader_of(Account.objects.get(pk=account_id))
    write_mail(person, "sign_in_changed", ticket, _("How you sign in has changed"), about)


@task
def tell_many_tries(account_id: int, day: str) -> None:
    """Tell a person, once a day, that many wrong passwords were tried at their account."""
    about = {"address": links.to("account_reset_password")}
    person = reader_of(Account.objects.get(pk=account_id))
    write_mail(person, "many_tries", day, _("Many wrong passwords were tried"), about)


@task
def remind_keys() -> None:
    """Remind people of program keys that end soon."""
    tokens.remind(day=today(timezone.now()))


@task
def forget_ended() -> None:
    """Delete visits, keys and sent notices that are over, and addresses without confirmation.

    A line in the security log says so. It begins the day's file, also on a day without sign-ins.
    """
    now = timezone.now()
    security_log.note("daily_job")
    sessions.forget(now=now)
    tokens.forget(now=now)
    addresses.forget(now=now)
    notices.forget_old(now=now)

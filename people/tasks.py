"""Jobs about the audit trail, invitations, lost passwords and the mail of the day."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from . import addresses, invitations, parting, tokens, visits
from .audit import security_log
from .messages import notices
from .models import AddressChange, Invitation, Person
from .weeks import today
from .writing import links


@task
def send_invitation(invitation_id: int) -> None:
    """Mail an invitation's link once, in Thai and English: nobody knows yet which is read."""
    invitation = Invitation.objects.waiting().filter(pk=invitation_id).first()
    if not invitation or not (
        token := invitations.claim(invitation=invitation, now=timezone.now())
    ):
        return
    about = {"address": links.to("invitation", token)}
    with free_if_refused(invitation):
        EmailMessage(
            notices.both(lambda: _("An invitation"), " · "),
            notices.both(lambda: render_to_string("people/mail/invitation.txt", about)),
            to=[invitation.email],
        ).send()


@task
def send_address_link(change_id: int) -> None:
    """Mail the link that proves a new address to it, once."""
    change = AddressChange.objects.select_related("person").filter(pk=change_id).first()
    if not change or not (token := addresses.claim(change=change, now=timezone.now())):
        return
    about = {"address": links.to("address", token)}
    with free_if_refused(change), override(change.person.language):
        body = render_to_string("people/mail/address.txt", about)
        EmailMessage(str(_("Your new work email")), body, to=[change.email]).send()


@contextmanager
def free_if_refused(claimed: Invitation | AddressChange) -> Iterator[None]:
    """Free for the next try what a mail server refuses."""
    try:
        yield
    except Exception:
        type(claimed).objects.filter(pk=claimed.pk).update(sent_at=None)
        raise


@task
def send_password_link(people: list[int], ticket: str) -> None:
    """Mail a link for a new password to whoever has the address that was typed, mostly one.

    The link is drawn here: it never lies in the queue. A ticket is answered once.
    """
    for person in Person.objects.filter(pk__in=people, is_active=True):
        key = user_pk_to_url_str(person), default_token_generator.make_token(person)
        about = {
            "address": links.to("account_reset_password_from_key", *key),
            "name": person.username,
        }
        write(person, "password", ticket, _("A new password"), about)


@task
def tell_old_address(person_id: int, ticket: str) -> None:
    """Tell somebody, where they are reached until now, that another address was given."""
    about = {"address": links.to("account")}
    person = Person.objects.get(pk=person_id)
    write(person, "address_asked", ticket, _("Another address was given"), about)


@task
def tell_sign_in_changed(person_id: int, ticket: str) -> None:
    """Tell somebody that their password or another way in has changed: it may have been a thief."""
    about = {"address": links.to("account_reset_password")}
    person = Person.objects.get(pk=person_id)
    write(person, "sign_in_changed", ticket, _("How you sign in has changed"), about)


@task
def tell_role(person_id: int, ticket: str) -> None:
    """Tell somebody that a role of theirs has changed, or their account is open; never which."""
    person = Person.objects.get(pk=person_id)
    notices.tell(person, "role", ticket, "opened")


@task
def tell_closed(person_id: int, ticket: str) -> None:
    """Tell somebody that their account was closed: they can read it nowhere else."""
    sentence = _(
        "Your account was closed, by you or by an admin of your organisation. If you did not "
        "expect that, please ask an admin. This is where you signed in:"
    )
    person = Person.objects.get(pk=person_id)
    notices.tell(person, "closed", ticket, "account_login", sentence=sentence)


@task
def end_with_last_role() -> None:
    """End the visits, keys and links of those whose last role is over."""
    parting.sweep(timezone.now())


@task
def tell_without_role() -> None:
    """Tell admins of accounts that have no role any more, each once."""
    parting.tell_admins(timezone.now())


@task
def tell_many_tries(person_id: int, day: str) -> None:
    """Tell somebody, once a day, that many wrong passwords were tried at their account."""
    about = {"address": links.to("account_reset_password")}
    person = Person.objects.get(pk=person_id)
    write(person, "many_tries", day, _("Many wrong passwords were tried"), about)


def write(person: Person, kind: str, ticket: str, subject: object, about: dict[str, str]) -> None:
    """Mail somebody once for a ticket, in their language: what the file of this kind says."""
    with override(person.language):
        body = render_to_string(f"people/mail/{kind}.txt", about)
    notices.send_once(recipient=person, kind=kind, key=ticket, subject=subject, body=body)


@task
def remind_keys() -> None:
    """Remind people of keys of their programs that end soon."""
    tokens.remind(day=today(timezone.now()))


@task
def forget_ended() -> None:
    """Delete visits, keys and sent notices that are over, and addresses nobody confirmed.

    A line says so in the security log: it begins the file of the day, also where nobody came.
    """
    now = timezone.now()
    security_log.note("daily_job")
    visits.forget(now=now)
    tokens.forget(now=now)
    addresses.forget(now=now)
    notices.forget_old(now=now)

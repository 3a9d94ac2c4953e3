"""Jobs about the audit trail, invitations and lost passwords."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from . import addresses, anchors, chain, invitations, notices, visits
from .models import AddressChange, Invitation, Person


@task
def seal_access() -> None:
    """Chain the newest access events."""
    while chain.seal():
        pass


@task
def mail_anchor() -> None:
    """Mail today's head of the trail, with the newest events in it."""
    seal_access.call()
    anchors.mail(timezone.now())


@task
def send_invitation(invitation_id: int) -> None:
    """Mail an invitation's link once, in Thai and English: nobody knows yet which is read.

    A mail server that refuses frees the invitation for the next try.
    """
    invitation = Invitation.objects.waiting().filter(pk=invitation_id).first()
    if not invitation or not (
        token := invitations.claim(invitation=invitation, now=timezone.now())
    ):
        return
    address = settings.SITE_URL + reverse("invitation", args=[token])
    try:
        EmailMessage(
            notices.both(lambda: _("An invitation"), " · "),
            notices.both(
                lambda: render_to_string("people/mail/invitation.txt", {"address": address})
            ),
            to=[invitation.email],
        ).send()
    except Exception:
        Invitation.objects.filter(pk=invitation_id).update(sent_at=None)
        raise


@task
def send_password_link(people: list[int], ticket: str) -> None:
    """Mail a link for a new password to whoever has the address that was typed, mostly one.

    The link is drawn here: it never lies in the queue. A ticket is answered once.
    """
    for person in Person.objects.filter(pk__in=people, is_active=True):
        key = [user_pk_to_url_str(person), default_token_generator.make_token(person)]
        address = settings.SITE_URL + reverse("account_reset_password_from_key", args=key)
        with override(person.language):
            notices.send_once(
                recipient=person,
                kind="password",
                key=ticket,
                subject=_("A new password"),
                body=render_to_string(
                    "people/mail/password.txt", {"address": address, "name": person.username}
                ),
            )


@task
def send_address_link(change_id: int) -> None:
    """Mail the link that proves a new address to it, once; as with invitations."""
    change = AddressChange.objects.select_related("person").filter(pk=change_id).first()
    if not change or not (token := addresses.claim(change=change, now=timezone.now())):
        return
    link = settings.SITE_URL + reverse("address", args=[token])
    try:
        with override(change.person.language):
            body = render_to_string("people/mail/address.txt", {"address": link})
            EmailMessage(_("Your new work email"), body, to=[change.email]).send()
    except Exception:
        AddressChange.objects.filter(pk=change_id).update(sent_at=None)
        raise


@task
def tell_old_address(person_id: int, ticket: str) -> None:
    """Tell somebody, where they are reached until now, that another address was given."""
    person = Person.objects.get(pk=person_id)
    link = settings.SITE_URL + reverse("account")
    with override(person.language):
        notices.send_once(
            recipient=person,
            kind="address",
            key=ticket,
            subject=_("Another address was given"),
            body=render_to_string("people/mail/address_asked.txt", {"address": link}),
        )


@task
def tell_sign_in_changed(person_id: int, ticket: str) -> None:
    """Tell somebody that their password or another way in has changed: it may have been a thief."""
    person = Person.objects.get(pk=person_id)
    address = settings.SITE_URL + reverse("account_reset_password")
    with override(person.language):
        notices.send_once(
            recipient=person,
            kind="sign_in",
            key=ticket,
            subject=_("How you sign in has changed"),
            body=render_to_string("people/mail/sign_in_changed.txt", {"address": address}),
        )


@task
def forget_visits() -> None:
    """Delete visits that are long over."""
    visits.forget(now=timezone.now())

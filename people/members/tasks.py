"""Jobs about the audit trail, invitations, lost passwords and the mail of the day."""

from urllib.parse import urlencode

from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.accounts import parting
from people.messages import notices
from people.messages.letters import every_language, send_letter
from people.messages.mails import body_of, free_if_refused
from people.models import Invitation, Person
from people.writing import links

from . import absences, invitations


@task
def send_invitation(invitation_id: int) -> None:
    """Mail an invitation's link once, in its language, or in each where none was chosen."""
    invitation = Invitation.objects.waiting().filter(pk=invitation_id).first()
    if not invitation or not (
        token := invitations.claim(invitation=invitation, now=timezone.now())
    ):
        return
    address, languages = links.to("invitation", token), every_language()
    if invitation.language in languages:
        # The page opens in it too, whatever language the device had.
        address += f"?{urlencode({'language': invitation.language})}"
        languages = [invitation.language]
    body = body_of("invitation", {"address": address})
    why = _(
        "You get this message because a colleague entered your address. If you did not expect "
        "it, you can ignore it."
    )
    with free_if_refused(invitation):
        send_letter([invitation.email], _("An invitation"), body, languages=languages, why=why)


@task
def tell_role(person_id: int, ticket: str) -> None:
    """Tell a person that a role of theirs has changed, or their account is open; never which."""
    person = Person.objects.get(pk=person_id)
    notices.tell_person(person, "role", ticket, "opened")


@task
def tell_closed(person_id: int, ticket: str) -> None:
    """Tell a person that they closed their account: they can read it nowhere else."""
    sentence = _(
        "You closed your account. If it was not you, please tell an admin of your organisation. "
        "This is where you signed in:"
    )
    person = Person.objects.get(pk=person_id)
    notices.tell_person(person, "closed", ticket, "account_login", sentence=sentence)


@task
def end_with_last_role() -> None:
    """End the visits, keys and links of people with a last role that is over."""
    parting.sweep(timezone.now())


@task
def tell_without_role() -> None:
    """Tell admins of accounts that have no role any more, each once."""
    parting.tell_admins(timezone.now())


@task
def end_absences() -> None:
    """Tell of each long absence that is over, once, and forget those of a year ago."""
    now = timezone.now()
    absences.tell_over(now)
    absences.forget_old(now)

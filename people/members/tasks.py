"""Jobs about the audit trail, invitations, lost passwords and the mail of the day."""

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.accounts import parting
from people.messages import notices, outbox
from people.models import Invitation, OutgoingLetter, Person

from .absences import actions as absences


@task
def send_invitation(invitation_id: int) -> None:
    """Post an invitation's link once. A letter that failed before makes way."""
    unsent = Invitation.objects.waiting().filter(pk=invitation_id, sent_at=None).exclude(email="")
    with transaction.atomic():
        if (invitation := unsent.first()) and not waits(invitation):
            outbox.post([outbox.new_letter(invitation=invitation, kind="invitation")])


def waits(invitation: Invitation) -> bool:
    """Say whether its letter waits already; one that failed is dropped."""
    letters = OutgoingLetter.objects.filter(invitation=invitation)
    letters.failed().delete()
    return letters.exists()


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

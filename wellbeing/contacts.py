"""'Please get in touch with me': ask, answer, take back. No answer and no figure goes along."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.supervision import reachable

from .models import ContactRequest


def chosen(*, person: Person, wanted: UUID | str, now: datetime) -> Person:
    """Find whom somebody wants to hear from; only those they can reach, anybody else is refused."""
    found = (one for one, _role in reachable(person, now) if str(one.public_id) == str(wanted))
    if (contact := next(found, None)) is None:
        raise not_listed()
    return contact


def not_listed() -> ValidationError:
    """Make the refusal of a contact that nobody was offered."""
    return ValidationError(_("Please choose somebody from the list."), code="contact")


@transaction.atomic
def ask(*, person: Person, contact: Person, now: datetime) -> ContactRequest:
    """Ask somebody to get in touch; asking again while it waits changes nothing."""
    if contact.organisation_id != person.organisation_id or contact == person:
        raise not_listed()
    request, _new = ContactRequest.objects.get_or_create(
        person=person,
        contact=contact,
        done_at=None,
        defaults={"organisation": person.organisation, "asked_at": now},
    )
    return request


def finish(request: ContactRequest, *, by: Person, now: datetime) -> None:
    """Mark a request as done by its contact, or as taken back by its person; repeating is safe."""
    ContactRequest.objects.filter(pk=request.pk, done_at=None).filter(
        models.Q(contact=by) | models.Q(person=by)
    ).update(done_at=now, withdrawn=request.person_id == by.pk)


def reopen(request: ContactRequest, *, by: Person) -> None:
    """Take back that one was in touch, after a slip of the finger; only the contact can."""
    waiting = ContactRequest.objects.waiting().filter(person=request.person_id, contact=by)
    if not waiting.exists():
        ContactRequest.objects.filter(pk=request.pk, contact=by, withdrawn=False).update(
            done_at=None
        )

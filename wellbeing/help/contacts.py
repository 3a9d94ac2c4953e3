"""'Please get in touch with me': ask, answer, take back. No answer and no figure goes with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from people.keys import closed
from people.mandates import not_yours
from people.members.supervision import peers, reachable
from people.messages.notices import take_notice_back
from people.models import Person, Role
from people.weeks import today
from people.working_days import working_days_of
from wellbeing.models import ContactRequest, may_ask

from .notice_tasks import tell_contact_asked, tell_contact_changed

ANSWER_WITHIN_WORKING_DAYS = 2
# The notice that the contact did not answer in time.
UNANSWERED = "unanswered"


class ContactKind(StrEnum):
    """The role in which a contact is asked."""

    SUPERVISOR = "supervisor"
    CARE = "care"
    # A colleague who agreed to be asked.
    PEER = "peer"


@dataclass(frozen=True)
class Offered:
    """A contact that a person can ask to get in touch."""

    person: Person
    kind: ContactKind


def offered(person: Person, now: datetime) -> list[Offered]:
    """List the contacts of a person: supervisors, staff care, and colleagues who offered."""
    near = {one: ContactKind(role) for one, role in reachable(person, now)}
    more = {one: ContactKind.PEER for one in peers(person, now) if one not in near}
    return [Offered(one, kind) for one, kind in (near | more).items()]


def chosen(*, person: Person, wanted: UUID | str, now: datetime) -> Person:
    """Find the contact that a person chose; one who is not offered to them is refused."""
    found = (one.person for one in offered(person, now) if str(one.person.public_id) == str(wanted))
    if (contact := next(found, None)) is None:
        raise not_listed()
    return contact


def not_listed() -> ValidationError:
    """Make the refusal of a contact who was not offered."""
    return ValidationError(_("Please choose somebody from the list."), code="contact")


def waiting_from_beyond(contact: Person, *, listed: Iterable[int]) -> list[ContactRequest]:
    """List who asks a contact beside the people listed already, the longest wait first.

    Staff care and colleagues who offered are asked also by people they do not supervise; for other
    contacts there is nothing to read.
    """
    if Role.CARE not in contact.roles and not contact.open_to_talk:
        return []
    waiting = ContactRequest.objects.asked_of(contact).waiting().exclude(person__in=list(listed))
    return list(
        closed.since(waiting, "asked_at").select_related("person").order_by("asked_at", "pk")
    )


@transaction.atomic
def ask(*, person: Person, contact: Person, now: datetime) -> ContactRequest:
    """Ask a contact to get in touch, and tell them at once that there is something to read.

    Asking again while it waits changes nothing and sends no message. Refused: a contact who does
    not answer or care for the person today, and did not offer to listen.
    """
    if not Person.objects.filter(may_ask(contact), pk=person.pk).exists():
        raise not_listed()
    request, new = ContactRequest.objects.get_or_create(
        person=person,
        contact=contact,
        done_at=None,
        defaults={"organisation": person.organisation, "asked_at": now},
    )
    if new:
        tell_contact_asked.enqueue(request.pk)
    return request


@transaction.atomic
def hand_over(request: ContactRequest, *, taker: Person) -> None:
    """Ask another contact in place of one with a role that ends; both sides are told to look.

    The new contact reads the name and nothing that was before. If the person asked them too, that
    one request stays. One that has ended stays with the contact that its end is bound to.
    """
    if taker.pk == request.contact_id:
        return
    waiting = ContactRequest.objects.waiting().filter(pk=request.pk)
    try:
        with transaction.atomic():
            moved = waiting.update(contact=taker)
    except IntegrityError:  # the person asked them too, perhaps in this moment
        waiting.delete()
        return
    if not moved:
        return
    request.contact = taker
    tell_contact_asked.enqueue(request.pk)
    tell_contact_changed.enqueue(request.pk)


@transaction.atomic
def give_back(request: ContactRequest, *, now: datetime) -> None:
    """Let a person know that a contact cannot answer any more: they can ask another one."""
    if ContactRequest.objects.filter(pk=request.pk, told_at=None).update(told_at=now):
        tell_contact_changed.enqueue(request.pk)


@transaction.atomic
def finish(request: ContactRequest, *, by: Person, now: datetime) -> None:
    """Mark a request as done by its contact, or as taken back by its person; safe to repeat."""
    if by.pk not in (request.person_id, request.contact_id):
        raise not_yours()
    waiting = ContactRequest.objects.visible_to(by).waiting().filter(pk=request.pk)
    # Read anew: the end is bound to the contact, and another may be asked by now.
    for held in waiting.select_for_update(of=("self",), no_key=True):
        held.end(withdrawn=held.person_id == by.pk)
        request.sealed_end = held.sealed_end
        waiting.update(done_at=now, sealed_end=held.sealed_end)
    take_notice_back(request.person, UNANSWERED, keys=[str(request.pk)])


def reopen(request: ContactRequest, *, by: Person) -> None:
    """Undo the mark that the contact was in touch, after a slip; only the contact can."""
    waiting = ContactRequest.objects.waiting().filter(person=request.person_id, contact=by)
    if not request.withdrawn and not waiting.exists():
        ContactRequest.objects.asked_of(by).filter(
            pk=request.pk, sealed_end=request.sealed_end
        ).update(done_at=None, sealed_end=b"")


def unanswered(request: ContactRequest, day: date) -> bool:
    """Say whether two whole working days have passed since the person asked."""
    days = working_days_of(request.organisation, day)
    return day > days.after(today(request.asked_at), ANSWER_WITHIN_WORKING_DAYS)


@transaction.atomic
def notice_unanswered(now: datetime) -> list[ContactRequest]:
    """Find requests without an answer in time; their people were not told of it yet.

    Each is found once; then the person can be told, and ask another contact.
    """
    waiting = ContactRequest.objects.waiting().filter(told_at=None)
    since = waiting.filter(asked_at__lt=now - timedelta(days=ANSWER_WITHIN_WORKING_DAYS))
    held = since.select_related("organisation").select_for_update(of=("self",))
    found = [one for one in held if unanswered(one, today(now))]
    ContactRequest.objects.filter(pk__in=[one.pk for one in found]).update(told_at=now)
    return found

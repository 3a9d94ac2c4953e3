"""'Please get in touch with me': ask, answer, take back. No answer and no figure goes along."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Person, Role
from people.weeks import today

from .models import ContactRequest


def choices_for(person: Person, now: datetime) -> list[tuple[Person, Role]]:
    """List whom a person can ask: their supervisors first, then staff care; one statement.

    Supervisors are those of the nearest unit, at or above the person's own, that has any but
    the person. Staff care is whoever holds that role anywhere at or above it.
    """
    if (home := person.home) is None:
        return []
    line = [int(part) for part in home.unit.path.split(".")[:-1]]
    found = (
        Membership.objects.on(today(now))
        .filter(unit__in=line, role__in=[Role.SUPERVISOR, Role.CARE], person__is_active=True)
        .exclude(person=person)
        .select_related("person")
        .order_by("-unit__path", "pk")
    )
    leads = [m for m in found if m.role == Role.SUPERVISOR]
    leads_here = home.role == Role.SUPERVISOR
    leads = [m for m in leads if not (leads_here and m.unit_id == home.unit_id)]
    nearest = leads[0].unit_id if leads else None
    chosen = [m.person for m in leads if m.unit_id == nearest]
    care = [m.person for m in found if m.role == Role.CARE and m.person not in chosen]
    return [(one, Role.SUPERVISOR) for one in chosen] + [(one, Role.CARE) for one in care]


@transaction.atomic
def ask(*, person: Person, contact: Person, now: datetime) -> ContactRequest:
    """Ask somebody to get in touch; asking again while it waits changes nothing."""
    if contact.organisation_id != person.organisation_id or contact == person:
        raise ValidationError(_("Please choose somebody from the list."), code="contact")
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

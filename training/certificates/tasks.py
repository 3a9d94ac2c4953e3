"""Jobs of certificates: remind of their end. Messages name no person."""

from datetime import date

from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.members.supervision import supervisors_of
from people.messages.notices import Start, tell_person
from people.models import Person
from people.weeks import today

from . import reminders
from .reminders import Reminder


@task
def remind_expiring() -> None:
    """Queue a reminder for each certificate that will end and was not reminded of at its step."""
    for one in sorted(reminders.waiting(today(timezone.now()))):
        remind_renewal.enqueue(one.person_id, one.expires_on.isoformat(), one.step)


@task
def remind_renewal(person_id: int, expires_on: str, step: int) -> None:
    """Remind a person and who answers for them of what ends on a day, unless it was renewed.

    The person comes last: their message shows that all were told. Several certificates that end on
    one day are one message, to a supervisor those of a whole team.
    """
    now = timezone.now()
    due = reminders.waiting(today(now), only=person_id)
    if Reminder(person_id, date.fromisoformat(expires_on), step) not in due:
        return
    person = Person.objects.get(pk=person_id)
    for lead in supervisors_of(person, now):
        remind_of(
            lead,
            expires_on,
            step,
            _("Somebody in your team has a certificate to renew. The list is here:"),
            "requirement_table",
        )
    remind_of(
        person,
        expires_on,
        step,
        _("One of your certificates will expire. Here you see what to do next:"),
        "my_certificates",
    )


def remind_of(recipient: Person, expires_on: str, step: int, text: object, page: str) -> None:
    """Keep one reminder for the day's mail; it names neither the holder nor the certificate."""
    kind = reminders.kind_of(step)
    tell_person(recipient, kind, expires_on, page, sentence=text, start=Start.OWN)

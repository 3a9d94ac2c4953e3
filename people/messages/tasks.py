"""Jobs of messages: the one mail a day."""

from django.tasks import task
from django.utils import timezone

from people.models import Person
from people.weeks import today

from . import notices


@task
def send_own_mail() -> None:
    """By day and on working days, queue one mail a day for each person with waiting lines."""
    now = timezone.now()
    for person_id in notices.due(now):
        send_lines.enqueue(person_id)


@task
def send_lines(person_id: int) -> None:
    """Mail a person what the product says by itself, unless they had today's mail already."""
    now = timezone.now()
    if person_id in notices.due(now):
        notices.send_lines(Person.objects.get(pk=person_id), today(now))

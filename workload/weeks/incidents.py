"""What a worker lets be known of an incident goes into the week of that day."""

from datetime import date, datetime
from typing import Any

from django.dispatch import receiver

from people.models import Person
from wellbeing.events.actions import incident_told

from . import days


@receiver(incident_told)
def follow_incident(
    sender: object, *, person: Person, day: date, told: bool, now: datetime, **_rest: Any
) -> None:
    """Write down that something happened on a day, or take it back."""
    days.tell_incident(person=person, day=day, told=told, now=now)

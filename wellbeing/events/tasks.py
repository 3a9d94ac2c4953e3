"""Jobs after hard events: ask a person twice how they are. Messages hold no name and no figure."""

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from people.messages.notices import Start, tell_person
from wellbeing.models import HardEvent

from . import actions as events


@task
def ask_after_events() -> None:
    """Tell a person who noted a hard event that a check-in is open; each moment once."""
    with transaction.atomic():  # found and queued, or neither
        for event_id, moment in events.newly_due(timezone.now()):
            tell_check_in.enqueue(event_id, moment)


@task
def tell_check_in(event_id: int, moment: str) -> None:
    """Tell a person that their week's page has something to read, unless they want no questions."""
    event = HardEvent.objects.asking().filter(pk=event_id).select_related("person").first()
    if event:
        key = events.notice_key(event.pk, moment)
        tell_person(event.person, events.NOTICE, key, "my_week", start=Start.OWN)

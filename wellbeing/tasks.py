"""Jobs of wellbeing: ids in, one call, safe to repeat. Messages name nobody and no figure."""

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from people.messages.notices import Start, tell
from people.weeks import today

from . import afterwards, retention, tombstones
from .answerable import reader
from .models import HardEvent, Objection, Share


@task
def tell_shared(share_id: int) -> None:
    """Tell a reader that somebody shares something, unless it was taken back meanwhile."""
    share = Share.objects.filter(pk=share_id, withdrawn_at=None).select_related("to").first()
    if share:
        tell(share.to, "share", str(share.pk), "talk")


@task
def forget_old() -> None:
    """Keep what somebody told no longer than was promised, and tombstones beside the database."""
    retention.keep_to(today(timezone.now()))
    tombstones.write_out()


@task
def tell_objection(objection_id: int) -> None:
    """Tell the data protection contact that there is something to read, unless it was deleted."""
    contact = reader()
    if contact and Objection.objects.filter(pk=objection_id).exists():
        tell(contact, "objection", str(objection_id), "objections")


@task
def ask_after_events() -> None:
    """Tell whoever noted a hard event that a check-in is open; each moment once."""
    with transaction.atomic():  # found and queued, or neither
        for event_id, moment in afterwards.newly_due(timezone.now()):
            tell_check_in.enqueue(event_id, moment)


@task
def tell_check_in(event_id: int, moment: str) -> None:
    """Tell a person that there is something on their week's page, unless they want no questions."""
    event = HardEvent.objects.asking().filter(pk=event_id).select_related("person").first()
    if event:
        key = afterwards.notice_key(event.pk, moment)
        tell(event.person, afterwards.NOTICE, key, "my_week", start=Start.OWN)

"""Jobs of wellbeing: ids in, one call, safe to repeat. Messages name nobody and no figure."""

from django.tasks import task
from django.utils import timezone

from people.messages.notices import tell
from people.weeks import today

from . import retention, tombstones
from .answerable import reader
from .models import Objection, Share


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

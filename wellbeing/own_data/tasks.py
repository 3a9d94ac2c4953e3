"""Jobs of wellbeing: ids in, one call, safe to repeat. Messages hold no name and no figure."""

from django.tasks import task
from django.utils import timezone

from people.messages.notices import tell_person
from wellbeing.models import Objection

from . import retention, tombstones
from .answerable import reader


@task
def forget_old() -> None:
    """Keep what people told no longer than promised, and tombstones beside the database."""
    retention.keep_to(timezone.now())
    tombstones.write_out()


@task
def tell_objection(objection_id: int) -> None:
    """Tell the data protection contact that there is something to read, unless it was deleted."""
    contact = reader()
    if contact and Objection.objects.filter(pk=objection_id).exists():
        tell_person(contact, "objection", str(objection_id), "objections")

"""Jobs about requests without an answer: ids in, one call, safe to repeat."""

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from people.messages.notices import Start, tell_person
from wellbeing.models import ContactRequest

from . import contacts


@task
def pass_requests_on() -> None:
    """Tell a person who waited two working days for an answer that they can ask another contact."""
    with transaction.atomic():  # found and queued, or neither
        for request in contacts.notice_unanswered(timezone.now()):
            tell_unanswered.enqueue(request.pk)


@task
def tell_unanswered(request_id: int) -> None:
    """Tell a person that their request still waits, unless it was answered meanwhile."""
    waiting = ContactRequest.objects.waiting().filter(pk=request_id).select_related("person")
    if request := waiting.first():
        about = contacts.UNANSWERED, str(request.pk)
        tell_person(request.person, *about, "talk", start=Start.OWN)

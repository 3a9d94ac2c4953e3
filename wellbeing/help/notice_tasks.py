"""The jobs that tell of a person who asks to talk. They hold no name."""

from django.tasks import task

from people.messages.notices import Start, tell_person
from wellbeing.models import ContactRequest


@task
def tell_contact_asked(request_id: int) -> None:
    """Tell a contact that there is something to read, unless the request was taken back or met.

    The message goes at once, at any hour: a person asked for it. It has no content.
    """
    waiting = ContactRequest.objects.waiting().filter(pk=request_id).select_related("contact")
    if request := waiting.first():
        tell_person(request.contact, "asked", str(request.pk), "talk")


@task
def tell_contact_changed(request_id: int) -> None:
    """Tell a person that a contact's role ended: another was asked, or they can ask one."""
    waiting = ContactRequest.objects.waiting().filter(pk=request_id).select_related("person")
    if request := waiting.first():
        tell_person(request.person, "asked_anew", str(request.pk), "talk", start=Start.OWN)

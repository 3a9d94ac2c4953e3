"""The job that tells of a share, without a name or a figure."""

from django.tasks import task

from people.messages.notices import tell_person
from wellbeing.models import Share


@task
def tell_shared(share_id: int) -> None:
    """Tell a reader that a person shares something, unless it was taken back meanwhile."""
    share = Share.objects.filter(pk=share_id, withdrawn_at=None).select_related("to").first()
    if share:
        tell_person(share.to, "share", str(share.pk), "talk")

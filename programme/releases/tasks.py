"""The job that drafts a release. It may run twice: a draft is made once."""

from django.tasks import task
from django.utils import timezone

from . import drafting


@task
def draft_release(release_id: int) -> None:
    """Draft and check a release that was asked for."""
    drafting.draft(release_id, now=timezone.now())

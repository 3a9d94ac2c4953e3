"""The job that drops what was told of old drafts."""

from django.tasks import task
from django.utils import timezone

from . import previews


@task
def forget_drafts() -> None:
    """Drop what was told of drafts of numbers in blocks that are long over."""
    previews.forget(timezone.now())

"""The job that freezes four weeks of answers."""

from django.tasks import task
from django.utils import timezone

from . import freezing


@task
def freeze_blocks() -> None:
    """Freeze the block that ended, and those that were missed."""
    now = timezone.now()
    for block in freezing.due(now):
        freezing.freeze(block, now=now)

"""The job that freezes four weeks of work."""

from django.tasks import task
from django.utils import timezone

from wellbeing.groups import freezing

from .actions import freeze_staffing


@task
def freeze_staffing_blocks() -> None:
    """Freeze what is told of the work of units for the block that ended, and those missed."""
    now = timezone.now()
    for block in freezing.due(now):
        freeze_staffing(block, now=now)

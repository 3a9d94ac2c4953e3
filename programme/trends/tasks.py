"""The job that counts a quarter."""

from django.tasks import task
from django.utils import timezone

from . import freezing


@task
def freeze_quarters() -> None:
    """Count the quarter that ended six weeks ago, and those that were missed. Safe to repeat."""
    freezing.freeze_due(timezone.now())

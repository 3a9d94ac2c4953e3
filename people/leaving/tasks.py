"""The job that counts who left in half a year."""

from django.tasks import task
from django.utils import timezone

from . import freezing


@task
def freeze_turnover() -> None:
    """Count the half-year that closed a month ago, and those that were missed. Safe to repeat."""
    freezing.freeze_due(timezone.now())

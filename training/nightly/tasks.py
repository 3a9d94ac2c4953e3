"""The job that counts what the pages of large offices tell."""

from django.tasks import task
from django.utils import timezone

from . import actions as nightly


@task
def count_offices() -> None:
    """Count for the large offices of every organisation. Safe to repeat."""
    nightly.count_all(timezone.now())

"""The job that counts the units of large organisations at night."""

from django.tasks import task
from django.utils import timezone

from . import nightly


@task
def count_units() -> None:
    """Count what the overviews of large organisations show. Safe to repeat."""
    nightly.count_all(timezone.now())

"""Jobs of lists: write one, take one back, forget what is over. Thin, and safe to repeat."""

from django.tasks import task
from django.utils import timezone

from . import carrying, keeping


@task
def write_list(job_id: int) -> None:
    """Write a list that its person has saved."""
    carrying.save_list(job_id, timezone.now)


@task
def take_list_back(job_id: int) -> None:
    """Take back what a list did."""
    carrying.undo_list(job_id, timezone.now)


@task
def forget_lists() -> None:
    """Delete cells and effects a day after, and reports after thirty days."""
    keeping.forget(timezone.now())

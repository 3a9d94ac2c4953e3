"""Jobs of reports: make one, forget old ones. Thin, and safe to repeat."""

from django.tasks import task
from django.utils import timezone


@task
def build_report(job_id: int) -> None:
    """Make a report that was asked for."""
    from . import building

    building.build(job_id, timezone.now)


@task
def forget_reports() -> None:
    """Delete reports that are two years old."""
    from . import actions

    actions.forget(timezone.now())

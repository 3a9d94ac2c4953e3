"""The job that looks at flags that wait. Safe to repeat at any moment."""

from django.tasks import task
from django.utils import timezone

from . import sweep
from .notice_tasks import tell_flag_asked


@task
def sweep_flags() -> None:
    """Pass on flags that waited too long, look again at old plans, and tell who is asked."""
    for step in sweep.sweep(timezone.now()):
        if step.to_id:
            tell_flag_asked.enqueue(step.pk)

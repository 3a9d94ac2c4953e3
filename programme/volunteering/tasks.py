"""The nightly job that deletes applications of volunteers after 90 days."""

from django.tasks import task
from django.utils import timezone

from . import actions


@task
def forget_applications() -> None:
    """Delete what is older than it is kept, of every organisation."""
    actions.forget_applications(timezone.now())

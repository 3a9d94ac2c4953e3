"""The job that hands over what rests with roles that are over: one call, safe to repeat."""

from django.tasks import task
from django.utils import timezone

from . import actions as handing_over


@task
def give_over() -> None:
    """Give what rests with roles that have ended to those who take it."""
    handing_over.give_due(timezone.now())

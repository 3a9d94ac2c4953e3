"""The job that counts who left in half a year."""

from django.tasks import task
from django.utils import timezone

from people.models import Organisation
from people.weeks import today

from . import freezing


@task
def freeze_turnover() -> None:
    """Count the half-year that closed a month ago, and those that were missed. Safe to repeat."""
    now = timezone.now()
    for organisation in Organisation.objects.order_by("pk"):
        for half in freezing.due(organisation, today(now)):
            freezing.freeze(half, organisation=organisation, now=now)

"""Jobs of the workload: ids in, one call, safe to repeat. Messages name no person and no figure."""

from django.tasks import task
from django.utils import timezone

from people.weeks import today
from workload.week_links.actions import forget_week_links

from . import retention


@task
def forget_old() -> None:
    """Keep people's work no longer than the policy over them says, and no link of a closed week."""
    retention.forget(today(timezone.now()))
    forget_week_links(timezone.now())

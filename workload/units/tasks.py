"""The job that freezes four weeks of loads."""

from django.tasks import task
from django.utils import timezone

from wellbeing.groups import freezing
from workload.study import actions as study

from . import actions as units


@task
def freeze_loads() -> None:
    """Freeze what is said of units' loads for the block that ended, and those that were missed.

    With it is kept what was logged in the time study.
    """
    now = timezone.now()
    for block in freezing.due(now):
        units.freeze(block, now=now)
    study.keep_sums()

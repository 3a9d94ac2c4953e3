"""Jobs of badges."""

from django.tasks import task

from . import statuses


@task
def number_badges() -> None:
    """Give a place in the lists to what was shown before badges had one."""
    statuses.number(statuses.unnumbered())

"""Jobs about the audit trail."""

from django.tasks import task

from . import chain


@task
def seal_access() -> None:
    """Chain the newest access events."""
    while chain.seal():
        pass

"""Jobs of the audit trail: chain new events, and keep its head outside."""

from django.tasks import task
from django.utils import timezone

from . import anchors, chain


@task
def seal_access() -> None:
    """Chain the newest access events."""
    while chain.seal():
        pass


@task
def mail_anchor() -> None:
    """Post the head of the audit trail of today, with the newest events in it."""
    seal_access.call()
    anchors.post(timezone.now())

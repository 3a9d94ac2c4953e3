"""Jobs of messages: the one mail a day."""

from django.tasks import task
from django.utils import timezone

from . import notices


@task
def send_own_mail() -> None:
    """By day and on working days, post one mail a day for each person with waiting lines."""
    notices.post_lines(timezone.now())

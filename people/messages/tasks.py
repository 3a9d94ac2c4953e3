"""Jobs of messages: the one letter a day, and the digest of a week."""

from django.tasks import task
from django.utils import timezone

from . import digest, notices


@task
def send_own_mail() -> None:
    """By day and on working days, post one mail a day for each person with waiting lines."""
    notices.post_lines(timezone.now())


@task
def send_digests() -> None:
    """On the first working day of a week from eight on, post each supervisor's digest once."""
    digest.post_digests(timezone.now())

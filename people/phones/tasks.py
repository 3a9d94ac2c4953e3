"""The job that renews the keys of phones. Safe to repeat at any moment."""

from django.tasks import task
from django.utils import timezone

from . import phone_keys


@task
def renew_phone_keys() -> None:
    """Make a new pair each month, and delete those for which no phone has a text any more."""
    phone_keys.renew(timezone.now())

"""Pages with the whole address, for mails, paper and calendars."""

from django.conf import settings
from django.urls import reverse


def to(page: str, *args: object) -> str:
    """Write the whole address of a page."""
    return settings.SITE_URL + reverse(page, args=args)

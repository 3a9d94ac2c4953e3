"""Pages as they are named in mails, on paper and in calendars: with the whole address."""

from django.conf import settings
from django.urls import reverse


def to(page: str, *args: object) -> str:
    """Write a page's whole address."""
    return settings.SITE_URL + reverse(page, args=args)

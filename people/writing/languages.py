"""The language of the pages, kept on the device."""

from django.conf import settings
from django.http import HttpResponse


def keep(response: HttpResponse, language: str) -> None:
    """Remember a language on this device, for the pages before signing in too."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )

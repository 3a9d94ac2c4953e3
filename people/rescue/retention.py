"""How long it is kept that a person was helped to sign in."""

from datetime import datetime, timedelta

from people.models import LostSignIn

KEPT_FOR = timedelta(days=365)


def forget(*, now: datetime) -> None:
    """Forget after a year who helped, but not while the owner may object; the trail keeps lines."""
    old = LostSignIn.objects.filter(asked_at__lt=now - KEPT_FOR)
    old.exclude(pk__in=LostSignIn.objects.lately(now).values("pk")).delete()

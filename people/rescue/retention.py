"""How long it is kept that a person was helped to sign in."""

from datetime import datetime, timedelta

from people.models import LostSignIn

KEPT_FOR = timedelta(days=365)


def forget(*, now: datetime) -> None:
    """Forget after a year who helped; the audit trail keeps its own lines."""
    LostSignIn.objects.filter(asked_at__lt=now - KEPT_FOR).delete()

"""What happens to an award: its owner shares it, keeps it, or declines and no one learns of it."""

from datetime import datetime

from django.db import transaction

from people.models import Person
from training.models import Audience, Award


@transaction.atomic
def accept(award: Award, *, by: Person, audience: Audience, named: bool = True) -> None:
    """Take an award and choose who reads it, with a name or without; it can be changed.

    A viewer who is not its person, and does not lead its team, changes nothing.
    """
    Award.objects.answered_by(by).filter(pk=award.pk).update(
        audience=Audience(audience), named=named, declined_at=None
    )


@transaction.atomic
def decline(award: Award, *, by: Person, now: datetime) -> None:
    """Decline an award: for all others it is as if it had never been given."""
    Award.objects.answered_by(by).filter(pk=award.pk).update(audience="", declined_at=now)

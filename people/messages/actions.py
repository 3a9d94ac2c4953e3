"""Let letters that failed leave once more."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.mandates import refuse_without
from people.models import OutgoingLetter, Person, Role

from . import outbox


def send_again(*, by: Person, now: datetime) -> int:
    """Try again what did not reach the people of an admin; say how many letters.

    Refused: a person who is no admin, and one with nothing that has failed.
    """
    refuse_without(by, Role.ADMIN)
    count = outbox.try_again(OutgoingLetter.objects.visible_to(by), now)
    if not count:
        raise ValidationError(_("Nothing waits here any more."))
    return count

"""Object to the use of the person's data: a message for the data protection contact alone."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.writing.texts import refuse_identity
from wellbeing.models import Objection

from . import tasks as own_data_tasks
from .answerable import reader

WORDS_AT_MOST = 2000


@transaction.atomic
def send(*, person: Person, words: str, now: datetime) -> Objection:
    """Write to the data protection contact; the mail to them says only that there is something.

    Refused: no words, too many, a national ID number, and if no contact could read it here.
    """
    if not words.strip():
        raise ValidationError(_("Please write a few words."), code="empty")
    if len(words.strip()) > WORDS_AT_MOST:
        sentence = _("Up to %(n)s letters, please.")
        raise ValidationError(sentence, code="long", params={"n": f"{WORDS_AT_MOST:,}"})
    refuse_identity(words)
    if reader() is None:
        raise ValidationError(
            _("The data protection contact reads nothing here. Please write or call them."),
            code="unread",
        )
    made = Objection(person=person, made_at=now)
    made.write(words.strip())
    made.save()
    own_data_tasks.tell_objection.enqueue(made.pk)
    return made

"""Write down a one-to-one: one of the two writes, the other agrees, and then it stands."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.judged_rows import save_judged
from people.mandates import not_yours
from people.members.supervision import supervisors_of
from people.models import Person
from people.weeks import today
from people.writing.texts import refuse_identity
from workload.models import SupervisionTalk

WORDS_AT_MOST = 2000
LONGEST_AGO = timedelta(days=366)


@transaction.atomic
def write(
    *,
    supervisor: Person,
    person: Person,
    by: Person,
    day: date,
    minutes: int,
    words: str,
    now: datetime,
) -> SupervisionTalk:
    """Write down a talk of these two; the other one is asked to agree.

    Refused: a talk with a colleague who does not supervise the person, one of other people, one
    that is still to come or more than a year past, a second one of the two on a day, and a text
    that names an identity.
    """
    if by not in (supervisor, person):
        raise not_yours()
    if supervisor not in supervisors_of(person, now):
        raise ValidationError(_("Please choose your supervisor."), code="supervisor")
    refuse_day(day, today(now))
    refuse_words(words)
    talk = SupervisionTalk(
        organisation_id=person.organisation_id,
        supervisor=supervisor,
        person=person,
        day=day,
        minutes=minutes,
        written_by=by,
        written_at=now,
    )
    talk.write(words.strip())
    save_judged(talk)
    return talk


def change(
    talk: SupervisionTalk, *, by: Person, version: int, words: str, now: datetime
) -> SupervisionTalk:
    """Put other words in place of those not agreed yet; now the other one is asked to agree.

    Refused once both have agreed, when the other one has changed them meanwhile, and for any viewer
    but the person and their supervisors of today.
    """
    refuse_stranger(talk, by)
    refuse_words(words)
    talk.write(words.strip())
    move_on(
        talk,
        version,
        sealed_words=talk.sealed_words,
        written_by=by,
        written_at=now,
        version=version + 1,
    )
    return talk


def agree(talk: SupervisionTalk, *, by: Person, version: int, now: datetime) -> SupervisionTalk:
    """Agree to what the other one wrote; from now on it stands. The writer cannot agree alone."""
    refuse_stranger(talk, by)
    if by.pk == talk.written_by_id:
        raise ValidationError(_("Only the other person can agree to what you wrote."), code="own")
    move_on(talk, version, agreed_at=now)
    return talk


def refuse_stranger(talk: SupervisionTalk, by: Person) -> None:
    """Refuse a viewer who does not read this talk today."""
    if not SupervisionTalk.objects.visible_to(by).filter(pk=talk.pk).exists():
        raise not_yours()


def move_on(talk: SupervisionTalk, read: int, **fields: Any) -> None:
    """Change a talk that is still the one that was read; one statement."""
    waiting = SupervisionTalk.objects.filter(pk=talk.pk, version=read, agreed_at=None)
    if waiting.update(**fields):
        return
    talk.refresh_from_db()
    if talk.agreed_at:
        raise ValidationError(_("You both agreed to this note, so it is final."), code="agreed")
    raise ValidationError(
        _("It was changed meanwhile. Please read it again: both versions are below."), code="newer"
    )


def refuse_day(day: date, day_now: date) -> None:
    """Refuse a day that has not been, or that is too long ago to be remembered."""
    if day > day_now:
        raise ValidationError({"day": _("This day is still to come.")})
    if day < day_now - LONGEST_AGO:
        raise ValidationError({"day": _("This is more than a year ago.")})


def refuse_words(words: str) -> None:
    """Refuse words that are too many or name an identity; none at all are fine."""
    if len(words.strip()) > WORDS_AT_MOST:
        most = f"{WORDS_AT_MOST:,}"
        raise ValidationError({"words": _("Up to %(n)s letters, please.") % {"n": most}})
    try:
        refuse_identity(words)
    except ValidationError as refused:
        raise ValidationError({"words": refused}) from refused

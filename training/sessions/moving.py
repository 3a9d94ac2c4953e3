"""Move a session to another time or place, or call it off, before anything is written of it."""

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.tenancy.context import everywhere
from people.weeks import today
from training.models import Session
from training.partners import actions as partners
from training.partners import tasks as partners_tasks

from . import places

WHEN_AND_WHERE = ("day", "starts", "ends", "place")
FROM_OUTSIDE = ("outside_trainer", "outside_organisation")


@transaction.atomic
def move(
    *,
    session: Session,
    day: date,
    starts: time,
    ends: time,
    place: str,
    by: Person,
    now: datetime,
    outside_trainer: str = "",
    outside_organisation: str = "",
) -> Session:
    """Change when and where a session is, and who teaches from outside.

    Organisations that take part have it so as well. If it is at another time or place, those in
    the lists are told. Refused: a session that is not the trainer's, one that another organisation
    holds, one that is over or of which something is written down, and a day before today.
    """
    session = held_for_change(session, by, now)
    if day < today(now):
        sentence = _("Please choose a day from today on.")
        raise ValidationError({"day": ValidationError(sentence, code="past")})
    before = [getattr(session, name) for name in WHEN_AND_WHERE]
    session.day, session.starts, session.ends, session.place = day, starts, ends, place
    session.outside_trainer = outside_trainer
    session.outside_organisation = outside_organisation
    session.full_clean(exclude=["recorded_at", "recorded_by"])
    session.save(update_fields=[*WHEN_AND_WHERE, *FROM_OUTSIDE])
    moved = before != [getattr(session, name) for name in WHEN_AND_WHERE]
    if moved:
        partners_tasks.tell_moved.enqueue(session.pk, now.isoformat())
    partners.keep_in_step(session, now, tell=moved)
    return session


@transaction.atomic
def call_off(*, session: Session, by: Person, now: datetime) -> None:
    """Delete a session that does not take place; those in its lists are told.

    So do organisations that take part. Refused where `move` is.
    """
    session = held_for_change(session, by, now)
    partners.end_all(session, by, now)
    with everywhere():  # what was offered to others goes with it
        partners.take_down(session)


def held_for_change(session: Session, by: Person, now: datetime) -> Session:
    """Lock a session that the trainer may move or call off."""
    session = places.lock(session)
    places.refuse_other_trainer(session, by)
    partners.refuse_held_elsewhere(session)
    places.refuse_past(session, now)
    partners.refuse_recorded(session)
    return session

"""Delete what somebody told of themselves, when they ask for it, and remember that they did."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people import access
from people.models import AccessEvent, Person
from people.traces import TRACES, Trace
from people.weeks import today

from . import tombstones
from .models import Tombstone


@dataclass(frozen=True)
class Going:
    """How many rows of a kind would go."""

    label: str | Promise
    count: int


def going(*, person: Person, before: date | None, now: datetime) -> list[Going]:
    """Count what would go, by kind, before anything does. A day to come is refused."""
    refuse_day(before, now)
    return [Going(one.label, rows(one, person, before).count()) for one in TRACES]


def refuse_day(before: date | None, now: datetime) -> None:
    """Refuse a day to come: what is not written yet cannot be chosen."""
    if before and before > today(now):
        raise ValidationError({"before": _("This day is still to come.")}, code="before")


def rows(trace: Trace, person: Person, before: date | None) -> models.QuerySet:
    """Choose one person's rows of a kind: all, or those that were over before a day."""
    own = trace.of(person)
    return own if before is None else own.filter(trace.over_before(before))


@transaction.atomic
def erase(*, person: Person, before: date | None, now: datetime) -> Tombstone:
    """Delete what a person told, all or what was over before a day, for good.

    What is written down elsewhere stays: the work they sent, the trail of who looked, and group
    bands that were published, which name nobody. A day to come is refused.
    """
    refuse_day(before, now)
    for trace in TRACES:
        trace.delete(rows(trace, person, before))
    if before is None:
        Person.objects.filter(pk=person.pk).update(asked_until=None)
    access.note_own(person=person, what=AccessEvent.What.ERASED, at=now)
    made = Tombstone.objects.create(person=person.public_id, before=before, at=now)
    transaction.on_commit(tombstones.write_out)
    return made


def replay(tombstone: Tombstone) -> int:
    """Delete again what a tombstone had deleted; what came after it stays. Say how many rows."""
    person = Person.objects.filter(public_id=tombstone.person).first()
    if person is None:
        return 0
    gone = 0
    for trace in TRACES:
        old = rows(trace, person, tombstone.before).filter(**{f"{trace.made}__lte": tombstone.at})
        gone += trace.delete(old)
    return gone

"""Delete what somebody told of themselves, when they ask for it, and remember that they did."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people import access
from people.models import AccessEvent, Person
from people.weeks import BANGKOK, today

from . import tombstones
from .models import (
    AfterOff,
    Assessment,
    CheckIn,
    ConsentSeen,
    ContactRequest,
    HardEvent,
    OwnContact,
    Share,
    Tombstone,
)

TO_SUNDAY = timedelta(days=6)


@dataclass(frozen=True)
class Trace:
    """A kind of row about a person: when it is over, and when it was written.

    `over` names its last day, or the Monday of its last week; then `lasting` leads to the Sunday.
    Without one it is never over, and goes only with everything.
    """

    model: type[models.Model]
    label: str | Promise
    over: str | None
    made: str
    lasting: timedelta = timedelta()

    def of(self, person: Person) -> models.QuerySet:
        """One person's rows."""
        return self.model._base_manager.filter(person=person)

    def over_before(self, day: date) -> models.Q:
        """Those that were over before a day: of a week, its Sunday counts."""
        if self.over is None:
            return models.Q(pk__in=())
        field = self.model._meta.get_field(self.over)
        if isinstance(field, models.DateTimeField):
            return models.Q(**{f"{self.over}__lt": datetime.combine(day, time(), BANGKOK)})
        return models.Q(**{f"{self.over}__lt": day - self.lasting})


# Every model of wellbeing that belongs to a person; a test holds the list to that.
TRACES = (
    Trace(CheckIn, _("Weeks with answers or a note"), "week", "recorded_at", TO_SUNDAY),
    Trace(Share, _("What you share or shared"), "to_week", "shared_at", TO_SUNDAY),
    Trace(ContactRequest, _("Requests to get in touch"), "asked_at", "asked_at"),
    Trace(Assessment, _("Longer scales you took"), "taken_at", "taken_at"),
    Trace(ConsentSeen, _("That you read what you agree to"), "seen_at", "seen_at"),
    Trace(OwnContact, _("People you would call"), None, "added_at"),
    Trace(HardEvent, _("Hard events and the answers after them"), "day", "logged_at"),
    Trace(AfterOff, _("That you want no questions after events"), None, "since"),
)


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
    """Delete a person's wellbeing data, all or what was over before a day, for good.

    What is written down elsewhere stays: the work they sent, the trail of who looked, and group
    bands that were published, which name nobody. A day to come is refused.
    """
    refuse_day(before, now)
    for trace in TRACES:
        rows(trace, person, before).delete()
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
        gone += old.delete()[0]
    return gone

"""A person's own calendar at an address that cannot be guessed: trainings, and what they chose."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from people.accounts.parting import ENDS
from people.accounts.tokens import hash_of, new_token
from people.models import Person
from people.tenancy.context import everywhere
from people.weeks import today
from people.writing import links
from training.formats import icalendar
from training.models import CalendarFeed, Enrolment, Session

from .calendar_parts import CALENDAR_PARTS, CalendarPart, calendar_part, event_uid, open_parts

SESSIONS = "sessions"
BACK, AHEAD = timedelta(days=90), timedelta(days=365)


@transaction.atomic
def renew(*, person: Person, now: datetime, parts: Collection[str] | None = None) -> str:
    """Make a new token for a person's calendar and return it; the old token no longer works.

    What it shows stays as it was where nothing is chosen; in a first one these are the trainings.

    Refused while the person has not said yet that it was them who was helped to sign in: one of
    those who helped could read on with it. Refused too what `choose_parts` refuses.
    """
    if person.account.closed_before:
        raise ValidationError(
            _("Closed until you have said that it was you who was helped to sign in."),
            code="closed",
        )
    token = new_token()
    CalendarFeed.objects.update_or_create(
        person=person, defaults={"token_hash": hash_of(token), "made_at": now}
    )
    if parts is not None:
        choose_parts(person=person, parts=parts)
    return token


def choose_parts(*, person: Person, parts: Collection[str]) -> None:
    """Say what a person's calendar shows from now on; nothing happens where there is none.

    Refused: no part at all, and one that is not there.
    """
    if not parts or not CALENDAR_PARTS.keys() >= set(parts):
        refused = ValidationError(_("Please choose what it shows."), code="parts")
        raise ValidationError({"parts": refused})
    own = CalendarFeed.objects.filter(person=person)
    own.update(parts=[one for one in CALENDAR_PARTS if one in parts])


def holder_of_calendar(token: str) -> Person | None:
    """Find the person of a calendar's token; None for an unknown token or a person who has left."""
    found = CalendarFeed.objects.select_related("person").filter(token_hash=hash_of(token))
    with everywhere():
        feed = found.first()
        return feed.person if feed and feed.person.belongs else None


def close(*, person: Person) -> None:
    """End the token of a person's calendar."""
    end(Person.objects.filter(pk=person.pk))


def end(people: QuerySet[Person]) -> None:
    """End the tokens of these people's calendars."""
    CalendarFeed.objects.filter(person__in=people).delete()


ENDS.append(end)


def write(*, person: Person, now: datetime, parts: Collection[str] = (SESSIONS,)) -> bytes:
    """Write the chosen parts of a person's calendar, from three months back to a year ahead."""
    first, last = today(now) - BACK, today(now) + AHEAD
    with override(person.language):
        events = [
            event
            for part in open_parts(person)
            if part.key in parts
            for event in part.events(person, first, last)
        ]
    return icalendar.calendar(events, product="-//Kamlangjai//Training//EN", stamp=now)


def own_sessions(person: Person, first: date, last: date) -> Iterator[icalendar.CalendarEvent]:
    """Write the sessions that a person has a place in or leads.

    The titles say that it is a training and no more, and there is no place: calendars are shared
    with families and shown on screens. What it is can be read after sign-in.
    """
    booked = Enrolment.objects.visible_to(person).filter(person=person).booked()
    sessions = Session.objects.visible_to(person).filter(
        Q(pk__in=booked.values("session_id")) | Q(trainer=person), day__range=(first, last)
    )
    for session in sessions.order_by("day", "starts", "pk"):
        yield icalendar.CalendarEvent(
            uid=event_uid(session.public_id),
            starts=session.begins,
            ends=session.finishes,
            title=_("Training"),
            description=links.to("my_trainings"),
        )


calendar_part(CalendarPart(SESSIONS, gettext_lazy("Trainings"), "my_trainings", own_sessions))

"""A person's own calendar of trainings, at an address that cannot be guessed."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from people.accounts.parting import ENDS
from people.accounts.tokens import hash_of, new_token
from people.models import Person
from people.tenancy.context import everywhere
from people.weeks import today
from people.writing import links
from training.formats import icalendar
from training.models import CalendarFeed, Enrolment, Session

DAYS_BACK = 90


@transaction.atomic
def renew(*, person: Person, now: datetime) -> str:
    """Make a new token for a person's calendar and return it; the old token no longer works.

    Refused while the person has not said yet that it was them who was helped to sign in: one of
    those who helped could read on with it.
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
    return token


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


def write(*, person: Person, now: datetime) -> bytes:
    """Write the sessions that a person has a place in or leads, from three months back.

    The titles say that it is a training and no more, and there is no place: calendars are shared
    with families and shown on screens. What it is can be read after sign-in.
    """
    booked = Enrolment.objects.visible_to(person).filter(person=person).booked()
    sessions = Session.objects.visible_to(person).filter(
        Q(pk__in=booked.values("session_id")) | Q(trainer=person),
        day__gte=today(now) - timedelta(days=DAYS_BACK),
    )
    with override(person.language):
        events = [event(one) for one in sessions.order_by("day", "starts", "pk")]
    return icalendar.calendar(events, product="-//Kamlangjai//Training//EN", stamp=now)


def event(session: Session) -> icalendar.CalendarEvent:
    """Write one session for a calendar."""
    return icalendar.CalendarEvent(
        uid=f"{session.public_id}@{urlsplit(settings.SITE_URL).hostname}",
        starts=session.begins,
        ends=session.finishes,
        title=_("Training"),
        description=links.to("my_trainings"),
    )

"""Note a hard event for oneself, be asked twice about it, and switch that off with one tap."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from people.keys import closed
from people.keys.ring import WrongOwnerError
from people.messages import notices
from people.messages.notices import take_notice_back
from people.models import CAME_IN, Person
from people.weeks import today
from wellbeing.models import AfterCheckIn, AfterOff, HardEvent
from wellbeing.models.event import AFTER_SET
from wellbeing.rules.moments import HORIZON, LONGEST_AGO, After, Moment

# Heard by what a supervisor reads: something happened to a person on a day, or it is taken back.
incident_told = Signal()
# The notice that a check-in is open: its kind, and the key under which it goes out once.
NOTICE = "after"


def notice_key(event_id: int, moment: str) -> str:
    """Name a moment of an event, as the notice about it is kept."""
    return f"{event_id}-{moment}"


@transaction.atomic
def log(*, person: Person, kind: str, day: date, now: datetime, tell: bool = False) -> HardEvent:
    """Note that the person was at an event, by its day and kind; nothing of the case is asked.

    With `tell`, after an incident, who leads the person reads that something happened in that
    week: not what, and not on which day. Refused: a future day, a day so long ago that no check-in
    follows, the same event twice, and to tell of a week that can no longer be sent. An event that
    is closed now is not compared: a refusal would say that it is there.
    """
    if day > today(now):
        raise ValidationError({"day": _("This day is still to come.")})
    if day < today(now) - LONGEST_AGO:
        raise ValidationError({"day": _("This is more than four weeks ago.")})
    if kind not in HardEvent.Kind:
        raise ValidationError({"kind": _("Please choose from the list.")})
    Person.objects.select_for_update().get(pk=person.pk)  # two taps are one event
    if (kind, day) in [(one.kind, one.day) for one in noted(person)]:
        raise ValidationError(_("You have noted this one already."))
    told = tell and HardEvent.Kind(kind).is_incident and person.carries_load
    event = HardEvent.of(kind, day, told=told, person=person, logged_at=now)
    event.save()
    if told:
        incident_told.send(HardEvent, person=person, day=day, told=True, now=now)
    # From the day it was noted on: the day of the event is sealed.
    person.asked_until = today(now) + HORIZON
    person.save(update_fields=["asked_until"])
    return event


def noted(person: Person) -> list[HardEvent]:
    """List the events that a person noted, the newest first; those that are closed are left out."""
    return newest_first(closed.since(HardEvent.objects.visible_to(person), "logged_at"))


def newest_first(events: Iterable[HardEvent]) -> list[HardEvent]:
    """Sort events by their days, which are sealed."""
    return sorted(events, key=lambda one: (one.day, one.pk), reverse=True)


def waiting(person: Person, day: date) -> list[HardEvent]:
    """List the events with an open check-in for a person today, the newest first.

    A person without recent events costs no statement.
    """
    if person.asked_until is None or person.asked_until < day:
        return []
    recent = closed.since(HardEvent.objects.visible_to(person), "logged_at").asking().recent(day)
    found = newest_first(one for one in recent.prefetch_related("answers") if one.moment(day))
    return [one for one in found if one.moment(day) not in [a.moment for a in one.answers.all()]]


@transaction.atomic
def answer(*, event: HardEvent, answers: After, now: datetime) -> AfterCheckIn | None:
    """Keep the answers at the open moment; they replace earlier answers of that moment.

    Without an answer nothing is kept. Outside the two windows it is refused, and so is an event
    that was deleted in this moment.
    """
    Person.objects.select_for_update(no_key=True).get(pk=event.person_id)
    there = HardEvent.objects.filter(pk=event.pk).exists()
    if not there or (moment := event.moment(today(now))) is None:
        raise ValidationError(_("This check-in is not open now."), code="closed")
    if not answers.any:
        event.answers.filter(moment=moment).delete()
        return None
    row = AfterCheckIn(event=event, moment=moment, item_set=AFTER_SET, answered_at=now)
    row.say(answers)
    told = {name: getattr(row, name) for name in ("sealed_answers", "item_set", "answered_at")}
    kept, _new = AfterCheckIn.objects.update_or_create(event=event, moment=moment, defaults=told)
    take_notice_back(event.person, NOTICE, keys=[notice_key(event.pk, moment)])
    return kept


@transaction.atomic
def remove(event: HardEvent, *, now: datetime) -> None:
    """Delete an event with its answers, and the notes that notices about it went out.

    What the supervisor read of it goes too, unless another event of the same day was told.
    """
    Person.objects.select_for_update(no_key=True).get(pk=event.person_id)  # one after the other
    take_word_back([event], now=now)
    notices.forget(NOTICE, [notice_key(event.pk, moment) for moment in Moment])
    event.delete()


def take_word_back(going: Collection[HardEvent], *, now: datetime) -> None:
    """Take what supervisors read of events that go out of their weeks.

    Unless another event of the same day was told, and stays. One that does not open says nothing.
    """
    keys = {one.pk for one in going}
    for event in filter(is_told, going):
        others = HardEvent.objects.visible_to(event.person).exclude(pk__in=keys)
        if event.day not in [one.day for one in filter(is_told, others)]:
            incident_told.send(HardEvent, person=event.person, day=event.day, told=False, now=now)


def is_told(event: HardEvent) -> bool:
    """Say whether the supervisor was told of an event; of one that does not open nothing is."""
    try:
        return event.was_told
    except WrongOwnerError:
        return False


def ask_no_more(event: HardEvent) -> None:
    """Ask nothing more about one event; safe to repeat."""
    HardEvent.objects.filter(pk=event.pk).update(asks=False)
    take_notice_back(event.person, NOTICE, keys=[notice_key(event.pk, moment) for moment in Moment])


def switch(*, person: Person, on: bool, now: datetime) -> None:
    """Switch the questions after events on or off; safe to repeat."""
    if on:
        AfterOff.objects.visible_to(person).delete()
    else:
        AfterOff.objects.get_or_create(person=person, defaults={"since": now})
        take_notice_back(person, NOTICE)


def is_on(person: Person) -> bool:
    """Say whether a person is asked after events."""
    return not AfterOff.objects.visible_to(person).exists()


@transaction.atomic
def newly_due(now: datetime) -> list[tuple[int, Moment]]:
    """Find the events of people to be told that a check-in is open; each moment once."""
    day = today(now)
    recent = HardEvent.objects.asking().recent(day).filter(**CAME_IN)
    found = list(unsaid(recent.prefetch_related("answers").select_for_update(of=("self",)), day))
    for pk, moment in found:
        HardEvent.objects.filter(pk=pk).update(told=moment)
    return found


def unsaid(events: Iterable[HardEvent], day: date) -> Iterator[tuple[int, Moment]]:
    """Choose the events with an open moment without a notice and without an answer."""
    for event in events:
        moment = event.moment(day)
        answered = {one.moment for one in event.answers.all()}
        if moment and event.told != moment and moment not in answered:
            yield event.pk, moment


def sentence(row: AfterCheckIn) -> str:
    """Return one private sentence; no finding, and no advice that was not asked for."""
    if not row.given.heavy:
        return _("Thank you. It stays with you; nobody else reads it.")
    if row.moment == Moment.FIRST:
        return _("So soon after, many feel like this, and mostly it eases within some weeks.")
    if row.moment == Moment.SECOND:
        return _(
            "After two weeks it is still with you. For many this is the time to talk about it."
        )
    return _("After three months it is still with you. Please let somebody help you with it.")

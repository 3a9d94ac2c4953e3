"""Places in a session: invite, sign up, confirm, wait, give back; the list moves up by itself."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.mandates import not_yours
from people.models import Person, Role
from people.weeks import today
from people.writing.formats import short_day
from training.models import Certificate, Enrolment, PlaceState, Session
from training.partners import actions as partners

from . import tasks as sessions_tasks


def lock(session: Session) -> Session:
    """Lock a session so that two people cannot take its last seat."""
    return Session.objects.select_related("course__requires").hold(session.pk)


def free_seats(session: Session) -> int | None:
    """Count the free seats; None where there is room for any number."""
    if session.seats is None:
        return None
    return max(0, session.seats - Enrolment.objects.filter(session=session).booked().count())


@transaction.atomic
def book(
    *, session: Session, people: Collection[Person], by: Person, now: datetime
) -> list[Enrolment]:
    """Give people a place; before the day, those without a free seat wait for one.

    Refused as a whole: a session or a person that is not the trainer's, a person who has a place
    already or lacks what the course requires.
    """
    session = lock(session)
    people = list(dict.fromkeys(people))
    refuse_other_trainer(session, by, people)
    known = {one.person_id: one for one in places_of(session, people)}
    refuse_booked([one for one in people if stands(known.get(one.pk)) == PlaceState.BOOKED])
    refuse_unready(session, people)
    # On the day each person in the room has a chair.
    left = len(people) if today(now) >= session.day else free_seats(session)
    taken = len(people) if left is None else left
    return [
        put(session, one, PlaceState.BOOKED if number < taken else PlaceState.WAITING, now, known)
        for number, one in enumerate(people)
    ]


@transaction.atomic
def invite(
    *, session: Session, people: Iterable[Person], by: Person, now: datetime
) -> list[Enrolment]:
    """Invite people who were not asked before, and tell each; an invitation holds no seat.

    Refused: a session or a person that is not the trainer's, and a session after its day.
    """
    session = lock(session)
    people = list(dict.fromkeys(people))
    refuse_other_trainer(session, by, people)
    refuse_past(session, now)
    known = {one.person_id for one in places_of(session, people)}
    made = Enrolment.objects.bulk_create(
        Enrolment(session=session, person=one, state=PlaceState.INVITED, since=now)
        for one in people
        if one.pk not in known
    )
    for one in made:
        sessions_tasks.tell_invited.enqueue(one.pk)
    return made


@transaction.atomic
def join(*, session: Session, person: Person, now: datetime) -> Enrolment:
    """Sign up or confirm: a seat if one is free, else the end of the waiting list.

    Doing it twice changes nothing. Refused: a session that was not offered to the person, one after
    its day, and a course that requires what they do not hold on its day.
    """
    session = lock(session)
    if not Session.objects.offered_to(person).filter(pk=session.pk).exists():
        raise ValidationError(_("You do not have access to this session."), code="not_offered")
    refuse_past(session, now)
    known = {one.person_id: one for one in places_of(session, [person])}
    if stands(known.get(person.pk)) in {PlaceState.BOOKED, PlaceState.WAITING}:
        return known[person.pk]
    refuse_unready(session, [person])
    free = free_seats(session) != 0
    return put(session, person, PlaceState.BOOKED if free else PlaceState.WAITING, now, known)


@transaction.atomic
def leave(*, session: Session, person: Person, now: datetime) -> None:
    """Decline, or give a place back; who waited longest has it then, and is told.

    Refused once the session has a result for the person.
    """
    session = lock(session)
    for place in places_of(session, [person]):
        refuse_recorded(place)
        put(session, person, PlaceState.DECLINED, now, {person.pk: place})
    move_up(session, now)


@transaction.atomic
def release(*, place: Enrolment, by: Person, now: datetime) -> None:
    """Take a person out of a session's list; one with a result stays, it is part of the record.

    Refused: a session or a person that is not the trainer's.
    """
    session = lock(place.session)
    refuse_other_trainer(session, by, [place.person])
    held = Enrolment.objects.select_for_update().get(pk=place.pk)
    refuse_recorded(held)
    held.delete()
    move_up(session, now)


@transaction.atomic
def arrange(
    *,
    session: Session,
    seats: int | None,
    online: str,
    open_to_all: bool,
    by: Person,
    now: datetime,
) -> Session:
    """Change how many seats there are, the link and who may sign up; more seats move the list up.

    With fewer seats than people, all keep their place. Where another organisation holds it, seats
    and link stay as it gave them. Refused: a session that is not the trainer's.
    """
    session = lock(session)
    refuse_other_trainer(session, by)
    relinked = not session.held_by and session.online != online
    if not session.held_by:
        session.seats, session.online = seats, online
    session.open_to_all = open_to_all
    session.full_clean(exclude=["recorded_at", "recorded_by"], validate_constraints=False)
    session.save(update_fields=["seats", "online", "open_to_all"])
    if relinked:
        partners.keep_in_step(session, now, tell=False)
    move_up(session, now)
    return session


def move_up(session: Session, now: datetime) -> None:
    """Give the free seats of a session that is to come to the longest waiting, and tell them.

    A person who has left is passed over.
    """
    if today(now) > session.day:
        return
    here = Person.objects.belonging(today(now))
    waiting = Enrolment.objects.filter(session=session, person__in=here).waiting()
    for place in waiting[: free_seats(session)]:
        place.state, place.since = PlaceState.BOOKED, now
        place.save(update_fields=["state", "since"])
        sessions_tasks.tell_moved_up.enqueue(place.pk)


def places_of(session: Session, people: Iterable[Person]) -> Iterable[Enrolment]:
    """Read how these people stand with a session."""
    return Enrolment.objects.filter(session=session, person__in=people).select_related("person")


def stands(place: Enrolment | None) -> str:
    """Say how a person stands; nothing where they were never asked."""
    return place.state if place else ""


def put(
    session: Session, person: Person, state: PlaceState, now: datetime, known: dict[int, Enrolment]
) -> Enrolment:
    """Write how a person stands from now on; who waits already keeps their turn."""
    if stands(known.get(person.pk)) == state == PlaceState.WAITING:
        return known[person.pk]
    place = known.get(person.pk) or Enrolment(session=session, person=person)
    place.state, place.since = state, now
    place.save()
    return place


def refuse_other_trainer(session: Session, by: Person, people: Collection[Person] = ()) -> None:
    """Refuse a viewer who does not arrange this session today, or does not train these people."""
    if not Session.objects.taught_by(by).filter(pk=session.pk).exists():
        raise not_yours()
    taught = Person.objects.in_office_of(by, Role.TRAINER)
    if people and taught.filter(pk__in=[one.pk for one in people]).count() < len(people):
        raise not_yours()


def refuse_past(session: Session, now: datetime) -> None:
    """Refuse what only makes sense before or on the day, whatever seats are free."""
    if today(now) > session.day:
        raise ValidationError(
            _("This session is over. Please choose one that is to come."), code="over"
        )


def refuse_booked(people: list[Person]) -> None:
    """Say kindly who has a place already."""
    sentence = _("%(name)s already has a place in this session.")
    if wrong := [
        ValidationError(sentence, code="already_booked", params={"name": one.name})
        for one in people
    ]:
        raise ValidationError(wrong)


def refuse_recorded(place: Enrolment) -> None:
    """Refuse to take a person out of a session that says how it went for them."""
    if place.attendance:
        sentence = _("%(name)s has a result here already and stays in the list.")
        raise ValidationError(sentence, code="has_result", params={"name": place.person.name})


def refuse_unready(session: Session, people: list[Person]) -> None:
    """Refuse people who will not hold on the day what the course requires."""
    if (kind := session.course.requires) is None:
        return
    held = dict(
        Certificate.objects.current()
        .filter(type=kind, person__in=people)
        .values_list("person_id", "expires_on")
    )
    wrong = []
    for one in people:
        about = {"name": one.name, "certificate": kind}
        ends = held.get(one.pk)
        if one.pk not in held:
            sentence = _("%(name)s needs “%(certificate)s” first.")
            wrong.append(ValidationError(sentence, code="unready", params=about))
        elif ends and ends < session.day:
            sentence = _("%(name)s needs “%(certificate)s”, which expires on %(day)s.")
            about["day"] = short_day(ends)
            wrong.append(ValidationError(sentence, code="unready", params=about))
    if wrong:
        raise ValidationError(wrong)

"""Courses and their sessions: plan one, record how it went."""

from datetime import date, datetime, time
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.audit import actions as audit
from people.mandates import not_yours
from people.models import Person, Role
from people.weeks import today
from training import access_kinds
from training.certificates import actions as certificates
from training.evaluations import actions as evaluations
from training.evaluations import tasks as evaluations_tasks
from training.finding import trainees
from training.models import Attendance, Certificate, Course, Enrolment, Session
from training.rules.certificates import needs_second

# What is stored of how it went for a person.
RESULT = ["attendance", "passed", "proposed_attendance", "proposed_passed", "proposed_by"]


class RollResult(NamedTuple):
    """How a session went for one person."""

    attendance: str
    certified: bool = False


@transaction.atomic
def plan(
    *,
    by: Person,
    course: Course,
    day: date,
    starts: time,
    ends: time,
    place: str,
    trainer: Person,
    **room: object,
) -> Session:
    """Plan a session; `room` may hold `online`, `seats`, `open_to_all` and the fields of a trainer
    from outside.

    Refused: a course of another organisation, a trainer who is out of one's reach, an end that is
    not after the beginning.
    """
    if course.organisation_id != by.organisation_id:
        raise not_yours()
    if not trainees.trainers(by, by.today).filter(pk=trainer.pk).exists():
        raise not_yours()
    session = Session(
        organisation_id=by.organisation_id,
        course=course,
        day=day,
        starts=starts,
        ends=ends,
        place=place,
        trainer=trainer,
        **room,
    )
    session.full_clean(exclude=["recorded_at", "recorded_by"])
    session.save()
    return session


@transaction.atomic
def record(
    *, session: Session, results: dict[int, RollResult], version: int, by: Person, at: datetime
) -> list[Certificate]:
    """Save how a session went, person by person, and return the certificates it issued.

    Saving the same again changes nothing; saving otherwise corrects, and takes back or issues what
    follows. Of a session more than 180 days back it waits for a second trainer: `confirm`. Refused
    as a whole: a session that is not the trainer's, oneself, a day that is still to come, a person
    without a place, an unknown attendance, a certificate for a person who was away, a version that
    was saved over.
    """
    session = hold(session, by)
    if by.pk in results:
        raise ValidationError(_("Another trainer records how it went for you."), code="own")
    places = {
        place.person_id: place
        for place in Enrolment.objects.recorded_by(by)
        .booked()
        .filter(session=session, person__in=results)
        .select_related("person")
    }
    refuse_unfit(session, places, results, at)
    changed = [place for key, place in places.items() if differs(place, results[key], session)]
    if not changed:
        return []
    refuse_stale(session, version)
    late = needs_second(session.day, today(at))
    for place in changed:
        result = results[place.person_id]
        place.propose(result.attendance, passed(result, session), by)
        if not late:
            place.accept()
    if late:
        propose(session, changed, by, at)
        return []
    return count(session, changed, by, at)


@transaction.atomic
def confirm(*, session: Session, version: int, by: Person, at: datetime) -> list[Certificate]:
    """Let count what another trainer wrote of a session long past; return what it issued.

    What is about the second trainer themselves waits for another trainer. Refused: a session that
    is not the trainer's, what they wrote themselves, a version that was saved over.
    """
    session = hold(session, by)
    waiting = Enrolment.objects.waiting_for_second(by).filter(session=session)
    places = list(waiting.select_related("person"))
    if not places:
        raise ValidationError(_("A second trainer has to confirm this."), code="second")
    refuse_stale(session, version)
    for place in places:
        place.accept()
    note(session, places, access_kinds.LATE_COUNTED, by, at)
    return count(session, places, by, at)


def hold(session: Session, by: Person) -> Session:
    """Lock a session that is the trainer's to record, until all is written."""
    if not Session.objects.taught_by(by).filter(pk=session.pk).exists():
        raise not_yours()
    return Session.objects.select_related("course__certificate_type").hold(session.pk)


def refuse_stale(session: Session, version: int) -> None:
    """Refuse what was written on an older version of a session."""
    if version != session.version:
        raise ValidationError(_("Somebody saved this session while you wrote."), code="stale")


def differs(place: Enrolment, result: RollResult, session: Session) -> bool:
    """Say whether a result is another one than what was last written."""
    return place.written != (result.attendance, passed(result, session))


def passed(result: RollResult, session: Session) -> bool | None:
    """Say whether a person passed; nothing where there is nothing to pass."""
    return result.certified if session.course.certificate_type_id else None


def count(session: Session, places: list[Enrolment], by: Person, at: datetime) -> list[Certificate]:
    """Store results that count, and what follows from them."""
    if session.course.certificate_type:
        certificates.hold_holders(Person.objects.filter(pk__in=[one.person_id for one in places]))
    keep(session, places)
    session.recorded_at, session.recorded_by = at, by
    session.save(update_fields=["version", "recorded_at", "recorded_by"])
    ask(session, places, at)
    return certify(session, places, by)


def propose(session: Session, places: list[Enrolment], by: Person, at: datetime) -> None:
    """Store results that wait for a second trainer; nothing follows from them yet."""
    keep(session, places)
    session.save(update_fields=["version"])
    note(session, places, access_kinds.LATE_WRITTEN, by, at)


def keep(session: Session, places: list[Enrolment]) -> None:
    """Store places, and that the session changed."""
    Enrolment.objects.bulk_update(places, RESULT)
    session.version += 1


def note(session: Session, places: list[Enrolment], what: str, by: Person, at: datetime) -> None:
    """Note in the access log what was done about a session long past, for all people concerned."""
    people = [place.person for place in places]
    audit.note_access(
        viewer=by, role=Role.TRAINER, what=what, people=people, subject=session.public_id, at=at
    )


def ask(session: Session, places: list[Enrolment], at: datetime) -> None:
    """Ask those who were there how it was, once and while they may answer."""
    for key in to_ask(session, places, at):
        evaluations_tasks.ask_how_it_was.enqueue(key)


def to_ask(session: Session, places: list[Enrolment], at: datetime) -> list[int]:
    """List the places of those who were there and may say how it was."""
    if not evaluations.is_open(session, today(at)):
        return []
    came = (place for place in places if Attendance(place.attendance).came)
    return [place.pk for place in came if place.person_id != session.trainer_id]


def certify(session: Session, places: list[Enrolment], by: Person) -> list[Certificate]:
    """Make the certificates of these places match their results."""
    if session.course.certificate_type is None:
        return []
    people: dict[bool, list[int]] = {True: [], False: []}
    for place in places:
        people[bool(place.passed)].append(place.person_id)
    certificates.withdraw(session=session, people=people[False], by=by)
    return certificates.issue(session=session, people=people[True], by=by)


def refuse_unfit(
    session: Session, places: dict[int, Enrolment], results: dict[int, RollResult], at: datetime
) -> None:
    """Refuse what cannot be true, each with a sentence about its person."""
    if session.day > today(at):
        raise ValidationError(
            _("This session is still to come. Attendance can be saved from its day on."),
            code="to_come",
        )
    if results.keys() - places.keys():
        raise ValidationError(_("Somebody here has no place in this session."), code="no_place")
    wrong = [unfit(places[key].person, result) for key, result in results.items()]
    if wrong := [error for error in wrong if error]:
        raise ValidationError(wrong)


def unfit(person: Person, result: RollResult) -> ValidationError | None:
    """Say what is wrong with one person's result, or nothing."""
    about = {"name": person.name, "person": person.pk}
    if result.attendance not in Attendance.values:
        sentence = _("Please say whether %(name)s was there: full day, part or away.")
        return ValidationError(sentence, code="attendance", params=about)
    if result.certified and result.attendance == Attendance.AWAY:
        sentence = _("%(name)s was away and cannot be certified.")
        return ValidationError(sentence, code="away", params=about)
    return None

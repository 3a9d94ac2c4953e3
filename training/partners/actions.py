"""Open a session to other organisations of the installation: co-training.

An organisation that takes part has a session of its own, within its own walls: on the same day, at
the same place, with its own course, certificate, seats and people. Its trainers enrol them, mark
who came and issue what they earned. So no person is ever enrolled across organisations, and rolls,
rights, records, exports and PostgreSQL's row-level security hold of these sessions as of any other.

What crosses is one row, `SessionPartner`: to the invited organisation what the host offers (a
course's name, when, where, a trainer from outside), to the host how it stands and how many seats
are taken. No name of a person crosses, not of the trainers either. The host decides when and where;
its changes are written into the sessions of those who take part, and their trainers and people
are told.

Each function here that reads or writes across the wall opens the door itself, after it has asked
who may: that the viewer trains today, and on which side.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from people.languages.local_text import in_name_order
from people.mandates import not_yours, refuse_without
from people.models import CAME_IN, Membership, Organisation, Person, Role
from people.tenancy.context import everywhere
from people.weeks import today
from training import product_modules
from training.models import Course, Enrolment, PlaceState, Session, SessionPartner

from . import tasks

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State = SessionPartner.State
# What the host decides, and those who take part have as it is.
IN_STEP = (
    *("day", "starts", "ends", "place", "online"),
    *("outside_trainer", "outside_organisation"),
)
HELD_ELSEWHERE = _("Another organisation holds this session and decides when and where it is.")


@dataclass(frozen=True)
class PartnerLine:
    """What the host reads of an organisation that it invited: no person, only counts."""

    public_id: UUID
    organisation: str
    state: str
    said: "StrOrPromise"
    seats: int | None
    taken: int
    stands: bool


@dataclass(frozen=True)
class PartnerOffer:
    """What an invited organisation reads of a session: no person of the host."""

    public_id: UUID
    host: str
    course: str
    hours: object
    day: date
    times: str
    place: str
    outside: str
    seats: int | None
    waits: bool
    # The organisation's own session, once it has accepted.
    session: UUID | None


# --- The host -------------------------------------------------------------------------------------


@everywhere()
def may_be_invited(by: Person, now: datetime) -> list[Organisation]:
    """List the other organisations that have a trainer today and take part in such sessions."""
    training = Membership.objects.on(today(now)).filter(role=Role.TRAINER, **CAME_IN)
    # As text: SQLite cannot ask what a list in JSON holds.
    others = Organisation.objects.alias(off=Cast("modules_off", TextField()))
    others = others.exclude(off__contains=f'"{product_modules.CO_TRAINING}"')
    others = others.exclude(pk=by.organisation_id)
    return in_name_order(others.filter(pk__in=training.values("unit__organisation")))


@everywhere()
def partners_of(session: Session) -> list[PartnerLine]:
    """Tell the trainers of a session which organisations were invited, and how it stands."""
    rows = SessionPartner.objects.filter(host=session).select_related("organisation")
    found = []
    for one in rows:
        taken = Enrolment.objects.filter(session=one.session_id).booked().count()
        name, said = str(one.organisation), one.get_state_display()
        about = one.public_id, name, one.state, said, one.seats, taken, one.stands
        found.append(PartnerLine(*about))
    return found


@everywhere()
def others_in(sessions: QuerySet[Session]) -> dict[int, bool]:
    """Say of those of these sessions that others were asked to whether it stands; one statement."""
    rows = SessionPartner.objects.filter(host__in=sessions.order_by().values("pk"))
    found: dict[int, bool] = {}
    for host, state in rows.values_list("host_id", "state"):
        found[host] = found.get(host, False) or state in SessionPartner.STANDS
    return found


@transaction.atomic
@everywhere()
def offer(
    *, session: Session, organisation: Organisation, seats: int | None, by: Person, now: datetime
) -> SessionPartner:
    """Offer an organisation seats in a session; its trainers are told, and any of them answers.

    One that declined may be asked again. Refused: a session that is not the trainer's, one that
    another organisation holds, one after its day, an organisation that cannot be invited, and one
    that was asked already.
    """
    refuse_other_host(session, by)
    session = Session.objects.hold(session.pk)
    refuse_held_elsewhere(session)
    refuse_over(session, now)
    if organisation not in may_be_invited(by, now):
        sentence = _("This organisation cannot be invited.")
        raise ValidationError({"organisation": ValidationError(sentence, code="not_there")})
    known = SessionPartner.objects.select_for_update()
    known = known.filter(host=session, organisation=organisation)
    partner = known.first() or SessionPartner(host=session, organisation=organisation)
    if partner.pk and partner.stands:
        sentence = _("This organisation was asked already.")
        raise ValidationError({"organisation": ValidationError(sentence, code="asked")})
    partner.state, partner.seats, partner.day = State.OFFERED, seats, session.day
    partner.offered_by, partner.offered_at = by, now
    partner.answered_by = partner.answered_at = None
    partner.full_clean(exclude=["answered_by", "answered_at", "session"])
    partner.save()
    tasks.tell_offered.enqueue(partner.pk, now.isoformat())
    return partner


@transaction.atomic
@everywhere()
def withdraw(*, partner: SessionPartner, by: Person, now: datetime) -> None:
    """Take an offer back; the session of an organisation that accepted is called off.

    Refused: a session that is not the trainer's, one after its day, what was settled before, and
    once the organisation has written down how it went.
    """
    refuse_other_host(partner.host, by)
    refuse_over(partner.host, now)
    end(partner, State.WITHDRAWN, by, now)


def end(partner: SessionPartner, state: State, by: Person, now: datetime) -> None:
    """Close an offer, and take down the session that was made of it."""
    # First the offer, then the session: in this order all that touches both waits for the other.
    held = SessionPartner.objects.select_for_update().filter(pk=partner.pk).first()
    made = [held.session_id] if held and held.session_id else []
    own = Session.objects.select_for_update(of=("self",)).filter(pk__in=made).first()
    settle(partner, SessionPartner.STANDS, state, by, now, session=None)
    if own:
        take_down(own)
    tasks.tell_ended.enqueue(partner.pk, own.trainer_id if own else None, state, now.isoformat())


def end_all(session: Session, by: Person, now: datetime) -> None:
    """Take back all offers of a session that is called off."""
    with everywhere():
        for partner in SessionPartner.objects.standing().filter(host=session):
            end(partner, State.WITHDRAWN, by, now)


def keep_in_step(session: Session, now: datetime, *, tell: bool) -> None:
    """Write when and where a session is into those of the organisations that take part.

    Refused once one of them has written down how it went.
    """
    with everywhere():
        SessionPartner.objects.filter(host=session).update(day=session.day)
        theirs = Session.objects.filter(hosted_through__host=session)
        for one in theirs.select_for_update(of=("self",)):
            refuse_recorded(one)
            for name in IN_STEP:
                setattr(one, name, getattr(session, name))
            one.save(update_fields=IN_STEP)
            if tell:
                tasks.tell_moved.enqueue(one.pk, now.isoformat(), trainer=True)


# --- The invited organisation ---------------------------------------------------------------------


@everywhere()
def offers_to(viewer: Person, now: datetime) -> list[PartnerOffer]:
    """List what a trainer's organisation was offered and accepted, of sessions to come."""
    rows = (
        SessionPartner.objects.visible_to(viewer)
        .standing()
        .filter(organisation=viewer.organisation_id, day__gte=today(now))
    )
    rows = rows.select_related("host__course", "host__organisation", "session")
    return [offered(one) for one in rows.order_by("day", "host__starts", "pk")]


def offered(partner: SessionPartner) -> PartnerOffer:
    """Write what an invited organisation reads of a session."""
    host = partner.host
    return PartnerOffer(
        public_id=partner.public_id,
        host=str(host.organisation),
        course=str(host.course),
        hours=host.course.hours,
        day=host.day,
        times=host.times,
        place=host.place,
        outside=host.outside,
        seats=partner.seats,
        waits=partner.state == State.OFFERED,
        session=partner.session.public_id if partner.session else None,
    )


@transaction.atomic
@everywhere()
def accept(*, partner: SessionPartner, course: Course, by: Person, now: datetime) -> Session:
    """Take part: make the organisation's own session, of a course and certificate of its own.

    Who accepts is its trainer there; another takes it over as any session. Refused: a viewer who
    does not train in the invited organisation, another's course, one after its day, and what was
    settled before.
    """
    refuse_other_invited(partner, by)
    if course.organisation_id != by.organisation_id:
        raise not_yours()
    # Held: while it is moved or called off, an answer waits for what comes of it.
    host = Session.objects.select_related("organisation").hold(partner.host_id)
    refuse_over(host, now)
    settle(partner, [State.OFFERED], State.ACCEPTED, by, now)
    own = Session(
        organisation_id=by.organisation_id,
        course=course,
        trainer=by,
        seats=partner.seats,
        held_by=host.organisation.name,
        **{name: getattr(host, name) for name in IN_STEP},
    )
    own.save()
    SessionPartner.objects.filter(pk=partner.pk).update(session=own)
    tasks.tell_answered.enqueue(partner.pk, partner.state, now.isoformat())
    return own


@transaction.atomic
@everywhere()
def decline(*, partner: SessionPartner, by: Person, now: datetime) -> None:
    """Answer no, or take part no more: then the organisation's own session is called off.

    Refused: a viewer who does not train in the invited organisation, a session after its day, what
    was settled before, and once it was written down how it went.
    """
    refuse_other_invited(partner, by)
    refuse_over(partner.host, now)
    end(partner, State.DECLINED, by, now)


# --- Both -----------------------------------------------------------------------------------------


def settle(
    partner: SessionPartner,
    before: Collection[State],
    state: State,
    by: Person,
    now: datetime,
    **more: object,
) -> None:
    """Settle an offer once: of two answers at the same time the second is refused."""
    changed = {"state": state, "answered_by": by, "answered_at": now, **more}
    standing = SessionPartner.objects.filter(pk=partner.pk, state__in=before)
    if not standing.update(**changed):
        raise ValidationError(_("This was answered or withdrawn meanwhile."), code="settled")
    for name, value in changed.items():
        setattr(partner, name, value)


def take_down(session: Session) -> None:
    """Delete a session of which nothing was written down, and tell those in its lists.

    Refused once there is a result.
    """
    refuse_recorded(session)
    expecting = session.enrolments.exclude(state=PlaceState.DECLINED)
    people = list(expecting.values_list("person_id", flat=True))
    key = str(session.public_id)
    session.delete()
    for person in people:
        tasks.tell_called_off.enqueue(person, key)


def refuse_recorded(session: Session) -> None:
    """Refuse to move or call off what took place already."""
    results = session.enrolments.filter(~Q(attendance="") | Q(proposed_by__isnull=False))
    if session.recorded_at or results.exists():
        sentence = _("It is written down already how this session went.")
        raise ValidationError(sentence, code="recorded")


def refuse_held_elsewhere(session: Session) -> None:
    """Refuse what the organisation that holds a session decides."""
    if session.held_by:
        raise ValidationError(HELD_ELSEWHERE, code="held_elsewhere")


def refuse_over(session: Session, now: datetime) -> None:
    """Refuse an offer, an answer or its end after the day: its list says who was awaited."""
    if session.day < today(now):
        raise ValidationError(_("This session is over."), code="over")


def refuse_other_host(session: Session, by: Person) -> None:
    """Refuse a viewer who does not arrange this session today."""
    if not Session.objects.taught_by(by).filter(pk=session.pk).exists():
        raise not_yours()


def refuse_other_invited(partner: SessionPartner, by: Person) -> None:
    """Refuse a viewer who does not train in the invited organisation today."""
    refuse_without(by, Role.TRAINER)
    if partner.organisation_id != by.organisation_id:
        raise not_yours()

"""Trainings over HTTP: a trainer's sessions, and the roll in one call, by the rules of the page."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from people.api_pages import AskedPage, PageOut, cut
from people.audit import actions as audit
from people.models import KeyScope, Person, Role, name_order
from people.program_keys import Token
from people.programs.fields import CommonDay
from people.writing.schemas import PROBLEMS, In
from people.writing.tags import IfMatch, IfNoneMatch, tag_of, tags_in, unless_known
from training import access_kinds
from training.models import Attendance, Enrolment, Session

from . import actions as sessions

router = Router(tags=["trainings"])
# As many as a session can have seats.
PEOPLE_AT_MOST = 5000
AttendanceName = Literal[*Attendance.values]
ClockTime = Annotated[str, Field(pattern=r"^\d\d:\d\d$")]
# What is told of a session as it is kept or counted.
AS_KEPT = ("day", "place", "seats", "recorded_at", "version")
AS_KEPT += ("booked", "unsaid", "unconfirmed")


class AskedSessions(AskedPage):
    """Which sessions: those of some days, the first and the last one included."""

    since: CommonDay | None = None
    until: CommonDay | None = None


class SessionOut(Schema):
    """A session that the token's person arranges or records. It names none of its people."""

    id: UUID
    course: UUID
    course_name: str
    day: date
    # On Bangkok's clocks, like 09:00.
    starts: ClockTime
    ends: ClockTime
    place: str
    trainer: str
    # The organisation that holds it, if that is another one.
    held_by: str
    seats: int | None
    # Of the people in reach: how many have a place, have no result, wait for a second trainer.
    booked: int
    unsaid: int
    unconfirmed: int
    recorded_at: datetime | None
    # Goes with the roll.
    version: int

    @classmethod
    def told(cls, session: Session) -> dict[str, object]:
        """Write down what is told of a session."""
        return {name: getattr(session, name) for name in AS_KEPT} | {
            "id": session.public_id,
            "starts": f"{session.starts:%H:%M}",
            "ends": f"{session.ends:%H:%M}",
            "course": session.course.public_id,
            "course_name": str(session.course),
            "trainer": session.outside or session.trainer.name,
            "held_by": str(session.held_by or ""),
        }


class PlaceOut(Schema):
    """A person with a place. What waits counts once a second trainer has confirmed it."""

    person: UUID
    name: str
    attendance: AttendanceName | None
    # Null where the course leads to no certificate, or nothing was said.
    certified: bool | None
    waits: bool

    @classmethod
    def of(cls, place: Enrolment) -> Self:
        """Write a place as its roll shows it."""
        attendance, passed = place.written
        return cls(
            person=place.person.public_id,
            name=place.person.name,
            attendance=attendance or None,
            certified=passed,
            waits=place.waits,
        )


class RollOut(SessionOut):
    """A session with its roll: the people in reach who have a place, by name."""

    roll: list[PlaceOut]


class SessionsOut(PageOut):
    """A page of sessions."""

    items: list[SessionOut]


class ResultIn(In):
    """How it went for one person; who was away cannot be certified."""

    person: UUID
    attendance: AttendanceName
    certified: bool = False


class RollIn(In):
    """A roll, or a part of it. `version` is that of the session when it was read."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    results: Annotated[list[ResultIn], Field(min_length=1, max_length=PEOPLE_AT_MOST)]


class SavedRollOut(Schema):
    """What saving did: how many certificates it issued, and the session as it is then."""

    issued: int
    session: RollOut


def taught(request) -> QuerySet[Session]:
    """Find the sessions of a trainer, each with its places counted."""
    if Role.TRAINER not in request.auth.roles:
        raise PermissionDenied(_("Only trainers have sessions."))
    found = Session.objects.taught_by(request.auth).with_places(request.auth)
    return found.select_related("course", "trainer")


def roll_of(viewer: Person, session: Session) -> list[Enrolment]:
    """Read who has a place in a session, by name."""
    places = Enrolment.objects.visible_to(viewer).booked().filter(session=session)
    return list(places.select_related("person").order_by(*name_order("person__"), "pk"))


def roll_out(session: Session, places: list[Enrolment]) -> RollOut:
    """Write a session with its roll."""
    return RollOut(**SessionOut.told(session), roll=[PlaceOut.of(place) for place in places])


def noted(viewer: Person, places: list[Enrolment], now: datetime) -> None:
    """Note that the people of a roll were looked at, as on the page."""
    people = [place.person for place in places]
    about = {"role": Role.TRAINER, "what": access_kinds.BOOKING}
    audit.note_access(viewer=viewer, people=people, at=now, **about)


@router.get("", auth=Token(KeyScope.SESSIONS), response={200: SessionsOut, **PROBLEMS})
def list_sessions(request, response: HttpResponse, asked: Query[AskedSessions]):
    """Read the sessions that the token's person arranges or records."""
    found = taught(request)
    if asked.since:
        found = found.filter(day__gte=asked.since)
    if asked.until:
        found = found.filter(day__lte=asked.until)
    page = cut(request, response, found, asked)
    return {"items": [SessionOut.told(one) for one in page.rows], "next": page.next}


@router.get(
    "/{uuid:public_id}",
    auth=Token(KeyScope.SESSIONS),
    response={200: RollOut, 304: None, **PROBLEMS},
)
def read_session(
    request, response: HttpResponse, public_id: UUID, if_none_match: IfNoneMatch = None
):
    """Read a session with its roll; noted like a look at the page."""
    session = get_object_or_404(taught(request), public_id=public_id)
    places = roll_of(request.auth, session)
    noted(request.auth, places, timezone.now())
    told = roll_out(session, places)
    return unless_known(told, tag_of_roll(told), if_none_match, response)


def tag_of_roll(told: RollOut) -> str:
    """Make the tag of a session with its roll."""
    return tag_of(told.model_dump(mode="json"))


@router.post(
    "/{uuid:public_id}/roll", auth=Token(KeyScope.ROLLS), response={200: SavedRollOut, **PROBLEMS}
)
def record_roll(request, public_id: UUID, sent: RollIn, if_match: IfMatch = None):
    """Record who was there, all of it or nothing; the same again changes nothing.

    The conflict `stale` says that the session was saved since that version. With the tag of
    the session as `If-Match` it is refused also where its people or its day changed. Of a session
    more than 180 days back it waits for a second trainer, who confirms it on the page.
    """
    by, now = request.auth, timezone.now()
    session = get_object_or_404(taught(request), public_id=public_id)
    with transaction.atomic():
        sessions.hold(session, by)  # what the tag is compared with stays until all is written
        session = taught(request).get(pk=session.pk)
        places = roll_of(by, session)
        tags = tags_in(if_match)
        if tags is not None and tag_of_roll(roll_out(session, places)) not in tags:
            raise ValidationError(_("The session changed since you read it."), code="changed")
        results = results_of(sent, places)
        try:
            issued = sessions.record(
                session=session, results=results, version=sent.version, by=by, at=now
            )
        except ValidationError as refused:
            raise at_their_fields(refused, list(results), by) from None
    session, places = taught(request).get(pk=session.pk), roll_of(by, session)
    noted(by, places, now)
    return {"issued": len(issued), "session": roll_out(session, places)}


def results_of(sent: RollIn, places: list[Enrolment]) -> dict[int, sessions.RollResult]:
    """Give the verb what was sent, by person and in its order.

    Refused with its field: a person without a place there, and one who is named twice.
    """
    known = {place.person.public_id: place.person_id for place in places}
    found: dict[int, sessions.RollResult] = {}
    for n, one in enumerate(sent.results):
        if one.person not in known:
            raise unfit(n, _("Somebody here has no place in this session."), "no_place")
        if known[one.person] in found:
            raise unfit(n, _("This person is here twice."), "twice")
        found[known[one.person]] = sessions.RollResult(one.attendance, one.certified)
    return found


def unfit(place: int, sentence: str, code: str) -> ValidationError:
    """Refuse the person at one place of a roll."""
    return ValidationError({f"results.{place}.person": ValidationError(sentence, code=code)})


def at_their_fields(refused: ValidationError, people: list[int], viewer: Person) -> ValidationError:
    """Name for each sentence about a person the field that it is about."""
    found: dict[str, list[ValidationError]] = {}
    for one in refused.error_list:
        person = viewer.pk if one.code == "own" else (one.params or {}).get("person")
        about = f"results.{people.index(person)}.attendance" if person in people else ""
        found.setdefault(about or NON_FIELD_ERRORS, []).append(one)
    return ValidationError(found)

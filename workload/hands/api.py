"""Lending a hand over HTTP: the same verbs, the same silence until both sides have agreed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from people.audit import actions as audit
from people.languages.local_text import in_name_order
from people.models import Job, KeyScope, Person, Role, SpokenLanguage, Unit
from people.program_keys import Token
from people.programs.fields import CommonDay
from people.programs.reading import job_coded
from people.tenancy.context import everywhere
from people.writing.schemas import PROBLEMS, In
from workload import access_kinds
from workload.models import HandRequest, RoomOffer
from workload.models.hand import units_led_by

from . import actions as hands

router = Router(tags=["lending a hand"], auth=Token(KeyScope.HANDS))
# Room is offered to supervisors of every organisation.
router.add_decorator(everywhere())
AT_MOST = 100
Points = Annotated[Decimal, Field(gt=0, le=hands.POINTS_AT_MOST, max_digits=4, decimal_places=1)]


class OfferIn(In):
    """Room of a unit, in points a week, until a day."""

    unit: UUID
    points: Points
    job: str = Field(description="The code of a job of one's own organisation.")
    until: CommonDay
    languages: list[SpokenLanguage] = []


class AskIn(In):
    """For which of one's units, from which offer, how many points a week."""

    unit: UUID
    offer: UUID
    points: Points


class UnitOut(Schema):
    """A unit that the token's person speaks for."""

    id: UUID
    name: str


class OfferOut(Schema):
    """Room that a unit offers, without names. `left` is not promised yet."""

    id: UUID
    own: bool
    points: Decimal
    left: Decimal
    job: str = Field(description="The key of a usual job; empty for another kind of work.")
    job_name: str
    languages: list[SpokenLanguage]
    until: date


class JobOut(Schema):
    """A job of one's organisation: its code here, and what it is called there."""

    code: str
    name: str


class HandsOut(Schema):
    """The units one speaks for, the work they can offer, and what can be asked for today."""

    units: list[UnitOut]
    jobs: list[JobOut]
    offers: list[OfferOut]


class RequestOut(Schema):
    """A request; the other side's name and unit are null until both have agreed."""

    id: UUID
    offer: UUID
    given: bool
    points: Decimal
    state: str
    asked_at: datetime
    answered_at: datetime | None
    with_person: str | None
    with_unit: str | None


def supervisor(request) -> Person:
    """Read who asks; only supervisors lend a hand."""
    if Role.SUPERVISOR not in request.auth.roles:
        raise PermissionDenied(_("Only supervisors have a team."))
    return request.auth


def unit_of(viewer: Person, public_id: UUID) -> Unit:
    """Find a unit that the viewer may speak for."""
    return get_object_or_404(Unit.objects.filter(pk__in=units_led_by(viewer)), public_id=public_id)


def offers_out(viewer: Person, found: list[RoomOffer]) -> list[OfferOut]:
    """Write offers with what is left of them."""
    mine, promised = units_led_by(viewer), hands.promised(found)
    return [
        OfferOut(
            id=one.public_id,
            own=one.unit_id in mine,
            points=one.points,
            left=one.points - promised.get(one.pk, 0),
            job=one.job.key,
            job_name=str(one.kind_of_work),
            languages=one.languages,
            until=one.until,
        )
        for one in found
    ]


def requests_out(viewer: Person, rows: QuerySet[HandRequest], now: datetime) -> list[RequestOut]:
    """Write requests, and note the people named in them: those of agreed requests."""
    mine = units_led_by(viewer)
    found = rows.select_related("offer__unit", "unit", "asked_by", "answered_by")[:AT_MOST]
    written, named = [], {}
    for one in found:
        given = one.offer.unit_id in mine
        person, unit = (one.asked_by, one.unit) if given else (one.answered_by, one.offer.unit)
        if one.agreed:
            named[person.pk] = person
        written.append(
            RequestOut(
                id=one.public_id,
                offer=one.offer.public_id,
                given=given,
                points=one.points,
                state=one.state,
                asked_at=one.asked_at,
                answered_at=one.answered_at,
                with_person=person.name if one.agreed else None,
                with_unit=str(unit) if one.agreed else None,
            )
        )
    audit.note_access(
        viewer=viewer,
        role=Role.SUPERVISOR,
        what=access_kinds.HAND,
        people=named.values(),
        at=now,
    )
    return written


def one_out(viewer: Person, request: HandRequest, now: datetime) -> RequestOut:
    """Write the request that a verb has just made or settled, as it is now."""
    seen = HandRequest.objects.visible_to(viewer).filter(pk=request.pk)
    return requests_out(viewer, seen, now)[0]


@router.get("/offers", response={200: HandsOut, **PROBLEMS})
def list_offers(request):
    """Read one's own units and the room that is offered today, one's own too."""
    viewer = supervisor(request)
    open_now = hands.open_offers(viewer, timezone.now())
    units = [m.unit for m in viewer.current_memberships if m.role == Role.SUPERVISOR]
    jobs = in_name_order(Job.objects.visible_to(viewer).offered())
    return HandsOut(
        units=[UnitOut(id=one.public_id, name=str(one)) for one in units],
        jobs=[JobOut(code=one.code, name=str(one)) for one in jobs],
        offers=offers_out(viewer, open_now[:AT_MOST]),
    )


@router.post("/offers", response={201: OfferOut, **PROBLEMS})
def offer_room(request, sent: OfferIn):
    """Offer a unit's room to others until a day."""
    by, now = supervisor(request), timezone.now()
    typed = sent.dict() | {"unit": unit_of(by, sent.unit), "job": job_coded(by, sent.job)}
    return Status(201, offers_out(by, [hands.offer(by=by, now=now, **typed)])[0])


@router.post("/offers/{uuid:public_id}/close", response={200: OfferOut, **PROBLEMS})
def close_offer(request, public_id: UUID):
    """Take an offer back; what was agreed stays, and requests that wait are answered: not now."""
    by = supervisor(request)
    own = RoomOffer.objects.filter(unit__in=units_led_by(by)).select_related("job")
    found = get_object_or_404(own, public_id=public_id)
    hands.close(found, by=by, now=timezone.now())
    return offers_out(by, [found])[0]


@router.get("/requests", response={200: list[RequestOut], **PROBLEMS})
def list_requests(request):
    """Read the newest requests of one's units and to them."""
    viewer = supervisor(request)
    return requests_out(viewer, hands.requests_seen(viewer), timezone.now())


@router.post("/requests", response={201: RequestOut, **PROBLEMS})
def ask_for_room(request, sent: AskIn):
    """Ask for some of the room; the other side sees the points and nothing else."""
    by, now = supervisor(request), timezone.now()
    wanted = get_object_or_404(RoomOffer.objects.visible_to(by), public_id=sent.offer)
    asked = hands.ask(
        by=by, unit=unit_of(by, sent.unit), wanted=wanted, points=sent.points, now=now
    )
    return Status(201, one_out(by, asked, now))


def settled(request, public_id: UUID, verb) -> RequestOut:
    """Find a request, call its verb, and write it as it is then. A second answer is a conflict."""
    by, now = supervisor(request), timezone.now()
    found = get_object_or_404(HandRequest.objects.visible_to(by), public_id=public_id)
    verb(found, by=by, now=now)
    return one_out(by, found, now)


@router.post("/requests/{uuid:public_id}/agree", response={200: RequestOut, **PROBLEMS})
def agree_to_request(request, public_id: UUID):
    """Agree: from now on the two supervisors see each other's names."""
    return settled(request, public_id, hands.agree)


@router.post("/requests/{uuid:public_id}/decline", response={200: RequestOut, **PROBLEMS})
def decline_request(request, public_id: UUID):
    """Answer: not now. No name crosses."""
    return settled(request, public_id, hands.decline)


@router.post("/requests/{uuid:public_id}/withdraw", response={200: RequestOut, **PROBLEMS})
def withdraw_request(request, public_id: UUID):
    """Take a request back before it is answered."""
    return settled(request, public_id, hands.withdraw)

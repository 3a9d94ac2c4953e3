"""Lend a hand across units and organisations: offer room, ask for some, agree.

Before both have agreed, the other side sees a number of points, a kind of work, languages and a
day. It sees no name, no unit and no case. Cases never cross here at all: the two supervisors speak,
and the helper counts the work in their own week.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from people.jobs.actions import refuse_entry
from people.models import Job, Organisation, Person, SpokenLanguage, Unit
from people.weeks import today
from people.writing.formats import written_points as written
from workload import product_modules
from workload.models import HandRequest, RoomOffer
from workload.models.hand import units_led_by

from .tasks import tell_about_hand

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State = HandRequest.State
OVER = _("This offer has ended.")
POINTS_AT_MOST = 200
FOR_AT_MOST = timedelta(days=92)
SETTLED = {
    State.AGREED: _("This is already agreed."),
    State.DECLINED: _("This was already answered: not now."),
    State.WITHDRAWN: _("This was withdrawn meanwhile."),
}


def refuse(field: str, message: "StrOrPromise", **figures: object) -> ValidationError:
    """Make a refusal that knows its field."""
    return ValidationError(message, code="hand", params={"field": field, **figures})


def open_offers(viewer: Person, now: datetime) -> list[RoomOffer]:
    """List the room that the viewer sees today; none of organisations that switched this off."""
    offers = RoomOffer.objects.visible_to(viewer).open_on(today(now))
    return [one for one in offers.select_related("organisation", "unit", "job") if in_use(one)]


def requests_seen(viewer: Person) -> models.QuerySet[HandRequest]:
    """Find the requests that the viewer sees; none where either organisation switched this off."""
    # As text: SQLite cannot ask what a list in JSON holds.
    written_off = Organisation.objects.alias(off=Cast("modules_off", models.TextField()))
    off = written_off.filter(off__contains=f'"{product_modules.LEND_A_HAND}"').values("pk")
    seen = HandRequest.objects.visible_to(viewer)
    return seen.exclude(organisation__in=off).exclude(offer__organisation__in=off)


def in_use(found: RoomOffer | HandRequest) -> bool:
    """Say whether the organisation of an offer or a request still lends a hand."""
    return product_modules.LEND_A_HAND not in found.organisation.modules_off


@transaction.atomic
def offer(
    *,
    by: Person,
    unit: Unit,
    points: Decimal,
    job: Job,
    until: date,
    now: datetime,
    languages: Sequence[str] = (),
) -> RoomOffer:
    """Offer a unit's room to others until a day.

    The same again on one day is, until another unit asks for it, the offer that is there: a form
    that is sent twice must not promise the room twice.

    Refused: another's unit, no room, a far day, and a job of another organisation or a retired one.
    """
    refuse_foreign_unit(by, unit)
    refuse_entry("job", job, unit.organisation_id)
    refuse_points(points)
    if not today(now) <= until <= today(now) + FOR_AT_MOST:
        raise refuse("until", _("A day from today to three months ahead, please."))
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two presses, one offer
    room = {"unit": unit, "points": points, "job": job, "until": until, "offered_by": by}
    spoken = [one for one in SpokenLanguage.values if one in languages]
    for one in RoomOffer.objects.filter(closed_at=None, requests=None, **room):
        if one.languages == spoken and today(one.offered_at) == today(now):
            return one
    return RoomOffer.objects.create(
        organisation_id=unit.organisation_id, languages=spoken, offered_at=now, **room
    )


@transaction.atomic
def close(found: RoomOffer, *, by: Person, now: datetime) -> None:
    """Take an offer back; what was agreed stays, and requests that wait are answered: not now.

    One that is withdrawn at this moment waits no more, and needs no answer.
    """
    refuse_foreign_unit(by, found.unit)
    RoomOffer.objects.filter(pk=found.pk, closed_at=None).update(closed_at=now)
    for request in found.requests.select_for_update().filter(state=State.ASKED):
        settle(request, State.DECLINED, by=by, now=now)


@transaction.atomic
def ask(
    *, by: Person, unit: Unit, wanted: RoomOffer, points: Decimal, now: datetime
) -> HandRequest:
    """Ask for some of the room that is offered; the other side sees the points and nothing else.

    Refused: another's unit, the unit's own offer, one that is closed or past, one of an
    organisation that switched this off, more than is left, and a second request while the first
    one waits.
    """
    refuse_foreign_unit(by, unit)
    if wanted.unit_id in units_led_by(by):
        raise refuse("points", _("This offer is from your own unit."))
    refuse_points(points)
    if not in_use(wanted):
        raise refuse("points", OVER)
    refuse_past(lock(wanted), now)
    refuse_more(wanted, points)
    try:
        with transaction.atomic():
            request = HandRequest.objects.create(
                organisation_id=unit.organisation_id,
                offer=wanted,
                unit=unit,
                points=points,
                asked_by=by,
                asked_at=now,
            )
    except IntegrityError:
        raise refuse("points", _("Your unit has already asked for this.")) from None
    tell_about_hand.enqueue(request.pk, request.state)
    return request


@transaction.atomic
def agree(request: HandRequest, *, by: Person, now: datetime) -> HandRequest:
    """Agree to lend a hand: from now on the two supervisors see each other's names.

    Refused: a viewer who does not supervise the unit that offers, or who asked for it themselves;
    what was settled before, an offer that is closed or past, one where either organisation switched
    this off, and more than is left.
    """
    refuse_foreign_unit(by, request.offer.unit)
    if request.asked_by_id == by.pk:
        sentence = _(
            "You asked for this yourself. Another supervisor of the other unit agrees to it."
        )
        raise refuse("points", sentence)
    locked = lock(request.offer)
    if not (in_use(locked) and in_use(request)):
        raise refuse("points", OVER)
    refuse_past(locked, now)
    refuse_more(request.offer, request.points)
    return settle(request, State.AGREED, by=by, now=now)


@transaction.atomic
def decline(request: HandRequest, *, by: Person, now: datetime) -> HandRequest:
    """Answer: not now. No name crosses."""
    refuse_foreign_unit(by, request.offer.unit)
    return settle(request, State.DECLINED, by=by, now=now)


@transaction.atomic
def withdraw(request: HandRequest, *, by: Person, now: datetime) -> HandRequest:
    """Take a request back before it is answered."""
    refuse_foreign_unit(by, request.unit)
    return settle(request, State.WITHDRAWN, by=by, now=now)


def settle(request: HandRequest, state: State, *, by: Person, now: datetime) -> HandRequest:
    """Settle a request once: of two answers at the same time the second is refused."""
    changed = {"state": state, "answered_by": by, "answered_at": now}
    waiting = HandRequest.objects.filter(pk=request.pk, state=State.ASKED)
    if not waiting.update(**changed):
        standing = HandRequest.objects.values_list("state", flat=True).get(pk=request.pk)
        raise ValidationError(SETTLED[State(standing)], code="answered")
    for name, value in changed.items():
        setattr(request, name, value)
    tell_about_hand.enqueue(request.pk, request.state)
    return request


def lock(found: RoomOffer) -> RoomOffer:
    """Read an offer again and lock it, so that it is not promised twice."""
    return RoomOffer.objects.select_for_update().get(pk=found.pk)


def left(found: RoomOffer) -> Decimal:
    """Say how many points of an offer are not promised yet."""
    promised = found.requests.filter(state=State.AGREED).aggregate(
        sum=models.Sum("points", default=Decimal())
    )
    return found.points - promised["sum"]


def promised(offers: list[RoomOffer]) -> dict[int, Decimal]:
    """Read how much of each offer is promised; one statement."""
    agreed = HandRequest.objects.filter(offer__in=offers, state=State.AGREED).order_by()
    return dict(agreed.values_list("offer").annotate(models.Sum("points")))


def refuse_more(found: RoomOffer, points: Decimal) -> None:
    """Refuse more points than are left."""
    if points > (rest := left(found)):
        raise refuse("points", _("Only %(n)s points of this are left."), n=written(rest))


def refuse_past(found: RoomOffer, now: datetime) -> None:
    """Refuse an offer that is closed or past its day."""
    if found.closed_at or found.until < today(now):
        raise refuse("points", OVER)


def refuse_points(points: Decimal) -> None:
    """Refuse no points, and more than a unit could have."""
    if not 0 < points <= POINTS_AT_MOST:
        raise refuse("points", _("More than 0 and up to 200 points, please."))


def refuse_foreign_unit(by: Person, unit: Unit) -> None:
    """Refuse to speak for a unit that the viewer does not supervise."""
    if unit.pk not in units_led_by(by):
        raise refuse("unit", _("Only a supervisor of the unit can do this."))

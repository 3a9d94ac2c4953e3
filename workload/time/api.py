"""Days off over HTTP: those that an organisation enters for its people, and no others.

What a person plans by themselves is theirs and stands on no answer here.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from people import access_kinds as people_kinds
from people import program_calls
from people.api_pages import AskedPage, PageOut, cut
from people.audit.actions import note_access
from people.members import memberships
from people.models import KeyScope, Person, Role
from people.program_calls import KeyedIn
from people.program_keys import Token
from people.programs.fields import CommonDay
from people.programs.people_api import Number
from people.programs.reading import admin_calling, person_named
from people.writing.schemas import PROBLEMS
from workload.models import TimeOff

from . import time_off

router = Router(tags=["days off"])


class DaysOffIn(KeyedIn):
    """Days of leave, of which the working days count, or half of one day."""

    first: CommonDay
    last: CommonDay
    half: bool = False


class DaysOffOut(Schema):
    """Days of leave that the organisation entered for a person."""

    id: UUID
    person: UUID
    employee_number: str
    first: date
    last: date
    half: bool

    @classmethod
    def of(cls, entered: TimeOff) -> "DaysOffOut":
        """Write some days."""
        return cls(
            id=entered.public_id,
            person=entered.person.public_id,
            employee_number=entered.person.employee_number,
            first=entered.first,
            last=entered.last,
            half=any(day.share < 1 for day in entered.days.all()),
        )


class DaysOffListOut(PageOut):
    """A page of days off."""

    items: list[DaysOffOut]


def entered_for(viewer: Person) -> QuerySet[TimeOff]:
    """Find the days that were entered for the people that an admin manages, without their own."""
    people = Person.objects.managed_by(viewer).exclude(pk=viewer.pk)
    found = TimeOff.objects.filter(person__in=people, entered_by__isnull=False)
    return found.select_related("person__account").prefetch_related("days")


@router.get("/days-off", auth=Token(KeyScope.ABSENCES), response={200: DaysOffListOut, **PROBLEMS})
def list_days_off(request, response: HttpResponse, asked: Query[AskedPage]):
    """Read the days off that were entered for people and are not over yet; the look is noted."""
    by, now = admin_calling(request), timezone.now()
    page = cut(request, response, entered_for(by).filter(last__gte=by.today), asked)
    people = {one.person_id: one.person for one in page.rows}
    note_access(
        viewer=by,
        role=Role.ADMIN,
        what=people_kinds.MEMBERSHIP,
        people=people.values(),
        at=now,
        once_a_day=True,
    )
    return {"items": [DaysOffOut.of(one) for one in page.rows], "next": page.next}


@router.post(
    "/people/{number}/days-off",
    auth=Token(KeyScope.ABSENCES_WRITE),
    response={200: DaysOffOut, 201: DaysOffOut, **PROBLEMS},
)
def enter_days_off(request, number: Number, sent: DaysOffIn):
    """Enter days of leave for a person, of any kind: 201 when new, 200 for a repeat.

    The person reads in their own list who entered them, and their supervisors see that they are
    away.
    """
    by, now = admin_calling(request), timezone.now()
    person = person_named(by, number)

    def make() -> list[str]:
        days = {"first": sent.first, "last": sent.last, "half": sent.half}
        return [str(time_off.enter(person=person, **days, by=by, now=now).public_id)]

    operation = f"enter_days_off {person.public_id}"
    made, new = program_calls.once(caller=by, operation=operation, body=sent, make=make, now=now)
    entered = get_object_or_404(entered_for(by), public_id=made[0])
    return Status(201 if new else 200, DaysOffOut.of(entered))


@router.post(
    "/days-off/{uuid:public_id}/withdraw",
    auth=Token(KeyScope.ABSENCES_WRITE),
    response={200: DaysOffOut, **PROBLEMS},
)
def withdraw_days_off(request, public_id: UUID):
    """Take days off back that were entered here; days that have begun stay."""
    by, now = admin_calling(request), timezone.now()
    with transaction.atomic():
        memberships.lock(by.organisation_id)
        entered = get_object_or_404(entered_for(by), public_id=public_id)
        told = DaysOffOut.of(entered)
        time_off.take_entered_back(entered, by=by, now=now)
    return told

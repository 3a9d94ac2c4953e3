"""Long absences over HTTP: who is away from when until when, and never why."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from people import access_kinds, program_calls
from people.api_pages import AskedPage, PageOut, cut
from people.audit.actions import note_access
from people.members import memberships
from people.members.absences import actions as absences
from people.models import Absence, KeyScope, Person, Role
from people.models.absences import AbsenceQuerySet
from people.program_calls import KeyedIn
from people.program_keys import Token
from people.programs.fields import CommonDay
from people.writing.schemas import PROBLEMS, In

from .people_api import Number
from .reading import admin_calling, person_named

router = Router(tags=["absences"])


class AbsenceIn(KeyedIn):
    """A long absence, from its first day to its last; why is kept as another reason."""

    starts: CommonDay
    ends: CommonDay


class AbsenceChangeIn(In):
    """The days of an absence as they are by now; once it has begun only the last one moves."""

    starts: CommonDay
    ends: CommonDay


class AbsenceEndIn(In):
    """The day on which a person is back."""

    day: CommonDay


class AbsenceEndOut(Schema):
    """The last day of an absence by now; null where it never began and is gone."""

    id: UUID
    ends: date | None


class AbsenceOut(Schema):
    """A person is away from a day until a day. Why is for the person and their admins' pages."""

    id: UUID
    person: UUID
    employee_number: str
    starts: date
    ends: date

    @classmethod
    def of(cls, absence: Absence) -> "AbsenceOut":
        """Write an absence."""
        return cls(
            id=absence.public_id,
            person=absence.person.public_id,
            employee_number=absence.person.employee_number,
            starts=absence.starts,
            ends=absence.ends,
        )


class AbsencesOut(PageOut):
    """A page of absences."""

    items: list[AbsenceOut]


def managed(viewer: Person) -> AbsenceQuerySet:
    """Find the absences of people that an admin manages, without the admin's own."""
    found = Absence.objects.visible_to(viewer).exclude(person=viewer)
    return found.select_related("person__account")


@router.get("/absences", auth=Token(KeyScope.ABSENCES), response={200: AbsencesOut, **PROBLEMS})
def list_absences(request, response: HttpResponse, asked: Query[AskedPage]):
    """Read the absences that last or are to come; the look is noted."""
    by, now = admin_calling(request), timezone.now()
    page = cut(request, response, managed(by).lasting(by.today), asked)
    people = {one.person_id: one.person for one in page.rows}
    what = access_kinds.MEMBERSHIP
    note_access(
        viewer=by, role=Role.ADMIN, what=what, people=people.values(), at=now, once_a_day=True
    )
    return {"items": [AbsenceOut.of(one) for one in page.rows], "next": page.next}


@router.post(
    "/people/{number}/absences",
    auth=Token(KeyScope.ABSENCES_WRITE),
    response={200: AbsenceOut, 201: AbsenceOut, **PROBLEMS},
)
def enter_absence(request, number: Number, sent: AbsenceIn):
    """Enter that a person is away for a longer time: 201 when new, 200 for a repeat."""
    by, now = admin_calling(request), timezone.now()
    person = person_named(by, number)

    def make() -> list[str]:
        kind, starts, ends = Absence.Kind.OTHER, sent.starts, sent.ends
        made = absences.enter(person=person, kind=kind, starts=starts, ends=ends, by=by, now=now)
        return [str(made.public_id)]

    operation = f"enter_absence {person.public_id}"
    made, new = program_calls.once(caller=by, operation=operation, body=sent, make=make, now=now)
    absence = get_object_or_404(managed(by), public_id=made[0])
    return Status(201 if new else 200, AbsenceOut.of(absence))


@router.put(
    "/absences/{uuid:public_id}",
    auth=Token(KeyScope.ABSENCES_WRITE),
    response={200: AbsenceOut, **PROBLEMS},
)
def change_absence(request, public_id: UUID, sent: AbsenceChangeIn):
    """Move the days of an absence; who stands in follows. The same again changes nothing."""
    by, now = admin_calling(request), timezone.now()
    with transaction.atomic():
        memberships.lock(by.organisation_id)
        found = get_object_or_404(managed(by), public_id=public_id)
        if (found.starts, found.ends) != (sent.starts, sent.ends):
            days = {"starts": sent.starts, "ends": sent.ends}
            absences.change(absence=found, kind=found.kind, **days, by=by, now=now)
    return AbsenceOut.of(get_object_or_404(managed(by), public_id=public_id))


@router.post(
    "/absences/{uuid:public_id}/end",
    auth=Token(KeyScope.ABSENCES_WRITE),
    response={200: AbsenceEndOut, **PROBLEMS},
)
def end_absence(request, public_id: UUID, sent: AbsenceEndIn):
    """Say that a person is back from a day on; an absence that never began goes."""
    by, now = admin_calling(request), timezone.now()
    with transaction.atomic():
        memberships.lock(by.organisation_id)
        found = get_object_or_404(managed(by), public_id=public_id)
        absences.come_back(absence=found, day=sent.day, by=by, now=now)
    left = managed(by).filter(public_id=public_id).first()
    return AbsenceEndOut(id=public_id, ends=left.ends if left else None)

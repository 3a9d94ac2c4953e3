"""People over HTTP: who is there, who is invited, and what changes about them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Status

from people import program_calls
from people.api_pages import AskedPage, cut
from people.members.page import PeopleAsked, PeopleList
from people.models import Job, KeyScope, Person, Role, Unit
from people.program_keys import Token
from people.writing.schemas import PROBLEMS
from people.writing.tags import IfMatch, IfNoneMatch, unless_known

from . import entering
from .reading import admin_calling, people_out, person_named, unit_named
from .schemas import (
    AddressesOut,
    AddressOut,
    InvitedOut,
    ManagedUnitOut,
    OfferedJobOut,
    PeopleIn,
    PeopleOut,
    PersonChangeIn,
    PersonOut,
    State,
    UnitsOut,
)

router = Router(tags=["people"])
Number = Annotated[
    str, Path(max_length=40, description="The person's id, or else the employee number.")
]


class AskedPeople(AskedPage):
    """Which people: of one unit, and in which state."""

    unit: UUID | None = None
    state: State = "here"


@router.get("/people", auth=Token(KeyScope.PEOPLE), response={200: PeopleOut, **PROBLEMS})
def list_people(request, response: HttpResponse, asked: Query[AskedPeople]):
    """Read the people that an admin manages, each with their roles; the look is noted."""
    by, now = admin_calling(request), timezone.now()
    page = cut(request, response, people_of(by, asked, now), asked)
    return {"items": people_out(by, page.rows, now), "next": page.next}


def people_of(viewer: Person, asked: AskedPeople, now: datetime):
    """Find the people of a unit in a state; `here` are all with a role, come in or not."""
    unit = unit_named(viewer, asked.unit) if asked.unit else None
    found = PeopleList(viewer, PeopleAsked(unit=unit, state=asked.state), now)
    return {"here": found.here, "awaited": found.awaited, "left": found.left}[asked.state]


@router.post(
    "/people",
    auth=Token(KeyScope.PEOPLE_WRITE),
    response={200: InvitedOut, 201: InvitedOut, **PROBLEMS},
)
def invite_people(request, sent: PeopleIn):
    """Enter people with their first role and invite them: 201 when new, 200 for a repeat.

    Each is on the board at once, as not come in yet. A person who is there is refused with 409 and
    the code `already_there`.
    """
    by, now = admin_calling(request), timezone.now()
    made, new = program_calls.once(
        caller=by,
        operation="invite_people",
        body=sent,
        make=lambda: entering.enter(people=sent.people, by=by, now=now),
        now=now,
    )
    managed = Person.objects.managed_by(by).filter(public_id__in=made)
    people = sorted(managed, key=lambda one: made.index(str(one.public_id)))
    return Status(201 if new else 200, {"items": people_out(by, people, now)})


@router.get(
    "/people/{number}",
    auth=Token(KeyScope.PEOPLE),
    response={200: PersonOut, 304: None, **PROBLEMS},
)
def read_person(request, response: HttpResponse, number: Number, if_none_match: IfNoneMatch = None):
    """Read one person by the employee number, with the tag that a change names as `If-Match`."""
    by, now = admin_calling(request), timezone.now()
    [told] = people_out(by, [person_named(by, number)], now)
    return unless_known(told, told.tag, if_none_match, response)


@router.patch(
    "/people/{number}", auth=Token(KeyScope.PEOPLE_WRITE), response={200: PersonOut, **PROBLEMS}
)
def change_person(
    request, response: HttpResponse, number: Number, sent: PersonChangeIn, if_match: IfMatch = None
):
    """Change the employee number, the work email or phone; of a person not come in also the name.

    With the person's tag as `If-Match` it is refused where anything about them changed since.
    """
    by, now = admin_calling(request), timezone.now()
    person = person_named(by, number)
    entering.change(person=person, sent=sent, by=by, if_match=if_match, now=now)
    [told] = people_out(by, [person_named(by, str(person.public_id))], now)
    response.headers["ETag"] = f'"{told.tag}"'
    return told


@router.get("/addresses", auth=Token(KeyScope.ADDRESSES), response={200: AddressesOut, **PROBLEMS})
def list_addresses(request, response: HttpResponse, asked: Query[AskedPeople]):
    """Read work emails and phones of the people that an admin manages; the look is noted."""
    by, now = admin_calling(request), timezone.now()
    page = cut(request, response, people_of(by, asked, now), asked)
    people_out(by, page.rows, now)
    return {"items": [address(one) for one in page.rows], "next": page.next}


def address(person: Person) -> AddressOut:
    """Write where a person is reached at work; never the account's own address or phone."""
    return AddressOut(
        id=person.public_id,
        employee_number=person.employee_number,
        email=person.work_email,
        phone=person.work_phone,
    )


@router.get("/units", auth=Token(KeyScope.PEOPLE), response={200: UnitsOut, **PROBLEMS})
def list_units(request, response: HttpResponse, asked: Query[AskedPage]):
    """Read the units that an admin manages."""
    by = admin_calling(request)
    units = Unit.objects.visible_to(by).within(*by.paths(Role.ADMIN))
    page = cut(request, response, units.select_related("parent"), asked)
    return {"items": [unit(one) for one in page.rows], "next": page.next}


def unit(one: Unit) -> ManagedUnitOut:
    """Write a unit."""
    part_of = one.parent.public_id if one.parent else None
    return ManagedUnitOut(id=one.public_id, name=str(one), part_of=part_of)


@router.get("/jobs", auth=Token(KeyScope.PEOPLE), response={200: list[OfferedJobOut], **PROBLEMS})
def list_jobs(request):
    """Read the jobs that people can be given, forty at most."""
    jobs = Job.objects.visible_to(admin_calling(request)).offered().order_by("pk")
    return [OfferedJobOut(code=one.code, name=str(one)) for one in jobs]

"""Roles of people over HTTP: given, carried on elsewhere, and ended, as on the pages."""

from typing import Annotated

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Status

from people import program_calls
from people.members import memberships
from people.models import KeyScope, Membership, Person, Role
from people.program_keys import Token
from people.writing.schemas import PROBLEMS
from people.writing.tags import IfMatch

from .people_api import Number
from .reading import (
    admin_calling,
    job_coded,
    people_out,
    person_named,
    refuse_other_tag,
    unit_named,
)
from .schemas import PersonOut, RoleChangeIn, RoleEndIn, RoleIn

router = Router(tags=["people"], auth=Token(KeyScope.PEOPLE_WRITE))
RoleId = Annotated[int, Path(ge=1, le=2**53)]


def role_of(viewer: Person, person: Person, role_id: int) -> Membership:
    """Find a role of a person that the admin manages; an admin's is not changed by programs."""
    managed = Membership.objects.managed_by(viewer).filter(person=person).exclude(role=Role.ADMIN)
    return get_object_or_404(managed.select_related("unit", "job", "person"), pk=role_id)


def told(viewer: Person, person: Person, response: HttpResponse) -> PersonOut:
    """Write a person as they are by now, with their tag."""
    [out] = people_out(viewer, [person_named(viewer, str(person.public_id))], timezone.now())
    response.headers["ETag"] = f'"{out.tag}"'
    return out


@router.post("/people/{number}/roles", response={200: PersonOut, 201: PersonOut, **PROBLEMS})
def give_role(request, response: HttpResponse, number: Number, sent: RoleIn):
    """Give a person a role from a day on: 201 when new, 200 for a repeat.

    No program makes admins.
    """
    by, now = admin_calling(request), timezone.now()
    person = person_named(by, number)

    def make() -> list[str]:
        memberships.join(
            person=person,
            unit=unit_named(by, sent.unit),
            role=Role(sent.role),
            job=job_coded(by, sent.job),
            hours=sent.hours,
            day=sent.day,
            by=by,
            now=now,
        )
        return [str(person.public_id)]

    operation = f"give_role {person.public_id}"
    _made, new = program_calls.once(caller=by, operation=operation, body=sent, make=make, now=now)
    return Status(201 if new else 200, told(by, person, response))


@router.patch("/people/{number}/roles/{role_id}", response={200: PersonOut, **PROBLEMS})
def change_role(
    request,
    response: HttpResponse,
    number: Number,
    role_id: RoleId,
    sent: RoleChangeIn,
    if_match: IfMatch = None,
):
    """Let a role go on from a day in another unit, with another job or other hours.

    The role until then ends the day before, so the past stays as it was.
    """
    by, now = admin_calling(request), timezone.now()
    with transaction.atomic():
        memberships.lock(by.organisation_id)
        person = person_named(by, number)
        member = role_of(by, person, role_id)
        refuse_other_tag(by, person, if_match, now)
        memberships.move(
            membership=member,
            unit=unit_named(by, sent.unit) if sent.unit else member.unit,
            role=Role(member.role),
            job=job_coded(by, sent.job) if sent.job else member.job,
            hours=member.hours if sent.hours is None else sent.hours,
            day=sent.day,
            by=by,
            now=now,
        )
    return told(by, person, response)


@router.post("/people/{number}/roles/{role_id}/end", response={200: PersonOut, **PROBLEMS})
def end_role(
    request,
    response: HttpResponse,
    number: Number,
    role_id: RoleId,
    sent: RoleEndIn,
    if_match: IfMatch = None,
):
    """End a role after a day; with the last one the person can only read their own record.

    Where something rests with the role that another person has to take, it is refused: an admin
    says on the page who does.
    """
    by, now = admin_calling(request), timezone.now()
    with transaction.atomic():
        memberships.lock(by.organisation_id)
        person = person_named(by, number)
        member = role_of(by, person, role_id)
        refuse_other_tag(by, person, if_match, now)
        memberships.leave(membership=member, last_day=sent.last_day, by=by, now=now)
    return told(by, person, response)

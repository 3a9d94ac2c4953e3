"""Find the people that a program may read about, as the pages of its admin do."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import access_kinds
from people.audit.actions import note_access
from people.jobs.actions import NOT_IN_LIST
from people.models import Job, Membership, Person, Role, Unit
from people.program_keys import ProgramRequest
from people.weeks import today
from people.writing.fields import uuid_of
from people.writing.tags import IfMatch, tags_in

from .schemas import PersonOut

NO_UNIT = gettext_lazy("There is no such unit that you manage.")
CHANGED = gettext_lazy("This changed since you read it. Please read it again.")


def admin_calling(request: ProgramRequest) -> Person:
    """Name the admin that a call acts for; other people are refused."""
    if Role.ADMIN not in request.auth.roles:
        raise PermissionDenied(_("Only admins read and change the list of people."))
    return request.auth


def person_named(viewer: Person, name: str) -> Person:
    """Find a person by the id, or else by the employee number; another one is a 404.

    The id goes first: no person chooses it, and a colleague's number may be written like it.
    """
    managed = Person.objects.managed_by(viewer).select_related("account")
    public_id = uuid_of(name)
    found = managed.filter(public_id=public_id).first() if public_id else None
    # PostgreSQL knows no text with a NUL in it.
    if found is None and name and "\0" not in name:
        found = managed.filter(employee_number=name).first()
    if found is None:
        raise Http404
    return found


def unit_named(viewer: Person, public_id: UUID) -> Unit:
    """Find a unit that an admin manages; another one is refused."""
    units = Unit.objects.visible_to(viewer).within(*viewer.paths(Role.ADMIN))
    if (found := units.filter(public_id=public_id).first()) is None:
        raise ValidationError({"unit": NO_UNIT})
    return found


def job_coded(viewer: Person, code: str) -> Job:
    """Find a job that the viewer's organisation can give; another one is refused."""
    if job := Job.objects.visible_to(viewer).coded(code):
        return job
    raise ValidationError({"job": NOT_IN_LIST})


def people_out(viewer: Person, people: Iterable[Person], now: datetime) -> list[PersonOut]:
    """Write people with their roles, and note the look, once a day; three statements."""
    found = list(people)
    held = defaultdict(list)
    lasting = Membership.objects.managed_by(viewer).lasting(today(now)).filter(person__in=found)
    for member in lasting.select_related("unit", "job").order_by("starts", "pk"):
        held[member.person_id].append(member)
    note_access(
        viewer=viewer,
        role=Role.ADMIN,
        what=access_kinds.MEMBERSHIP,
        people=found,
        at=now,
        once_a_day=True,
    )
    return [PersonOut.of(person, held[person.pk]) for person in found]


def refuse_other_tag(viewer: Person, person: Person, if_match: IfMatch, now: datetime) -> None:
    """Refuse to change what is other by now than what was read."""
    if (tags := tags_in(if_match)) is None:
        return
    [read] = people_out(viewer, [person], now)
    if read.tag not in tags:
        raise ValidationError(CHANGED, code="changed")

"""The audit trail: note who opened the record of a person."""

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from people.access_kinds import registered
from people.models import AccessEvent, Person, Role
from people.models.audit import program_now
from people.weeks import BANGKOK, today

from . import writing
from .writing import Target


def note_access(
    *,
    viewer: Person,
    role: Role,
    what: str,
    at: datetime,
    person: Person | None = None,
    people: Iterable[Person] = (),
    units: Iterable[int] = (),
    subject: UUID | None = None,
    once_a_day: bool = False,
) -> None:
    """Note one look at the record of a person, of some people, or of all people in some units.

    `subject` names the thing that was opened, where a person has several. One statement. A person's
    look at their own record is not noted. A kind that no app registered is refused. With
    `once_a_day`, what stands already from that day is not noted again; a second statement reads it.
    """
    seen = [person, *people] if person else people
    targets: list[Target] = [(one.pk, None) for one in seen if one.pk != viewer.pk]
    targets += [(None, unit) for unit in sorted(units)]
    if once_a_day and targets:
        noted = noted_that_day(viewer, what, targets, at)
        noted = noted.filter(subject=subject, program=program_now())
        standing = set(noted.values_list("person_id", "unit_id"))
        targets = [one for one in targets if one not in standing]
    look = {
        "organisation_id": viewer.organisation_id,
        "viewer_id": viewer.pk,
        "viewer_role": role,
        "what": registered(what),
        "at": at,
        "subject": subject,
    }
    writing.write(look, targets)


def note_at_head(
    *,
    viewer: Person,
    what: str,
    at: datetime,
    subject: UUID | None = None,
    once_a_day: bool = False,
) -> None:
    """Note what an admin of the whole organisation did, at its head: everybody of it finds it."""
    held = (
        m for m in viewer.current_memberships if m.role == Role.ADMIN and m.unit.parent_id is None
    )
    note_access(
        viewer=viewer,
        role=Role.ADMIN,
        what=what,
        units=[next(held).unit_id],
        subject=subject,
        at=at,
        once_a_day=once_a_day,
    )


def note_things(
    *, viewer: Person, role: Role, looks: Collection[tuple[str, UUID]], at: datetime
) -> None:
    """Note looks at things and at no person, each once a day: its kind, and its public id.

    A look of a program is another look, as in `note_access`.
    """
    midnight = datetime.combine(today(at), time(), BANGKOK)
    same = AccessEvent.objects.filter(
        viewer=viewer,
        what__in={what for what, _thing in looks},
        subject__in={thing for _what, thing in looks},
        program=program_now(),
        at__gte=midnight,
        at__lt=midnight + timedelta(days=1),
    )
    standing = set(same.values_list("what", "subject")) if looks else set()
    AccessEvent.objects.bulk_create(
        AccessEvent(
            organisation_id=viewer.organisation_id,
            viewer=viewer,
            viewer_role=role,
            what=registered(what),
            subject=thing,
            at=at,
        )
        for what, thing in looks
        if (what, thing) not in standing
    )


def noted_that_day(
    viewer: Person, what: str, targets: Iterable[Target], at: datetime
) -> QuerySet[AccessEvent]:
    """Find the looks of a kind that a viewer had at these people and units on a day in Bangkok."""
    people, units = (set(ids) - {None} for ids in zip(*targets, strict=True))
    midnight = datetime.combine(today(at), time(), BANGKOK)
    return AccessEvent.objects.filter(
        Q(person__in=people) | Q(unit__in=units),
        viewer=viewer,
        what=what,
        at__gte=midnight,
        at__lt=midnight + timedelta(days=1),
    )


def note_own(*, person: Person, what: str, at: datetime) -> None:
    """Note what a person did with their whole record: it shows the use of a stolen password."""
    AccessEvent.objects.create(
        organisation_id=person.organisation_id,
        viewer=person,
        viewer_role=min(person.roles, default=Role.WORKER),
        what=registered(what),
        person=person,
        at=at,
    )

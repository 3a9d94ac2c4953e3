"""The audit trail: note who opened the record of a person."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from people.access_kinds import registered
from people.models import AccessEvent, Person, Role


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
) -> None:
    """Note one look at the record of a person, of some people, or of all people in some units.

    `subject` names the thing that was opened, where a person has several. One statement. A person's
    look at their own record is not noted. A kind that no app registered is refused.
    """
    seen = [person, *people] if person else people
    targets: list[dict[str, object]] = [{"person": one} for one in seen if one.pk != viewer.pk]
    targets += [{"unit_id": unit} for unit in sorted(units)]
    AccessEvent.objects.bulk_create(
        AccessEvent(
            organisation_id=viewer.organisation_id,
            viewer=viewer,
            viewer_role=role,
            what=registered(what),
            at=at,
            subject=subject,
            **target,
        )
        for target in targets
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

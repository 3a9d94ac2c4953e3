"""The audit trail: note who opened whose record."""

from datetime import datetime

from .models import AccessEvent, Person, Role


def note(
    *,
    viewer: Person,
    role: Role,
    what: AccessEvent.What,
    at: datetime,
    person: Person | None = None,
    units: set[int] | list[int] = (),
) -> None:
    """Note one look at a person's record, or at everybody's in some units; one statement.

    Looking at oneself is not noted.
    """
    if person is not None and person.pk == viewer.pk:
        return
    targets = [{"person": person}] if person else [{"unit_id": unit} for unit in sorted(units)]
    AccessEvent.objects.bulk_create(
        AccessEvent(
            organisation_id=viewer.organisation_id,
            viewer=viewer,
            viewer_role=role,
            what=what,
            at=at,
            **target,
        )
        for target in targets
    )

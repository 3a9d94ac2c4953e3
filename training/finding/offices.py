"""In which role the viewer looks at requirements, and who may excuse."""

from people.models import MAY, Person, Role


def looking_as(viewer: Person) -> Role:
    """Name the role in which the viewer looks at certificates; without an office, as a worker."""
    return next((role for role in MAY.see_requirements if role in viewer.roles), Role.WORKER)


def may_excuse(viewer: Person, person: Person) -> bool:
    """Say whether the viewer trains or administers the person; never for themselves."""
    reach = Person.objects.in_office_of(viewer, *MAY.decide_requirements)
    return person != viewer and reach.filter(pk=person.pk).exists()

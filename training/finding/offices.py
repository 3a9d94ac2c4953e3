"""Which offices may excuse a person from a requirement."""

from people.models import MAY, Person


def may_excuse(viewer: Person, person: Person) -> bool:
    """Say whether the viewer trains or administers the person; never for themselves."""
    reach = Person.objects.in_office_of(viewer, *MAY.decide_requirements)
    return person != viewer and reach.filter(pk=person.pk).exists()

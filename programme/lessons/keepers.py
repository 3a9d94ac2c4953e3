"""Who writes the lessons of an organisation."""

from people.mandates import not_yours
from people.models import Person, Role
from programme.posts.keepers import keeps_posts


def writes_lessons(person: Person) -> bool:
    """Say whether this is an admin of the whole, a trainer, or of the programme office, today."""
    return keeps_posts(person) or Role.TRAINER in person.roles


def refuse_other_writer(by: Person, organisation_id: int) -> None:
    """Refuse a person who does not write the lessons of this organisation today."""
    if by.organisation_id != organisation_id or not writes_lessons(by):
        raise not_yours()

"""Who may write what: each verb asks today's roles itself, from any page."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Person, Role


def not_yours() -> ValidationError:
    """Make the refusal of what only another person may do."""
    return ValidationError(_("You cannot do this."), code="not_yours")


def refuse_without(by: Person, *roles: Role) -> None:
    """Refuse a person without one of these roles today."""
    if not by.roles.intersection(roles):
        raise not_yours()


def refuse_part_admin(by: Person, organisation_id: int) -> None:
    """Refuse a person who is not admin of the whole of this organisation today."""
    if not by.administers_all or by.organisation_id != organisation_id:
        raise not_yours()


def refuse_out_of_reach(by: Person, person: Person, *roles: Role) -> None:
    """Refuse the person themselves, and one without these roles today at or above their unit."""
    others = Person.objects.exclude(pk=by.pk).in_office_of(by, *roles)
    if not others.filter(pk=person.pk).exists():
        raise not_yours()


def refuse_who_left(by: Person) -> None:
    """Refuse a person who belongs to no unit today."""
    if not by.belongs:
        raise not_yours()

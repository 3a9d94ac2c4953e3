"""Who may write what: a verb asks it of today's roles itself, whatever page called it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Person, Role


def not_yours() -> ValidationError:
    """Make the refusal of what is somebody else's to do."""
    return ValidationError(_("This is not yours to do."), code="not_yours")


def refuse_without(by: Person, *roles: Role) -> None:
    """Refuse whoever holds none of these roles today."""
    if not by.roles.intersection(roles):
        raise not_yours()


def refuse_part_admin(by: Person, organisation_id: int) -> None:
    """Refuse whoever is no admin of the whole of this organisation today."""
    if not by.administers_all or by.organisation_id != organisation_id:
        raise not_yours()


def refuse_out_of_reach(by: Person, person: Person, *roles: Role) -> None:
    """Refuse oneself, and whoever holds none of these roles today at or above a person's unit."""
    others = Person.objects.exclude(pk=by.pk).in_office_of(by, *roles)
    if not others.filter(pk=person.pk).exists():
        raise not_yours()


def refuse_who_left(by: Person) -> None:
    """Refuse whoever belongs to no unit today."""
    if not by.belongs:
        raise not_yours()

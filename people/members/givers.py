"""Who may give, change and end roles: an admin over the unit today, but not for themselves."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import CAME_IN, Membership, Person, Role, Unit
from people.weeks import today

from .role_events import Operator


def administers(by: Person, unit: Unit, now: datetime) -> bool:
    """Say whether a person is an admin at a unit or above it today."""
    admins = Membership.objects.on(today(now)).filter(role=Role.ADMIN, unit__in=unit.lineage)
    return admins.filter(person=by, **CAME_IN).exists()


def administered(by: Person, now: datetime) -> tuple[str, ...]:
    """Give the paths of the units where a person is an admin today; `administers` agrees."""
    admins = Membership.objects.on(today(now)).filter(role=Role.ADMIN, person=by, **CAME_IN)
    return tuple(admins.values_list("unit__path", flat=True))


def judge_giver(
    by: Person | Operator, now: datetime, *units: Unit, person: Person | None = None
) -> None:
    """Refuse a person who is not admin over these units today, and an admin for themselves."""
    if isinstance(by, Operator):
        return
    if not all(administers(by, unit, now) for unit in units):
        raise PermissionDenied(_("Only an admin at this unit or above it gives roles here."))
    if by == person:
        raise ValidationError(
            _("You cannot give yourself a role or change your own. Please ask another admin."),
            code="oneself",
        )


def judge_keeper(by: Person | Operator, person: Person, now: datetime) -> None:
    """Refuse an admin who is not over all units of a person today, or their last ones."""
    if isinstance(by, Operator):
        return
    every = person.memberships.select_related("unit")
    lasting = list(every.lasting(today(now)))
    mine = [m for m in lasting or every if administers(by, m.unit, now)]
    if not mine:
        raise PermissionDenied(_("Only an admin at this unit or above it gives roles here."))
    judge_giver(by, now, person=person)
    if lasting and len(mine) < len(lasting):
        raise ValidationError(
            _(
                "This person also has a role in a unit that you do not look after. You can end "
                "the roles here; an admin of the other unit can close the account."
            )
        )

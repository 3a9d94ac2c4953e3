"""What can rest with a person among the people themselves: the last admin, roles to confirm."""

from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.models import CAME_IN, Membership, Person, Role, RoleProposal
from people.weeks import BANGKOK

from .kinds import DAY, RestingKind, holders, resting_kind


def other_admins(member: Membership, day: date) -> list[Person]:
    """List who else is admin at or above the unit of a role on a day."""
    return [one for one in holders(member, day, Role.ADMIN) if one != member.person]


def last_admin(member: Membership, last_day: date) -> QuerySet:
    """Find the role of an admin without another one after them."""
    own = Membership.objects.filter(pk=member.pk)
    return own.none() if other_admins(member, last_day + DAY) else own


def other_supervisors(member: Membership, day: date) -> list[Person]:
    """List who else supervises in the organisation on a day: any of them confirms a role."""
    organisation = member.unit.organisation_id
    held = Membership.objects.present_on(day).filter(role=Role.SUPERVISOR, **CAME_IN)
    held = held.filter(unit__organisation=organisation).exclude(pk=member.pk)
    return list(dict.fromkeys(one.person for one in held.select_related("person").order_by("pk")))


def unconfirmed_roles(member: Membership, last_day: date) -> QuerySet:
    """Find the proposed roles that only this supervisor can still confirm."""
    found = RoleProposal.objects.filter(
        person__organisation=member.unit.organisation_id, decided_at=None
    ).waiting(datetime.combine(last_day + DAY, time(), BANGKOK))
    found = found.exclude(person=member.person_id)
    return found.none() if other_supervisors(member, last_day + DAY) else found


def goes_by_role(member: Membership, rows: QuerySet, takers: list[Person], now: datetime) -> None:
    """Give nothing by hand: all who have the role find it on their pages."""


resting_kind(
    RestingKind(
        code="last_admin",
        place=5,
        sentence=ngettext_lazy("%(n)s last admin", "%(n)s last admins", "n"),
        unnumbered=_("The last admin of this unit"),
        about=_("Somebody must give roles here. First make somebody else an admin."),
        icon="key",
        roles=(Role.ADMIN,),
        rows=last_admin,
        takers=other_admins,
        give=goes_by_role,
    )
)
resting_kind(
    RestingKind(
        code="role_proposal",
        sentence=ngettext_lazy("%(n)s role to confirm", "%(n)s roles to confirm", "n"),
        unnumbered=_("Roles to confirm"),
        about=_("An admin proposed it. Any supervisor of the organisation can confirm it."),
        icon="key",
        roles=(Role.SUPERVISOR,),
        rows=unconfirmed_roles,
        takers=other_supervisors,
        give=goes_by_role,
    )
)

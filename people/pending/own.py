"""What can wait among the people themselves: roles to confirm and invitations that expired."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.models import MAY, Invitation, LostSignIn, Person, Role, RoleProposal

from .kinds import DECIDE, LOOK, READ, PendingKind, first_day, pending_kind


def roles_to_confirm(person: Person, now: datetime) -> QuerySet:
    """Find the roles that admins proposed for themselves and this supervisor may confirm."""
    return RoleProposal.objects.to_confirm(person, now)


def sign_ins_to_help(person: Person, now: datetime) -> QuerySet:
    """Find the lost sign-ins for which this person could be the second who helps."""
    return LostSignIn.objects.to_decide(person, now)


def expired_invitations(person: Person, now: datetime) -> QuerySet:
    """Find the invitations that open nothing any more: the admin renews them."""
    return Invitation.objects.visible_to(person).waiting().filter(expires__lte=now)


pending_kind(
    PendingKind(
        code="role_proposal",
        rows=roles_to_confirm,
        since=first_day("made_at"),
        sentence=ngettext_lazy(
            "%(n)s role waits for your decision", "%(n)s roles wait for your decision", "n"
        ),
        about=_("An admin asks for a role of their own. A supervisor decides."),
        act=READ,
        icon="key",
        page="team",
        one="role_proposal",
        roles=(Role.SUPERVISOR,),
    )
)
pending_kind(
    PendingKind(
        code="invitation_over",
        rows=expired_invitations,
        since=first_day("expires"),
        sentence=ngettext_lazy(
            "%(n)s invitation has expired", "%(n)s invitations have expired", "n"
        ),
        about=_("Nobody joined in time. Renew it, or withdraw it."),
        act=LOOK,
        icon="user",
        page="people",
        url="people",
        one="unit",
        one_by="unit__public_id",
        roles=(Role.ADMIN,),
    )
)
pending_kind(
    PendingKind(
        code="lost_sign_in",
        rows=sign_ins_to_help,
        since=first_day("asked_at"),
        sentence=ngettext_lazy("%(n)s person cannot sign in", "%(n)s people cannot sign in", "n"),
        about=_("An admin asks for a second person who helps. Please call them first."),
        act=DECIDE,
        icon="key",
        page="account",
        one="lost_sign_in",
        roles=MAY.help_sign_in,
    )
)

"""What can wait among the people themselves: roles, invitations that expired, contracts."""

from datetime import datetime

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least, TruncDate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.models import (
    MAY,
    Channel,
    Invitation,
    LostSignIn,
    Membership,
    OutgoingLetter,
    Person,
    RefusedAddress,
    Role,
    RoleProposal,
)
from people.models.persons import CONTRACT_NOTICE
from people.weeks import BANGKOK, today

from .kinds import CHECK, DECIDE, LOOK, READ, PendingKind, first_day, pending_kind


def roles_to_confirm(person: Person, now: datetime) -> QuerySet:
    """Find the roles that admins proposed for themselves and this supervisor may confirm."""
    return RoleProposal.objects.to_confirm(person, now)


def sign_ins_to_help(person: Person, now: datetime) -> QuerySet:
    """Find the lost sign-ins for which this person could be the second who helps."""
    return LostSignIn.objects.to_decide(person, now)


def expired_invitations(person: Person, now: datetime) -> QuerySet:
    """Find the invitations that open nothing any more: the admin renews them."""
    return Invitation.objects.visible_to(person).waiting().filter(expires__lte=now)


def ending_contracts(person: Person, now: datetime) -> QuerySet:
    """Find the people with a role that this admin manages and with a contract that ends soon."""
    held = Membership.objects.managed_by(person).lasting(today(now)).filter(person=OuterRef("pk"))
    found = Person.objects.filter(organisation=person.organisation_id)
    found = found.contract_ending(today(now))
    return found.filter(Exists(held)).exclude(pk=person.pk)


def people_without_mail(person: Person, now: datetime) -> QuerySet:
    """Find the people of an admin that no mail reaches, as far as an admin may know.

    What is sent because of what a person answered, or did not, says nothing here.
    """
    every = OutgoingLetter.objects.failed().told().filter(channel=Channel.MAIL)
    failed = every.filter(recipient=OuterRef("pk"))
    first = TruncDate(Coalesce("failing_since", "made_at"), tzinfo=BANGKOK)
    failing = Subquery(failed.annotate(day=first).order_by("day").values("day")[:1])
    refused = RefusedAddress.objects.told_to_admins()
    marked = refused.filter(person=OuterRef("pk")).values("since")
    # Few of many: they are found by what failed, and not person by person.
    some = every.values("recipient").union(refused.values("person"))
    days = Coalesce(failing, Subquery(marked)), Coalesce(Subquery(marked), failing)
    managed = Person.objects.managed_by(person).filter(pk__in=some)
    return managed.annotate(mail_since=Least(*days))


def invitations_not_arrived(person: Person, now: datetime) -> QuerySet:
    """Find the open invitations with a mail that did not arrive."""
    mine = Invitation.objects.visible_to(person).open_at(now)
    return mine.filter(letter__state__in=OutgoingLetter.GIVEN_UP)


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
        code="contract_end",
        rows=ending_contracts,
        since=Min("employed_until"),
        sentence=ngettext_lazy(
            "The contract of %(n)s person ends within 60 days",
            "The contracts of %(n)s people end within 60 days",
            "n",
        ),
        about=_("Nothing ends by itself: write a later day, or end the roles."),
        act=CHECK,
        icon="day",
        page="people",
        url="people",
        query="state=ending",
        roles=(Role.ADMIN,),
        lead=CONTRACT_NOTICE,
    )
)
ADDRESS = _("Please ask whether the address is still right. Then send the mail again.")
pending_kind(
    PendingKind(
        code="mail_returns",
        rows=people_without_mail,
        since=Min("mail_since"),
        sentence=ngettext_lazy(
            "Mail does not reach %(n)s person", "Mail does not reach %(n)s people", "n"
        ),
        about=ADDRESS,
        act=LOOK,
        icon="mail",
        page="unsent_mail",
        url="unsent_mail",
        roles=(Role.ADMIN,),
        listed_on=("unsent_mail",),
    )
)
pending_kind(
    PendingKind(
        code="invitation_returns",
        rows=invitations_not_arrived,
        since=first_day("letter__failing_since"),
        sentence=ngettext_lazy(
            "%(n)s invitation did not arrive", "%(n)s invitations did not arrive", "n"
        ),
        about=ADDRESS,
        act=LOOK,
        icon="user",
        page="unsent_mail",
        url="unsent_mail",
        roles=(Role.ADMIN,),
        listed_on=("unsent_mail",),
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

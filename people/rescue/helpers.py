"""Who may help a person in again."""

from datetime import datetime

from django.db.models import Q

from people.members.supervision import supervisors_of
from people.models import MAY, Account, LostSignIn, Membership, Person, Role
from people.models.memberships import MembershipQuerySet
from people.models.sign_in.lost_sign_in import HELD_FOR, SHOWN_FOR, known_long_to
from people.tenancy.context import everywhere
from people.weeks import today


def manages(admin: Person, person: Person) -> bool:
    """Say whether an admin manages a person today; both read anew."""
    found = Person.objects.select_related("account").get(pk=admin.pk)
    return found.belongs and Person.objects.managed_by(found).filter(pk=person.pk).exists()


def second_people(person: Person, admin: Person, now: datetime) -> list[Person]:
    """List who could be the second person: other admins, and supervisors who answer for them.

    Not of the same account as the person or the first admin, not a person just helped in, and not
    one who has had such a role for less than thirty days. A bounded number of statements.
    """
    day = today(now)
    found = Person.objects.prefetch_related("memberships__unit").get(pk=person.pk)
    held = list(found.memberships.all())
    lasting = [m for m in held if m.lasts(day)] or held
    admins = above(lasting).on(day).filter(role=Role.ADMIN).values("person_id")
    leads = [one.pk for one in supervisors_of(found, now)]
    could = Person.objects.filter(
        Q(pk__in=admins) | Q(pk__in=leads),
        pk__in=above(held).on(day - HELD_FOR).values("person_id"),
        is_active=True,
        awaited=False,
        account__is_active=True,
    ).exclude(account__in=(person.account_id, admin.account_id))
    every = could.select_related("account").by_name()
    return [one for one in every if one.account.closed_before is None]


def above(held: list[Membership]) -> MembershipQuerySet:
    """Find the admins and supervisors at or above the units of some memberships."""
    around = {unit for m in held for unit in m.unit.lineage}
    return Membership.objects.filter(unit__in=around, role__in=MAY.help_sign_in)


def known_long(one: Person, person: Person) -> bool:
    """Say whether one has been admin or supervisor over a person for thirty days."""
    return Person.objects.filter(known_long_to(one, "pk"), pk=person.pk).exists()


def role_of(one: Person, person: Person) -> Role:
    """Name the role in which one helps: as an admin if they manage the person."""
    managed = Person.objects.managed_by(one).filter(pk=person.pk)
    return Role.ADMIN if managed.exists() else Role.SUPERVISOR


@everywhere()
def last_help(account: Account, *, now: datetime) -> LostSignIn | None:
    """Find the help that the owner still reads about, at any place; thirty days after it opened."""
    # Every help is told to the account too, so most people cost no statement here.
    if account.helped_at is None or account.claimed_at and account.claimed_at <= now - SHOWN_FOR:
        return None
    given = LostSignIn.objects.lately(now).filter(person__account=account, agreed=True)
    return given.select_related("asked_by", "decided_by", "person").order_by("-decided_at").first()

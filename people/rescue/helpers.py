"""Who may help a person in again."""

from datetime import datetime

from people.models import MAY, Account, LostSignIn, Membership, Person, Role
from people.models.lost_sign_in import SHOWN_FOR
from people.tenancy.context import everywhere
from people.weeks import today


def manages(admin: Person, person: Person) -> bool:
    """Say whether an admin manages a person today; both read anew."""
    found = Person.objects.select_related("account").get(pk=admin.pk)
    return found.belongs and Person.objects.managed_by(found).filter(pk=person.pk).exists()


def second_people(person: Person, admin: Person, now: datetime) -> list[Person]:
    """List who could be the second person: other admins, and supervisors who answer for them.

    Not of the same account as the person or the first admin, and not a person just helped in.
    """
    held = Membership.objects.on(today(now)).filter(
        role__in=MAY.help_sign_in, unit__organisation=person.organisation_id
    )
    could = Person.objects.filter(
        pk__in=held.values("person_id"), is_active=True, account__is_active=True
    ).exclude(account__in=(person.account_id, admin.account_id))
    return [
        one
        for one in could.select_related("account").by_name()
        if one.account.closed_before is None and could_agree(one, person)
    ]


def could_agree(one: Person, person: Person) -> bool:
    """Say whether one manages a person as an admin, or supervises them."""
    managed = Person.objects.managed_by(one).filter(pk=person.pk)
    return managed.exists() or Person.objects.supervised_by(one).filter(pk=person.pk).exists()


def role_of(one: Person, person: Person) -> Role:
    """Name the role in which one helps: as an admin if they manage the person."""
    managed = Person.objects.managed_by(one).filter(pk=person.pk)
    return Role.ADMIN if managed.exists() else Role.SUPERVISOR


@everywhere()
def last_help(account: Account, *, now: datetime) -> LostSignIn | None:
    """Find the help that the owner still reads about: of the last thirty days, at any place."""
    if account.helped_at is None or account.helped_at <= now - SHOWN_FOR:
        return None
    given = LostSignIn.objects.filter(person__account=account, agreed=True)
    return given.select_related("asked_by", "decided_by", "person").order_by("-decided_at").first()

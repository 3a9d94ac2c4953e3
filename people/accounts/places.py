"""The places of an account: where its owner works, has worked, and is now."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone

from people.audit import actions as audit
from people.models import Account, Membership, Person
from people.tenancy import context as tenancy
from people.weeks import today

from .sessions import PERSON

# Kept in a session: whether the account has other places to choose from.
SEVERAL = "several_places"


@tenancy.everywhere()
def workplaces_of(account: Account) -> list[Person]:
    """List the people of an account in every organisation, where they work now first.

    The one door between the places of an account. Only its owner opens it.
    """
    now = Membership.objects.on(today(timezone.now())).filter(person=OuterRef("pk"))
    found = Person.objects.filter(account=account).select_related("organisation")
    return list(
        found.annotate(works_here=Q(is_active=True) & Exists(now)).order_by(
            "-works_here", F("chosen_at").desc(nulls_last=True), "-pk"
        )
    )


def arrive(request: HttpRequest, user: Account, **_: object) -> None:
    """Let a new session be at the place that a sign-in opens: the one chosen last, where they work.

    Where code has chosen a place already, as the page of an invitation does, it is that one.
    """
    every = workplaces_of(user)
    entered = open_places(user, every)
    chosen = user.__dict__.get("person")
    if chosen not in entered:
        chosen = entered[0]
    user.person = chosen
    enter(request, chosen, several=len(every) > 1)


def open_places(account: Account, places: list[Person]) -> list[Person]:
    """Keep the places that the account may enter.

    Where an admin helped the owner in, it is that admin's organisation alone until the owner has
    said that it was them: the other organisations agreed to nothing.
    """
    if account.closed_before is None or account.helped_in_id is None:
        return places
    return [one for one in places if one.pk == account.helped_in_id]


def enter(request: HttpRequest, person: Person, *, several: bool) -> None:
    """Let a session be at a place from now on; it reaches that organisation and no other."""
    request.session[PERSON] = person.pk
    request.session[tenancy.ORGANISATION] = person.organisation_id
    request.session[SEVERAL] = several


def choose(account: Account, public_id: object, *, now: datetime) -> Person | None:
    """Note the place that the owner chose; None if it is none of the account's, or closed now."""
    places = open_places(account, workplaces_of(account))
    chosen = next((one for one in places if one.public_id == public_id), None)
    if chosen:
        with tenancy.everywhere():
            Person.objects.filter(pk=chosen.pk).update(chosen_at=now)
    return chosen


def note_at_every_place(account: Account, what: str, *, now: datetime) -> None:
    """Write what the owner did into their own audit trail at every place of the account."""
    people = workplaces_of(account)
    with tenancy.everywhere():
        for person in people:
            audit.note_own(person=person, what=what, at=now)

"""What can rest with a person around help: people who asked them to get in touch."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.handing_over.kinds import (
    RestingKind,
    holders,
    nearest_leads,
    people_below,
    resting_kind,
    team_of,
)
from people.models import MAY, Membership, Person, Role
from people.weeks import today

from .help import contacts
from .models import ContactRequest


def requests_resting(member: Membership, last_day: date) -> QuerySet:
    """Find the requests for contact that wait for who leads or cares here, from their people.

    Who asked them as a colleague chose a person and no role: they ask another colleague.
    """
    people = team_of(member, last_day)
    return ContactRequest.objects.waiting().filter(contact=member.person, person__in=people)


def contacts_after(member: Membership, day: date) -> list[Person]:
    """List the contacts the same people could ask then: who leads them next, and staff care."""
    care = holders(member, day, Role.CARE)
    leads = nearest_leads(member, day)
    found = [*leads, *care] if member.role == Role.SUPERVISOR else [*care, *leads]
    return list(dict.fromkeys(found))


@transaction.atomic
def pass_requests_over(
    member: Membership, rows: QuerySet, takers: list[Person], now: datetime
) -> None:
    """Ask the new contact in place of the one who leaves; no person is asked to contact themselves.

    Where there is none, or the person works elsewhere by now, they are told that they can ask
    another one.
    """
    here = set(people_below(member, today(now)).values_list("pk", flat=True))
    for request in rows.select_related("person"):
        able = [one for one in takers if one.pk != request.person_id]
        if able and request.person_id in here:
            contacts.hand_over(request, taker=able[0])
        elif request.told_at is None:
            contacts.give_back(request, now=now)


resting_kind(
    RestingKind(
        code="contact",
        place=30,
        unnumbered=_("Requests to get in touch"),
        about=_("You are not shown whether anybody asked. The new person sees only the name."),
        icon="talk",
        roles=MAY.answer_for_others,
        rows=requests_resting,
        takers=contacts_after,
        give=pass_requests_over,
        returns=_("The person who asked learns that they can ask somebody else"),
    )
)

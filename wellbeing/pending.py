"""What can wait around help: people who ask to be called, and numbers to check."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.models import Organisation, Person, Role
from people.pending.kinds import CHECK, LOOK, NO_DAY, PendingKind, first_day, pending_kind
from people.weeks import today

from .models import ContactRequest, Hotline


def contacts_to_answer(person: Person, now: datetime) -> QuerySet:
    """Find the requests for contact to this person that were neither answered nor taken back."""
    return ContactRequest.objects.asked_of(person).waiting()


def unchecked_hotlines(person: Person, now: datetime) -> QuerySet:
    """Find the numbers that an admin of the whole organisation has not called within a year.

    While the first steps are open, their list says it.
    """
    own = Hotline.objects.visible_to(person).filter(organisation__first_run_open=False)
    return own.to_call(today(now)) if person.administers_all else own.none()


def without_own_numbers(person: Person, now: datetime) -> QuerySet:
    """Find the organisation of its admin while people there see the numbers known at first.

    No admin there has called these, whatever the operator did. While the first steps are open,
    their list says it.
    """
    own = Hotline.objects.visible_to(person).values("organisation_id")
    found = Organisation.objects.filter(pk=person.organisation_id, first_run_open=False)
    found = found.exclude(pk__in=own)
    return found if person.administers_all else found.none()


pending_kind(
    PendingKind(
        code="contact",
        rows=contacts_to_answer,
        since=first_day("asked_at"),
        sentence=ngettext_lazy(
            "%(n)s person asks you to get in touch", "%(n)s people ask you to get in touch", "n"
        ),
        about=_("A name and nothing else: call or write, then say so here."),
        act=LOOK,
        icon="talk",
        page="talk",
        url="talk",
        listed_on=("team",),
    )
)
pending_kind(
    PendingKind(
        code="hotline",
        rows=unchecked_hotlines,
        since=NO_DAY,
        sentence=ngettext_lazy(
            "%(n)s number for help waits for a call",
            "%(n)s numbers for help wait for a call",
            "n",
        ),
        about=_("Call each once a year, and write down the day on which you checked it."),
        act=CHECK,
        icon="phone",
        page="hotlines",
        url="hotlines",
        one="hotline",
        roles=(Role.ADMIN,),
    )
)
pending_kind(
    PendingKind(
        code="hotline_list",
        rows=without_own_numbers,
        since=NO_DAY,
        # There is one list.
        sentence=_("Your organisation has not checked the numbers for help"),
        about=_(
            "People see the numbers that came with Kamlangjai. Call each, and write down the day."
        ),
        act=CHECK,
        icon="phone",
        page="hotlines",
        url="hotlines",
        roles=(Role.ADMIN,),
    )
)

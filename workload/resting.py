"""What can rest with a person around the work: open flags with their plans, moves, cases, talks."""

from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from people.handing_over.kinds import (
    RestingKind,
    leads_or_above,
    led_at_home,
    people_below,
    resting_kind,
    team_of,
)
from people.handing_over.loads import load_before
from people.models import Membership, Person, Role
from people.weeks import BANGKOK, today

from .board.leading_words import before_leading
from .flags import actions as flags
from .models import Flag, FlagStep, Transfer
from .models.flag import ASKED_STILL


def flags_resting(member: Membership, last_day: date) -> QuerySet:
    """Find the open flags that rest with a supervisor: at the home, or given to them."""
    steps = FlagStep.objects.filter(ASKED_STILL, kind__in=FlagStep.GIVEN)
    asked = steps.filter(to=member.person, flag__person__in=people_below(member, last_day))
    own = Flag.objects.filter(person__in=led_at_home(member, last_day))
    found = own | Flag.objects.filter(pk__in=asked.values("flag_id"))
    return found.open().exclude(pk__in=handed_on(member).values("flag_id"))


def handed_on(member: Membership) -> QuerySet:
    """Find the steps with which a person in this role handed a flag over, and has not got it back.

    What they handed over in a role before this one says nothing: they came back, and have it again.
    Nor does what they handed over before the flag closed and came back: it was asked of all anew.
    """
    since = datetime.combine(member.starts, time(), BANGKOK)
    back = FlagStep.objects.filter(kind__in=FlagStep.GIVEN, to=member.person)
    back = back.filter(flag=OuterRef("flag"), pk__gt=OuterRef("pk"))
    given = FlagStep.objects.filter(ASKED_STILL, kind=FlagStep.Kind.HANDED, by=member.person)
    return given.filter(~Exists(back), at__gte=since)


def moves_resting(member: Membership, last_day: date) -> QuerySet:
    """Find the moves of cases that a supervisor proposed and that wait for an answer."""
    people = team_of(member, last_day)
    return Transfer.objects.waiting().filter(proposed_by=member.person, giver__in=people)


def hand_flags_over(
    member: Membership, rows: QuerySet, takers: list[Person], now: datetime
) -> None:
    """Hand each flag over with its plan; no person gets a flag of their own.

    Of a person who works elsewhere by now it is with who leads there.
    """
    here = people_below(member, today(now))
    for flag in rows.filter(person__in=here).select_related("person"):
        if taker := next((one for one in takers if one.pk != flag.person_id), None):
            flags.hand_over(flag, giver=member.person, taker=taker, now=now)


def hand_moves_over(
    member: Membership, rows: QuerySet, takers: list[Person], now: datetime
) -> None:
    """Give nothing by hand: who answers for the two people is told of the answer, and withdraws."""


resting_kind(
    RestingKind(
        code="flag",
        place=10,
        unnumbered=_("Open flags"),
        about=_(
            "With their plans. Each person is told who looks after it. You are not shown whether "
            "there are any."
        ),
        icon="help",
        roles=(Role.SUPERVISOR,),
        rows=flags_resting,
        takers=leads_or_above,
        give=hand_flags_over,
    )
)
resting_kind(
    RestingKind(
        code="move",
        place=20,
        unnumbered=_("Moves of cases"),
        about=_("Proposed, and not answered yet. You are not shown whether there are any."),
        icon="move",
        roles=(Role.SUPERVISOR,),
        rows=moves_resting,
        takers=leads_or_above,
        give=hand_moves_over,
    )
)
resting_kind(
    RestingKind(
        code="cases",
        place=60,
        unnumbered=_("Cases of their own"),
        about=_("Their supervisor moves these to colleagues, who may say no."),
        icon="week",
        roles=(Role.SUPERVISOR,),
        stays=_("Moved on the person’s page before the last day"),
    )
)
resting_kind(
    RestingKind(
        code="talk",
        place=40,
        unnumbered=_("Talks written down"),
        about=_(
            "Sealed. They stay with the people they were held with, nobody else opens them. One "
            "that waits for a yes can be agreed until the last day."
        ),
        icon="note",
        roles=(Role.SUPERVISOR,),
        stays=_("Nothing to hand over"),
    )
)
load_before(before_leading)

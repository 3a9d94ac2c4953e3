"""What can rest with a person around the work: open flags with their plans, moves, cases, talks."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.groups.rule import enough
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

from .board.leading_words import before_leading
from .flags import actions as flags
from .models import Flag, FlagStep, Transfer


def flags_resting(member: Membership, last_day: date) -> QuerySet:
    """Find the open flags that rest with a supervisor: at the home, or given to them."""
    steps = FlagStep.objects.filter(kind__in=FlagStep.GIVEN)
    asked = steps.filter(to=member.person, flag__person__in=people_below(member, last_day))
    own = Flag.objects.filter(person__in=led_at_home(member, last_day))
    found = own | Flag.objects.filter(pk__in=asked.values("flag_id"))
    given = FlagStep.objects.filter(kind=FlagStep.Kind.HANDED, by=member.person)
    return found.open().exclude(pk__in=given.values("flag_id"))


def moves_resting(member: Membership, last_day: date) -> QuerySet:
    """Find the moves of cases that a supervisor proposed and that wait for an answer."""
    people = team_of(member, last_day)
    return Transfer.objects.waiting().filter(proposed_by=member.person, giver__in=people)


def many_enough(member: Membership, last_day: date) -> bool:
    """Say whether an admin may read a number about a team: by the groups rule."""
    people = team_of(member, last_day).count()
    return enough(people, member.unit.organisation.smallest_group)


def hand_flags_over(
    member: Membership, rows: QuerySet, takers: list[Person], now: datetime
) -> None:
    """Hand each flag over with its plan; no person gets a flag of their own."""
    for flag in rows.select_related("person"):
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
        sentence=ngettext_lazy("%(n)s open flag", "%(n)s open flags", "n"),
        unnumbered=_("Open flags"),
        about=_("With their plans. Each person is told who looks after it."),
        icon="help",
        roles=(Role.SUPERVISOR,),
        rows=flags_resting,
        takers=leads_or_above,
        give=hand_flags_over,
        told=many_enough,
    )
)
resting_kind(
    RestingKind(
        code="move",
        place=20,
        sentence=ngettext_lazy("%(n)s move of cases", "%(n)s moves of cases", "n"),
        unnumbered=_("Moves of cases"),
        about=_("Proposed, and not answered yet."),
        icon="move",
        roles=(Role.SUPERVISOR,),
        rows=moves_resting,
        takers=leads_or_above,
        give=hand_moves_over,
        told=many_enough,
    )
)
resting_kind(
    RestingKind(
        code="cases",
        place=60,
        sentence=_("Cases of their own"),
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
        sentence=_("Talks written down"),
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

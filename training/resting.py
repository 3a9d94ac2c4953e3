"""What can rest with a person around training: sessions to lead, hours to check, panels."""

from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.handing_over.kinds import DAY, RestingKind, holders, people_below, resting_kind
from people.models import MAY, Membership, Person, Role, at_or_below

from .careers import tasks as careers_tasks
from .models import (
    AwardCycle,
    Certificate,
    Enrolment,
    Nomination,
    Opinion,
    Promotion,
    PromotionOpinion,
    Session,
    Study,
)

# A seat on a panel rests with a person in any role, until the last of them ends.
SEATED = tuple(Role)


def trainers_after(member: Membership, day: date) -> list[Person]:
    """List who trains at or above the unit of a role on a day, the nearest first."""
    return holders(member, day, Role.TRAINER)


def judges_after(member: Membership, day: date) -> list[Person]:
    """List who could sit on a panel in place of a person, the nearest first."""
    return [one for one in holders(member, day, *MAY.judge_in_place) if one != member.person]


def sessions_resting(member: Membership, last_day: date) -> QuerySet:
    """Find the sessions that a trainer leads after the last day, and those not recorded by then.

    Who stays trainer in another role keeps those with people of that role alone.
    """
    own = Session.objects.filter(trainer=member.person, organisation=member.unit.organisation_id)
    found = own.filter(Q(day__gt=last_day) | Q(recorded_at=None))
    others = Membership.objects.on(last_day + DAY).filter(person=member.person, role=Role.TRAINER)
    paths = list(others.exclude(pk=member.pk).values_list("unit__path", flat=True))
    if not paths:
        return found
    reached = Membership.objects.on(last_day + DAY).filter(at_or_below("unit__path", paths))
    places = Enrolment.objects.booked().filter(person__in=people_below(member, last_day))
    places = places.exclude(person__in=reached.values("person_id"))
    return found.filter(pk__in=places.values("session_id"))


def hours_resting(member: Membership, last_day: date) -> QuerySet:
    """Find the certificates with hours that a trainer checks."""
    told = Study.objects.filter(certificate=OuterRef("pk"), state=Study.State.TOLD)
    people = people_below(member, last_day).exclude(pk=member.person_id)
    return Certificate.objects.current().filter(Exists(told), person__in=people)


def results_resting(member: Membership, last_day: date) -> QuerySet:
    """Find the results of past sessions that a trainer confirms as the second."""
    people = people_below(member, last_day).exclude(pk=member.person_id)
    waiting = Enrolment.objects.booked().exclude(proposed_by=None)
    return waiting.exclude(proposed_by=member.person).filter(person__in=people)


def levels_resting(member: Membership, last_day: date) -> QuerySet:
    """Find the requests for a level that a member of the panel has not spoken on."""
    said = PromotionOpinion.objects.filter(promotion=OuterRef("pk"), by=member.person)
    return Promotion.objects.waiting().filter(~Exists(said), panel=member.person)


def cycles_resting(member: Membership, last_day: date) -> QuerySet:
    """Find the awards with a person on the panel: still open, or with a nomination to judge."""
    said = Opinion.objects.filter(nomination=OuterRef("pk"), by=member.person)
    unsaid = Nomination.objects.filter(~Exists(said), cycle=OuterRef("pk"), decided_at=None)
    judged = AwardCycle.objects.filter(panel=member.person)
    return judged.filter(Exists(unsaid) | Q(closes__gte=last_day))


def lead_sessions(member: Membership, rows: QuerySet, takers: list[Person], now: datetime) -> None:
    """Let another trainer lead the sessions; those who read an older page are told."""
    if takers:
        rows.update(trainer=takers[0], version=F("version") + 1)


def go_by_role(member: Membership, rows: QuerySet, takers: list[Person], now: datetime) -> None:
    """Give nothing by hand: each trainer of these people finds it on their own pages."""


def sit_on_levels(member: Membership, rows: QuerySet, takers: list[Person], now: datetime) -> None:
    """Give each seat to the first who is not on the panel yet; no one judges their own request."""
    for promotion in rows.prefetch_related("panel"):
        seated = {promotion.person_id, *(one.pk for one in promotion.panel.all())}
        if taker := next((one for one in takers if one.pk not in seated), None):
            promotion.panel.remove(member.person)
            promotion.panel.add(taker)
            careers_tasks.tell_panel.enqueue(promotion.pk, taker.pk)


def sit_on_awards(member: Membership, rows: QuerySet, takers: list[Person], now: datetime) -> None:
    """Give each seat to the first who is not on the panel yet; who is named judges others only."""
    for cycle in rows.prefetch_related("panel"):
        seated = {one.pk for one in cycle.panel.all()}
        if taker := next((one for one in takers if one.pk not in seated), None):
            cycle.panel.remove(member.person)
            cycle.panel.add(taker)


KINDS = (
    RestingKind(
        code="session",
        sentence=ngettext_lazy("%(n)s session to lead", "%(n)s sessions to lead", "n"),
        unnumbered=_("Sessions to lead"),
        about=_("After the last day, or not recorded yet."),
        icon="training",
        roles=(Role.TRAINER,),
        rows=sessions_resting,
        takers=trainers_after,
        give=lead_sessions,
    ),
    RestingKind(
        code="hours",
        sentence=ngettext_lazy(
            "%(n)s certificate with hours to check", "%(n)s certificates with hours to check", "n"
        ),
        unnumbered=_("Hours to check"),
        about=_("Somebody wrote down what they learnt."),
        icon="check",
        roles=(Role.TRAINER,),
        rows=hours_resting,
        takers=trainers_after,
        give=go_by_role,
    ),
    RestingKind(
        code="result",
        sentence=ngettext_lazy(
            "%(n)s result to confirm as the second trainer",
            "%(n)s results to confirm as the second trainer",
            "n",
        ),
        unnumbered=_("Results to confirm as the second trainer"),
        about=_("It counts once a second trainer has confirmed it."),
        icon="check",
        roles=(Role.TRAINER,),
        rows=results_resting,
        takers=trainers_after,
        give=go_by_role,
    ),
    RestingKind(
        code="level_panel",
        place=70,
        sentence=ngettext_lazy(
            "%(n)s seat on a panel for a level", "%(n)s seats on panels for levels", "n"
        ),
        unnumbered=_("Seats on panels for levels"),
        about=_("What was said there already stays."),
        icon="path",
        roles=SEATED,
        rows=levels_resting,
        takers=judges_after,
        give=sit_on_levels,
        with_last_role=True,
    ),
    RestingKind(
        code="award_panel",
        place=70,
        sentence=ngettext_lazy(
            "%(n)s seat on a panel for an award", "%(n)s seats on panels for awards", "n"
        ),
        unnumbered=_("Seats on panels for awards"),
        about=_("What was said there already stays."),
        icon="star",
        roles=SEATED,
        rows=cycles_resting,
        takers=judges_after,
        give=sit_on_awards,
        with_last_role=True,
    ),
)
for kind in KINDS:
    resting_kind(kind)

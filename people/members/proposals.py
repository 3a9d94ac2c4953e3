"""A role for the only admin: she proposes it, and a supervisor of the organisation confirms it.

If another admin who is there could give it, that admin does. If there is no supervisor, the
operator uses the command `give_role`.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.handing_over import actions as handing_over
from people.jobs.actions import refuse_entry
from people.messages import notices
from people.models import CAME_IN, Job, Membership, Person, Role, RoleProposal, Unit
from people.weeks import today
from people.writing import links

from . import givers, memberships
from .role_events import Giver

KIND = "role_proposed"


def propose(
    *, unit: Unit, role: Role, job: Job, hours: Decimal | None, day: date, by: Person, now: datetime
) -> RoleProposal:
    """Propose a role for oneself."""
    place = {"unit": unit, "role": role, "job": job, "hours": hours}
    return ask(RoleProposal.Kind.GIVE, None, place, day, by, now)


def propose_change(
    *,
    membership: Membership,
    unit: Unit,
    role: Role,
    job: Job,
    hours: Decimal | None,
    day: date,
    by: Person,
    now: datetime,
) -> RoleProposal:
    """Propose that the admin's own role is another one from a day on."""
    place = {"unit": unit, "role": role, "job": job, "hours": hours}
    return ask(RoleProposal.Kind.CHANGE, membership, place, day, by, now)


def propose_end(
    *, membership: Membership, last_day: date, by: Person, now: datetime
) -> RoleProposal:
    """Propose that the admin's own role ends after a day."""
    member = membership
    place = {"unit": member.unit, "role": member.role, "job": member.job, "hours": member.hours}
    return ask(RoleProposal.Kind.END, membership, place, last_day, by, now)


@transaction.atomic
def ask(
    kind: RoleProposal.Kind,
    membership: Membership | None,
    place: dict[str, Any],
    day: date,
    by: Person,
    now: datetime,
) -> RoleProposal:
    """Keep a proposal in place of an earlier one, and tell the supervisors that one waits.

    Refused: a person who is not admin there, another person's role, and a role that another admin
    could give. What would be refused at the confirmation is refused now.
    """
    memberships.lock(by.organisation_id)
    units = [place["unit"], *([membership.unit] if membership else [])]
    givers.judge_giver(by, now, *units)
    held = membership.job_id if membership else None
    refuse_entry("job", place["job"], by.organisation_id, held=held)
    if membership and membership.person_id != by.pk:
        raise PermissionDenied(_("You can only propose a role for yourself."))
    field = "last_day" if kind == RoleProposal.Kind.END else "day"
    memberships.judge_day(day, now, Role(place["role"]), field=field)
    refuse_beside_others(by, units, now)
    refuse_without_supervisor(by, now)
    RoleProposal.objects.filter(person=by, decided_at=None).update(decided_at=now)
    made = RoleProposal(person=by, kind=kind, membership=membership, day=day, made_at=now, **place)
    rehearse(made, now)
    made.save()
    note(made, now)
    return made


@transaction.atomic
def confirm(*, proposal: RoleProposal, by: Person, now: datetime) -> Membership:
    """Make a proposal count, as a supervisor of the organisation; of two at once one does.

    Refused: the admin who proposed it, a person who supervises no unit today or is on a long
    absence, a proposal that is decided or older than two weeks, one of a person who is no admin any
    more, and a role that is impossible by now.
    """
    memberships.lock(by.organisation_id)
    judge_confirmer(by, proposal, now)
    decide(proposal, by, now, confirmed=True)
    held = RoleProposal.objects.select_related("person", "unit", "membership__unit").get(
        pk=proposal.pk
    )
    givers.judge_giver(held.person, now, held.unit)
    return take_effect(held, Giver(by, Role.SUPERVISOR), now)


@transaction.atomic
def decline(*, proposal: RoleProposal, by: Person, now: datetime) -> None:
    """Refuse a proposal, as a supervisor who could confirm it."""
    judge_confirmer(by, proposal, now)
    decide(proposal, by, now)


@transaction.atomic
def withdraw(*, proposal: RoleProposal, by: Person, now: datetime) -> None:
    """Take back the admin's own proposal."""
    if proposal.person_id != by.pk:
        raise PermissionDenied(_("You can only propose a role for yourself."))
    decide(proposal, None, now)


def decide(
    proposal: RoleProposal, by: Person | None, now: datetime, *, confirmed: bool = False
) -> None:
    """Write down a decision, once; the reminders of it end."""
    waiting = RoleProposal.objects.waiting(now).filter(pk=proposal.pk)
    if not waiting.update(decided_at=now, decided_by=by, confirmed=confirmed):
        raise ValidationError(_("This was decided already."), code="decided")
    notices.forget(KIND, [str(proposal.public_id)])


def take_effect(held: RoleProposal, giver: Giver, now: datetime) -> Membership:
    """Give, change or end the role, from today on if its day has passed."""
    day = max(held.day, today(now))
    place = {"unit": held.unit, "role": held.role, "job": held.job, "hours": held.hours}
    if held.kind == RoleProposal.Kind.GIVE:
        return memberships.begin(Membership(person=held.person, starts=day, **place), giver, now)
    if held.membership is None:
        raise ValueError("a proposal to change or end a role names it")
    member = memberships.held(held.membership)
    # What rests with the admin's own role goes to the nearest who could take it: no page asks.
    if held.kind == RoleProposal.Kind.CHANGE:
        hand_on(member, held, day - memberships.DAY, now)
        return memberships.change(member, place, day, giver, now)
    takers = handing_over.nearest_takers(member, day, by=held.person)
    return memberships.finish(member, day, giver, now, takers)


def hand_on(member: Membership, held: RoleProposal, last_day: date, now: datetime) -> None:
    """Hand over what rests with a role that becomes another one."""
    if (member.unit_id, member.role) != (held.unit_id, held.role):
        takers = handing_over.nearest_takers(member, last_day, by=held.person)
        handing_over.arrange(member, last_day, takers, by=held.person, now=now)


def rehearse(made: RoleProposal, now: datetime) -> None:
    """Refuse what could not take effect: try it, and undo it."""
    with transaction.atomic():
        take_effect(made, Giver(made.person, tells=False), now)
        transaction.set_rollback(True)


def judge_confirmer(by: Person, proposal: RoleProposal, now: datetime) -> None:
    """Refuse a person who is not supervisor of the organisation today, and the proposer."""
    if by.pk == proposal.person_id:
        raise ValidationError(
            _("You cannot confirm your own role. A supervisor does that."), code="oneself"
        )
    leads = Membership.objects.present_on(today(now)).filter(person=by, role=Role.SUPERVISOR)
    leads = leads.filter(unit__organisation=proposal.person.organisation_id)
    if not leads.filter(**CAME_IN).exists():
        raise PermissionDenied(_("Only a supervisor of the organisation confirms this."))


def refuse_beside_others(by: Person, units: list[Unit], now: datetime) -> None:
    """Refuse to propose what another admin can give today, without those on a long absence."""
    admins = Membership.objects.present_on(today(now)).filter(role=Role.ADMIN, **CAME_IN)
    others = admins.exclude(person=by)
    if all(others.filter(unit__in=unit.lineage).exists() for unit in units):
        raise ValidationError(
            _("You cannot give yourself a role or change your own. Please ask another admin."),
            code="oneself",
        )


def refuse_without_supervisor(by: Person, now: datetime) -> None:
    """Refuse if no supervisor could confirm it."""
    if not supervisors(by, today(now)):
        raise ValidationError(
            _(
                "You are the only admin, and nobody supervises here yet. Please make somebody "
                "else an admin, or ask the operator of the server."
            )
        )


def supervisors(admin: Person, day: date) -> list[int]:
    """Find the supervisors who are there on a day in an admin's organisation, without herself."""
    leads = Membership.objects.present_on(day).filter(
        role=Role.SUPERVISOR, unit__organisation=admin.organisation_id, **CAME_IN
    )
    return sorted(set(leads.exclude(person=admin).values_list("person_id", flat=True)))


def note(made: RoleProposal, now: datetime) -> None:
    """Write it into the admin's audit trail; a line of the day's mail leads supervisors to it."""
    facts = {"unit": made.unit, "role": made.role, "day": made.day, "at": now}
    Giver(made.person).event(made.person, access_kinds.ROLE_ASKED, **facts).save()
    notices.keep_lines(
        supervisors(made.person, today(now)),
        kind=KIND,
        key=str(made.public_id),
        sentence=notices.NEWS,
        address=links.to("role_proposal", made.public_id),
    )

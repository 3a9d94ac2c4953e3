"""Who belongs where, in which role, from when until when.

An admin at the unit or above it gives, changes and ends roles, and never their own. Each verb
checks that itself, then calls a function that does not ask. A supervisor's confirmation uses the
same functions (`people/members/proposals.py`).
"""

from collections.abc import Mapping
from copy import copy
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.accounts import parting
from people.handing_over import actions as handing_over
from people.jobs.actions import refuse_entry
from people.models import (
    CAME_IN,
    Account,
    Invitation,
    Job,
    Membership,
    Organisation,
    Person,
    Role,
    Unit,
)
from people.tenancy.context import everywhere
from people.weeks import today
from people.writing.formats import plain_number

from . import role_events
from .absences import acting
from .givers import judge_giver, judge_keeper
from .role_events import Giver, Operator

DAY = timedelta(days=1)
# What one week's contracts may come to, in one unit or in all: 48 hours and 36 of overtime, the
# most that the Labour Protection Act lets anybody work.
MOST_HOURS = 84
NOBODY: Mapping[str, Person] = {}


@transaction.atomic
def join(
    *,
    person: Person,
    unit: Unit,
    role: Role,
    job: Job,
    hours: Decimal | None,
    day: date,
    by: Person | Operator,
    now: datetime,
) -> Membership:
    """Give a person a role from a day on.

    Refused: an admin who may not give it, a closed place, a unit of another organisation, hours
    twice in one unit, more hours on any day than a week's contracts may come to, the same role
    twice on one day, hours for a role that carries no load, a day before today for a role that
    opens others' data, and a job of another organisation or one that is not offered any more.
    Without hours a worker sends weeks too, like a volunteer.
    """
    lock(person.organisation_id)
    judge_giver(by, now, unit, person=person)
    refuse_entry("job", job, person.organisation_id)
    place = {"person": person, "unit": unit, "role": role, "job": job, "hours": hours}
    return begin(Membership(**place, starts=day), Giver(by), now)


@transaction.atomic
def leave(
    *,
    membership: Membership,
    last_day: date,
    by: Person | Operator,
    now: datetime,
    takers: Mapping[str, Person] = NOBODY,
    settled: str | None = None,
) -> Membership:
    """End a role after a day; with the last role, every visit and key ends too.

    `takers` says by kind who takes what rests with the role, `settled` what of this the admin had
    read; None does not ask. Refused: an admin who may not end it, a day before it began, a role
    that is over, a day before today for a role that opens others' data, the last admin, a later
    last day that contradicts a role that comes after it, an end that leaves something without a
    taker, and a choice made before another admin's was read. A role that has not begun never does.
    """
    member = held(membership)
    judge_giver(by, now, member.unit, person=member.person)
    if settled is not None and isinstance(by, Person):
        handing_over.refuse_settled(member, settled, by)
    return finish(member, last_day, Giver(by), now, takers)


@transaction.atomic
def move(
    *,
    membership: Membership,
    unit: Unit,
    role: Role,
    job: Job,
    hours: Decimal | None,
    day: date,
    by: Person | Operator,
    now: datetime,
) -> Membership:
    """Carry a membership on in another unit, role or with other hours, from a day.

    The old one ends the day before, so the past does not change. If it begins on that very day and
    was given today, it is a mistake and is corrected in place. Refused: whatever `join` refuses, a
    day before the old one began, and taking away the last admin.
    """
    member = held(membership)
    judge_giver(by, now, member.unit, unit, person=member.person)
    refuse_entry("job", job, member.person.organisation_id, held=member.job_id)
    place = {"unit": unit, "role": role, "job": job, "hours": hours}
    return change(member, place, day, Giver(by), now)


@transaction.atomic
def deactivate(*, person: Person, by: Person | Operator, now: datetime) -> None:
    """Close a person's place: its roles, visits and keys end. The account stays its owner's.

    The person still signs in to their own record, certificates and passport, and to other places.

    Refused: an admin who does not manage all of its roles, the last admin, and a person who has
    something resting without a taker.
    """
    lock(person.organisation_id)
    judge_keeper(by, person, now)
    day = today(now)
    coming = person.memberships.filter(starts__gt=day).select_related("unit", "person")
    never = list(coming.order_by("-starts"))
    for membership in never:  # who was chosen for its end is chosen for that of the row before it
        row_before(membership)
    coming.delete()
    lasting = list(person.memberships.lasting(day).select_related("unit", "person"))
    # First those without an end: what rests with all roles was settled with the last of them.
    lasting.sort(key=lambda one: one.ends or date.max, reverse=True)
    person.memberships.lasting(day).update(ends=day)
    shut(person)
    for membership in lasting:
        membership.ends = day
        refuse_unsettled(membership, day, Giver(by), now)
    for membership in [*lasting, *never]:
        keep_an_admin(membership, max(membership.starts, day + DAY))
        role_events.ended(membership, day, Giver(by, tells=False), now)
        acting.end_with(membership, day, Giver(by), now)
    note_account(person, access_kinds.CLOSED, by, now)


@transaction.atomic
def reactivate(*, person: Person, by: Person | Operator, now: datetime) -> None:
    """Open a closed place again, and the account where its owner had closed that.

    Its roles are given anew; no visit or key comes back. Refused: an admin who does not manage it.
    """
    lock(person.organisation_id)
    judge_keeper(by, person, now)
    person.is_active = True
    person.save(update_fields=["is_active"])
    if not person.awaited:  # until then it is an account that nothing signs in to
        Account.objects.filter(pk=person.account_id).update(is_active=True)
    parting.end_all(person)
    note_account(person, access_kinds.REOPENED, by, now)


@transaction.atomic
def close_own(*, person: Person, now: datetime) -> None:
    """Close the person's own account after their last role: the choice of a person who has left.

    It closes every place of the account, and no sign-in to it is possible any more.
    """
    with everywhere():
        places = Organisation.objects.filter(people__account=person.account_id).order_by("pk")
        list(places.select_for_update(of=("self",)))  # a role may begin at another place
        people = list(Person.objects.filter(account=person.account_id).select_related("account"))
        lasting = Membership.objects.lasting(today(now)).filter(person__in=people)
        if lasting.exists():
            sentence = _("You still have a role. An admin ends it first.")
            raise ValidationError(sentence, code="has_role")
        Account.objects.filter(pk=person.account_id).update(is_active=False)
        for one in people:
            one.account.is_active = False
            shut(one)
            note_account(one, access_kinds.CLOSED, one, now)


def shut(person: Person) -> None:
    """Close a person's place, and end what is open there."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    parting.end_all(person)


def note_account(person: Person, what: str, by: Person | Operator, now: datetime) -> None:
    """Note that a place was closed or opened, and mail its person."""
    acting = Role.WORKER if by == person else Role.ADMIN
    Giver(by, acting).event(person, what, at=now).save()
    role_events.tell_of_role(person)


# --- What happens after the check of the giver ---------------------------------------------------


def begin(member: Membership, giver: Giver, now: datetime) -> Membership:
    """Begin a membership."""
    lock(member.person.organisation_id)
    # Read anew: another admin may have closed it while the page of the role was open.
    if Person.objects.filter(pk=member.person_id, is_active=False).exists():
        raise ValidationError(
            _("This membership is closed. Please open it on the person’s page first."),
            code="closed",
        )
    judge_day(member.starts, now, Role(member.role))
    judge(member)
    member.full_clean()
    member.changed_at, member.given_at = Now(), now
    member.save()
    role_events.given(member, giver, now)
    return member


def finish(
    member: Membership,
    last_day: date,
    giver: Giver,
    now: datetime,
    takers: Mapping[str, Person] = NOBODY,
) -> Membership:
    """End a membership after a day."""
    day = today(now)
    refuse_over(member, day, "last_day")
    if member.acting_for_id and member.ends and last_day > member.ends:
        raise ValidationError({"last_day": _("A stand-in lasts no longer than the absence.")})
    if last_day < member.starts and day < member.starts:
        before = row_before(member)
        Membership.objects.filter(pk=member.pk).delete()
        end_before(before, giver, now)
        keep_an_admin(member, member.starts)
        role_events.ended(member, last_day, giver, now)
        acting.end_with(member, last_day, giver, now)
        return member
    longer = member.ends is not None and last_day > member.ends
    member.ends = last_day
    member.full_clean()
    judge_day(last_day, now, Role(member.role), field="last_day")
    if longer:
        judge_longer(member)
    member.changed_at = Now()
    member.save()
    keep_an_admin(member, last_day + DAY)
    settle(member, last_day, giver, now, takers)
    role_events.ended(member, last_day, giver, now)
    acting.end_with(member, last_day, giver, now)
    parting.end_if_over(member.person, now)
    return member


def change(
    member: Membership, place: dict[str, Any], day: date, giver: Giver, now: datetime
) -> Membership:
    """Carry a membership on in another place from a day."""
    if member.acting_for_id:
        raise ValidationError(
            {"role": _("A stand-in is not moved. Please end it and choose again.")}
        )
    if day < member.starts:
        raise ValidationError({"day": _("This is before the role began. Please check the day.")})
    if member.ends and member.ends < day:
        raise ValidationError({"day": _("This role has already ended by then.")})
    refuse_over(member, today(now), "day")
    judge_day(day, now, Role(member.role), Role(place["role"]))
    if day == member.starts:
        return correct(member, place, day, giver, now)
    old, was_ending = member, member.ends
    old.ends, old.changed_at = day - DAY, Now()
    old.save(update_fields=["ends", "changed_at"])
    new = Membership(person=old.person, starts=day, ends=was_ending, **place)
    judge(new)
    new.full_clean()
    new.changed_at, new.given_at = Now(), now
    new.save()
    keep_an_admin(old, day)
    let_invitation_follow(old, new, giver)
    if role_events.is_elsewhere(old, new):
        refuse_unsettled(old, day - DAY, giver, now)
        settle_nearest(new, giver, now)
    else:
        handing_over.carry_on(old, new)
    role_events.changed(old, new, day, giver, now)
    if role_events.is_elsewhere(old, new):
        acting.end_with(old, day - DAY, giver, now)
    return new


def correct(
    member: Membership, place: dict[str, Any], day: date, giver: Giver, now: datetime
) -> Membership:
    """Put a membership right in place: on the day it was given, or before it begins."""
    given_today = member.given_at and today(member.given_at) == today(now)
    if not given_today and member.starts <= today(now):
        raise ValidationError(
            {
                "day": _(
                    "A role can be corrected from its first day only on the day it is given. "
                    "Please choose a later day."
                )
            }
        )
    old = held(member)
    for name, value in place.items():
        setattr(member, name, value)
    judge(member)
    member.full_clean()
    member.changed_at = Now()
    member.save()
    keep_an_admin(old, day, besides=False)
    let_invitation_follow(old, member, giver)
    if role_events.is_elsewhere(old, member):
        pass_on(old, member, giver, now)
    role_events.changed(old, member, day, giver, now)
    if role_events.is_elsewhere(old, member):
        acting.end_with(old, day - DAY, giver, now)
    return member


def let_invitation_follow(old: Membership, new: Membership, giver: Giver) -> None:
    """Let the invitation of a person who has not come in yet name the role as it is now."""
    if not new.person.awaited:
        return
    place = {"unit": new.unit, "role": new.role, "job": new.job, "hours": new.hours}
    if isinstance(giver.by, Person):
        place["invited_by"] = giver.by
    waiting = Invitation.objects.waiting().filter(person=new.person)
    waiting.filter(unit=old.unit, role=old.role).update(**place)


def pass_on(old: Membership, new: Membership, giver: Giver, now: datetime) -> None:
    """Hand on what came to a role that was a mistake, if it had begun, and settle its end anew."""
    if isinstance(giver.by, Person) and old.starts <= today(now):
        was = copy(old)
        was.pk = None
        handing_over.pass_on(was, by=chooser(was, giver), now=now)
    elif old.starts > today(now):
        end_before(row_before(old), giver, now)
    settle_nearest(new, giver, now)


def row_before(member: Membership) -> Membership | None:
    """Find the row that a role to come carries on with other hours; what was settled goes back."""
    same = {"person": member.person, "unit": member.unit, "role": member.role}
    rows = Membership.objects.filter(**same, acting_for=None, ends=member.starts - DAY)
    row = None if member.acting_for_id else rows.select_related("person", "unit").first()
    if row:
        handing_over.carry_back(member, row)
    return row


def end_before(row: Membership | None, giver: Giver, now: datetime) -> None:
    """Settle the end of a role that carries on no more: as it was chosen, or else the nearest take.

    No page asks. Refused: something may rest with it, and no person could take it.
    """
    if not (row and row.ends and isinstance(giver.by, Person)):
        return
    by = chooser(row, giver)
    takers = handing_over.kept_or_nearest_takers(row, row.ends, by=by)
    try:
        handing_over.arrange(row, row.ends, takers, by=by, now=now)
    except ValidationError as refused:
        raise ValidationError(
            [ValidationError(one, code="rests") for one in refused.messages]
        ) from refused


def settle(
    member: Membership,
    last_day: date,
    giver: Giver,
    now: datetime,
    takers: Mapping[str, Person] = NOBODY,
) -> None:
    """Settle who takes what rests with a role; the operator of the server ends it without."""
    if isinstance(giver.by, Person):
        by = chooser(member, giver)
        handing_over.arrange(member, last_day, takers, by=by, now=now)


def settle_nearest(member: Membership, giver: Giver, now: datetime) -> None:
    """Settle that the nearest take what rests with a role that has an end, where no page asks."""
    if member.ends and isinstance(giver.by, Person):
        by = chooser(member, giver)
        takers = handing_over.nearest_takers(member, member.ends, by=by)
        handing_over.arrange(member, member.ends, takers, by=by, now=now)


def chooser(member: Membership, giver: Giver) -> Person:
    """Name who chooses: an admin. A supervisor who confirms an admin's own end makes no choice."""
    by = giver.by
    return by if isinstance(by, Person) and giver.acting == Role.ADMIN else member.person


def refuse_unsettled(member: Membership, last_day: date, giver: Giver, now: datetime) -> None:
    """Refuse to end a role with which something rests, unless it was settled who takes it."""
    try:
        settle(member, last_day, giver, now)
    except ValidationError as refused:
        sentence = _(
            "Something may rest with this role: %(role)s. Please end it first and say who takes it."
        )
        raise ValidationError(sentence, code="rests", params={"role": member}) from refused


def held(membership: Membership) -> Membership:
    """Read a membership as it is, and lock the organisation's memberships meanwhile."""
    lock(membership.unit.organisation_id)
    return Membership.objects.select_related("person", "unit").get(pk=membership.pk)


def lock(organisation_id: int) -> None:
    """Let two changes of an organisation's roles run one after the other."""
    Organisation.objects.select_for_update().get(pk=organisation_id)


# --- What a role must be ------------------------------------------------------------------------


def judge_day(day: date, now: datetime, *roles: Role, field: str = "day") -> None:
    """Refuse a day before today for a role that opens others' data."""
    if day < today(now) and any(role.opens_others for role in roles):
        sentence = {
            "day": _("A role like this begins today at the earliest."),
            "last_day": _("A role like this ends today at the earliest."),
        }
        raise ValidationError({field: sentence[field]})


def refuse_over(member: Membership, day: date, field: str) -> None:
    """Refuse to change what is over: the change would not be noticed."""
    if member.ends and member.ends < day:
        raise ValidationError({field: _("This role has ended. Please give it again.")})


def judge(member: Membership) -> None:
    """Refuse what contradicts itself or the person's other memberships."""
    if member.unit.organisation_id != member.person.organisation_id:
        raise ValidationError({"unit": _("This unit belongs to another organisation.")})
    judge_hours(Role(member.role), member.hours)
    days = Q(ends=None) | Q(ends__gte=member.starts)
    if member.ends:
        days &= Q(starts__lte=member.ends)
    others = member.person.memberships.filter(days).exclude(pk=member.pk)
    judge_beside(member, list(others.select_related("unit")))


def judge_beside(member: Membership, others: list[Membership]) -> None:
    """Refuse what contradicts other memberships that the person has on the same days."""
    if any((one.unit_id, one.role) == (member.unit_id, member.role) for one in others):
        raise ValidationError({"role": _("This person already has this role here.")})
    if member.hours is not None:
        judge_posts(member, [one for one in others if one.hours is not None])


def judge_longer(member: Membership) -> None:
    """Refuse a later last day on which the person has what contradicts this role."""
    try:
        judge(member)
    except ValidationError as refused:
        raise ValidationError({"last_day": refused.messages}) from refused


def judge_posts(member: Membership, posts: list[Membership]) -> None:
    """Refuse hours twice in one unit, and more than one person's week may hold on any day.

    The hours are most on the first day of one of the posts, so no other day is asked.
    """
    if here := next((one for one in posts if one.unit_id == member.unit_id), None):
        raise ValidationError(
            {
                "hours": _("Contracted hours are already recorded at: %(unit)s.")
                % {"unit": here.unit}
            }
        )
    firsts = {member.starts, *(one.starts for one in posts if one.starts > member.starts)}
    beside = [[one for one in posts if one.holds_on(day)] for day in sorted(firsts)]
    most = max(beside, key=hours_of, default=[])
    if hours_of(most) + member.contracted > MOST_HOURS:
        told = {
            "hours": plain_number(hours_of(most)),
            "units": ", ".join(str(one.unit) for one in most),
            "most": MOST_HOURS,
        }
        sentence = _("With the %(hours)s h at %(units)s that is more than %(most)s h a week.")
        raise ValidationError({"hours": sentence % told})


def hours_of(posts: list[Membership]) -> Decimal:
    """Add up the contracted hours of some posts."""
    return sum((one.contracted for one in posts), Decimal())


def judge_hours(role: Role, hours: Decimal | None) -> None:
    """Refuse hours that are no week, and hours for a role that carries no load."""
    if hours is not None and not role.carries_load:
        raise ValidationError(
            {"hours": _("Only workers and supervisors have contracted hours here.")}
        )
    if hours is not None and not 0 < hours <= MOST_HOURS:
        raise ValidationError({"hours": _("Contracted hours must be more than 0 and at most 84.")})


def keep_an_admin(old: Membership, day: date, *, besides: bool = True) -> None:
    """Refuse a change that leaves a unit without the admin it had at it or above it.

    `besides` says whether the old row itself no longer counts.
    """
    if old.role != Role.ADMIN:
        return
    admins = Membership.objects.filter(
        unit_id__in=old.unit.lineage,
        role=Role.ADMIN,
        ends=None,
        starts__lte=day,
        **CAME_IN,
    )
    if besides:
        admins = admins.exclude(pk=old.pk)
    if not admins.exists():
        raise ValidationError(
            _("This is the last admin here. Please give the role to somebody else first."),
            code="last_admin",
        )

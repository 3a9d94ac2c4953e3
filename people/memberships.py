"""Who belongs where, in which role, from when until when."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .models import ApiToken, Job, Membership, Organisation, Person, Role, Unit

DAY = timedelta(days=1)
MOST_HOURS = 84


@transaction.atomic
def join(
    *, person: Person, unit: Unit, role: Role, job: Job, hours: Decimal | None, day: date
) -> Membership:
    """Begin a membership on a day.

    Refused: a unit of another organisation, a second home with hours or the same role twice on
    one day, hours where the role sends no week, and a worker without a home.
    """
    Organisation.objects.select_for_update().get(pk=person.organisation_id)
    member = Membership(person=person, unit=unit, role=role, job=job, hours=hours, starts=day)
    judge(member)
    member.full_clean()
    member.changed_at = Now()
    member.save()
    return member


@transaction.atomic
def leave(*, membership: Membership, last_day: date) -> Membership:
    """End a membership after a day; refused before it began, and for the last admin."""
    Organisation.objects.select_for_update().get(pk=membership.unit.organisation_id)
    membership.ends = last_day
    membership.full_clean()
    membership.changed_at = Now()
    membership.save()
    keep_an_admin(membership, last_day + DAY)
    return membership


@transaction.atomic
def move(
    *,
    membership: Membership,
    unit: Unit,
    role: Role,
    job: Job,
    hours: Decimal | None,
    day: date,
) -> Membership:
    """Carry a membership on in another unit, role or with other hours, from a day.

    The old one ends the day before, so the past stays as it was. One that begins on that very
    day is a mistake put right: it is corrected in place. Refused is whatever `join` refuses, a
    day before the old one began, and taking away the last admin.
    """
    Organisation.objects.select_for_update().get(pk=membership.unit.organisation_id)
    if day < membership.starts:
        raise ValidationError({"day": _("This is before the role began. Please check the day.")})
    if membership.ends and membership.ends < day:
        raise ValidationError({"day": _("This role has already ended by then.")})
    was_ending = membership.ends
    if day == membership.starts:
        old = Membership.objects.get(pk=membership.pk)
        membership.unit, membership.role, membership.job = unit, role, job
        membership.hours = hours
        judge(membership)
        membership.full_clean()
        membership.changed_at = Now()
        membership.save()
        keep_an_admin(old, day, besides=False)
        return membership
    membership.ends, membership.changed_at = day - DAY, Now()
    membership.save(update_fields=["ends", "changed_at"])
    new = join(person=membership.person, unit=unit, role=role, job=job, hours=hours, day=day)
    if was_ending:
        new.ends = was_ending
        new.save(update_fields=["ends"])
    keep_an_admin(membership, day)
    return new


@transaction.atomic
def deactivate(*, person: Person, day: date) -> None:
    """Close an account: memberships end, its programs' keys go, and nobody signs in with it.

    Refused for the last admin.
    """
    Organisation.objects.select_for_update().get(pk=person.organisation_id)
    lasting = list(person.memberships.lasting(day).select_related("unit"))
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.memberships.filter(starts__gt=day).delete()
    person.memberships.lasting(day).update(ends=day)
    ApiToken.objects.filter(person=person).delete()
    for membership in lasting:
        keep_an_admin(membership, day + DAY)


def reactivate(*, person: Person) -> None:
    """Open a closed account again; its roles are given anew."""
    person.is_active = True
    person.save(update_fields=["is_active"])


def judge(member: Membership) -> None:
    """Refuse what contradicts itself or the person's other memberships."""
    if member.unit.organisation_id != member.person.organisation_id:
        raise ValidationError({"unit": _("This unit belongs to another organisation.")})
    judge_hours(Role(member.role), member.hours)
    days = Q(ends=None) | Q(ends__gte=member.starts)
    if member.ends:
        days &= Q(starts__lte=member.ends)
    others = member.person.memberships.filter(days).exclude(pk=member.pk)
    if others.filter(unit=member.unit, role=member.role).exists():
        raise ValidationError({"role": _("This person already has this role here.")})
    home = others.filter(hours__isnull=False).select_related("unit").first()
    if member.hours is not None and home:
        raise ValidationError(
            {"hours": _("Contracted hours already stand at: %(unit)s.") % {"unit": home.unit}}
        )
    if member.hours is None and not home and Role(member.role).carries_load:
        raise ValidationError({"hours": _("Please give the contracted hours a week.")})


def judge_hours(role: Role, hours: Decimal | None) -> None:
    """Refuse hours that are no week, and hours for a role that sends none."""
    if hours is not None and not role.carries_load:
        raise ValidationError(
            {"hours": _("Only workers and supervisors have contracted hours here.")}
        )
    if hours is not None and not 0 < hours <= MOST_HOURS:
        raise ValidationError({"hours": _("Contracted hours lie above 0 and up to 84.")})


def keep_an_admin(old: Membership, day: date, *, besides: bool = True) -> None:
    """Refuse a change that leaves a unit, which had an admin, with none at it or above it.

    `besides` is whether the old row itself no longer counts.
    """
    if old.role != Role.ADMIN:
        return
    admins = Membership.objects.filter(
        unit_id__in=old.unit.lineage,
        role=Role.ADMIN,
        ends=None,
        starts__lte=day,
        person__is_active=True,
    )
    if besides:
        admins = admins.exclude(pk=old.pk)
    if not admins.exists():
        raise ValidationError(
            _("This is the last admin here. Please give the role to somebody else first."),
            code="last_admin",
        )

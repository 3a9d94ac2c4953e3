"""Acting roles: the role of a person who is away, held by another within the absence."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.members import role_events
from people.members.role_events import Giver
from people.messages import notices
from people.models import Absence, Membership, Role
from people.models.memberships import MembershipQuerySet
from people.weeks import today
from people.writing import links
from people.writing.formats import short_day

DAY = timedelta(days=1)


def can_be_stood_in_for(member: Membership) -> bool:
    """Say whether a person may act in a role: it concerns others, and is no acting role itself."""
    return member.role != Role.WORKER and not member.acting_for_id


def judge_role(member: Membership) -> None:
    """Refuse a worker's role, and a stand-in for a stand-in."""
    if member.acting_for_id:
        sentence = _(
            "This role is held by a stand-in already. Please end that one and choose again."
        )
        raise ValidationError({"person": sentence})
    if not can_be_stood_in_for(member):
        raise ValidationError({"person": _("Nobody stands in for a worker: cases are moved.")})


def judge_person(made: Membership, *, field: str) -> None:
    """Refuse a person who cannot act in a role on all its days."""
    person = made.person
    if made.acting_for_id == person.pk:
        raise ValidationError({field: _("Nobody stands in for themselves.")})
    if person.organisation_id != made.unit.organisation_id or not person.belongs_on(made.starts):
        raise ValidationError({field: _("Please choose a colleague with a role here.")})
    meets = Q(starts__lte=made.ends, ends__gte=made.starts)
    if away := person.absences.filter(meets).first():
        sentence = _("%(name)s is away until %(day)s.")
        facts = {"name": person.short_name, "day": short_day(away.ends)}
        raise ValidationError({field: sentence % facts})
    same = person.memberships.filter(unit=made.unit, role=made.role, starts__lte=made.ends)
    if same.lasting(made.starts).exclude(pk=made.pk).exists():
        raise ValidationError({field: _("This person already has this role here.")})


def refuse_second(made: Membership, *, field: str) -> None:
    """Refuse a second stand-in for the same role and days."""
    others = standing_in(made.acting_for_id, made.unit_id, made.role).lasting(made.starts)
    if other := others.filter(starts__lte=made.ends).exclude(pk=made.pk).first():
        sentence = _("%(name)s stands in from %(first)s to %(last)s already.")
        days = {"first": short_day(other.starts), "last": short_day(other.ends)}
        raise ValidationError({field: sentence % (days | {"name": other.person.short_name})})


def standing_in(absent: int | None, unit: int, role: str) -> MembershipQuerySet:
    """Find the stand-ins for a role of a person."""
    found = Membership.objects.filter(acting_for=absent, unit=unit, role=role)
    return found.select_related("person", "unit").order_by("starts", "pk")


def of_absence(absence: Absence, first: date, last: date, day: date) -> list[Membership]:
    """Find the stand-ins within the days of an absence that are not over."""
    found = Membership.objects.lasting(max(first, day)).filter(acting_for=absence.person)
    found = found.filter(starts__lte=last)
    return list(found.select_related("person__account", "unit").order_by("starts", "pk"))


def acts_from(one: Membership, away_from: date) -> date:
    """Name the first day of a stand-in in an absence that begins earlier, or that of the role."""
    first = one.starts
    for row in role_of(one).lasting(away_from).filter(starts__lt=first).order_by("-starts"):
        if row.ends and row.ends < first - DAY:
            break
        first = row.starts
    return max(first, away_from)


def last_day(one: Membership, away_until: date) -> date:
    """Name the last day of a stand-in in an absence: that of the role, where it ends before."""
    held = held_until(one, one.starts)
    return min(away_until, held) if held else one.ends or away_until


def role_of(one: Membership) -> MembershipQuerySet:
    """Find the rows of the role that a stand-in acts in."""
    place = {"person": one.acting_for_id, "unit": one.unit_id, "role": one.role}
    return Membership.objects.filter(**place, acting_for=None)


def held_until(one: Membership, day: date) -> date | None:
    """Find until when the role of a stand-in is held on from a day; None if it is not held then.

    Its hours may change meanwhile: then it goes on in another row.
    """
    last = None
    for row in role_of(one).lasting(day).order_by("starts"):
        if row.starts > (last + DAY if last else day):
            break
        if (last := row.ends) is None:
            return date.max
    return last


def extend(one: Membership, giver: Giver, now: datetime) -> None:
    """Write the new days of a stand-in."""
    one.changed_at = Now()
    one.save(update_fields=["starts", "ends", "changed_at"])
    if one.ends:  # an acting role has a last day
        role_events.ended(one, one.ends, giver, now)


def cut_off(one: Membership, last_day: date, giver: Giver, now: datetime) -> None:
    """End a stand-in after a day; one that has not begun by then never does."""
    role_events.ended(one, last_day, giver, now)
    if one.starts > last_day:
        Membership.objects.filter(pk=one.pk).delete()
        return
    one.ends, one.changed_at = last_day, Now()
    one.save(update_fields=["starts", "ends", "changed_at"])


def end_with(member: Membership, last_day: date, giver: Giver, now: datetime) -> None:
    """End who stands in for a role that ends: no person acts in a role that is no longer held."""
    if member.acting_for_id:
        return
    for one in standing_in(member.person_id, member.unit_id, member.role).lasting(today(now)):
        held = held_until(one, max(one.starts, today(now)))
        day = held or max(last_day, today(now))
        if one.ends and one.ends > day:
            cut_off(one, day, giver, now)


def tell_ended(absence: Absence) -> None:
    """Lead the person who is back, and who stood in until the end, to what they can read."""
    until = Membership.objects.filter(acting_for=absence.person_id, ends=absence.ends)
    people = {absence.person_id, *until.values_list("person_id", flat=True)}
    address = links.to("opened")
    key = f"{absence.pk}:{absence.ends}"
    notices.keep_lines(people, kind="away_over", key=key, sentence=notices.NEWS, address=address)

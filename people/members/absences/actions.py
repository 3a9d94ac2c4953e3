"""Long absences: who is away from when until when, and who stands in for which role.

An admin over all units of a person enters, moves and ends an absence, and never their own. A
stand-in has the role of the person who is away, in the same unit and within the absence. What the
role opens follows from the role alone: `Membership.acting_for` opens nothing by itself.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.members import memberships, role_events
from people.members.givers import administers, judge_giver
from people.members.role_events import Giver
from people.models import Absence, Membership, Person, Role, find_homes
from people.models.persons import PersonQuerySet
from people.weeks import today
from people.writing.formats import short_day

from . import acting
from .own_gain import refuse_own_gain

DAY = timedelta(days=1)
LONGEST = timedelta(days=3 * 366)
KEPT_FOR = timedelta(days=365)


@transaction.atomic
def enter(
    *, person: Person, kind: str, starts: date, ends: date, by: Person, now: datetime
) -> Absence:
    """Enter that a person is away from a day until a day.

    Refused: an admin who is not over all units of the person, an admin's own absence, an admin who
    would answer for the person's people by it where another could enter it, a person without a
    role, days that meet another absence, an absence that is over, and one of more than three years.
    """
    memberships.lock(person.organisation_id)
    judge_admin(by, person, now)
    made = Absence(person=person, kind=kind, starts=starts, ends=ends)
    judge(made, now)
    refuse_own_gain(made, [max(starts, today(now)), ends], by, now)
    tell_around(person, access_kinds.HERE_AWAY, starts, Giver(by), now)
    made.entered_by, made.entered_at = by, now
    made.save()
    note(made, access_kinds.AWAY_SET, by, now)
    return made


@transaction.atomic
def change(
    *, absence: Absence, kind: str, starts: date, ends: date, by: Person, now: datetime
) -> Absence:
    """Move the days of an absence, or put its kind right. Stand-ins follow its last day.

    A stand-in from the old first day begins on the new one, and one until the old last day stays
    until the new one; others are shortened where they reach beyond it. None begins before the first
    day, or stands in on days without the role. The same again changes and tells nothing. Refused:
    whatever `enter` refuses, another first day once it has begun, a stand-in who cannot on the new
    days, and more days of a role in which the admin stands in.
    """
    found = held(absence)
    judge_admin(by, found.person, now)
    refuse_over(found, now)
    if (kind, starts, ends) == (found.kind, found.starts, found.ends):
        return found  # nothing that the person has to be told
    if starts != found.starts and found.starts <= today(now):
        raise ValidationError({"starts": _("It has begun already. Only its last day can move.")})
    old_start, old_end = found.starts, found.ends
    found.kind, found.starts, found.ends = kind, starts, ends
    judge(found, now)
    found.save()
    follow(found, old_start, old_end, Giver(by), now)
    more = [*([starts] if starts < old_start else []), *([ends] if ends > old_end else [])]
    refuse_own_gain(found, more, by, now)
    note(found, access_kinds.AWAY_CHANGED, by, now)
    return found


@transaction.atomic
def come_back(*, absence: Absence, day: date, by: Person, now: datetime) -> None:
    """End an absence early: the person is back from a day on. An absence that never was goes.

    Stand-ins end the day before, and today at the earliest. Refused: a day after its end.
    """
    found = held(absence)
    judge_admin(by, found.person, now)
    refuse_over(found, now)
    if day > found.ends:
        raise ValidationError({"day": _("By then the absence has ended anyway.")})
    old_end, found.ends = found.ends, day - DAY
    follow(found, found.starts, old_end, Giver(by), now)
    note(found, access_kinds.AWAY_OVER, by, now)
    if found.ends < found.starts:
        found.delete()
    else:
        found.save()
    if day <= today(now):
        tell_around(found.person, access_kinds.HERE_BACK, day, Giver(by), now)
        Absence.objects.filter(pk=found.pk).update(over_told_at=now)


@transaction.atomic
def stand_in(
    *,
    membership: Membership,
    person: Person,
    starts: date,
    ends: date,
    by: Person,
    now: datetime,
) -> Membership:
    """Give a person the role of one who is away, from a day until a day within the absence.

    Refused: an admin who is not over the unit, would stand in themself, or would hand on a role of
    their own; a worker's role; a stand-in for a stand-in; days outside the absence or before today;
    a person of another organisation, without a role, away themself, or with the role already; and
    a second stand-in for the same days.
    """
    member = memberships.held(membership)
    for one in (person, member.person):
        judge_giver(by, now, member.unit, person=one)
    acting.judge_role(member)
    judge_days(member, starts, ends, now)
    made = Membership(
        person=person,
        unit=member.unit,
        role=member.role,
        starts=starts,
        ends=ends,
        acting_for=member.person,
    )
    acting.judge_person(made, field="person")
    acting.refuse_second(made, field="person")
    home = find_homes([person.pk], today(now)).get(person.pk)
    made.job = home.job if home else member.job
    given = memberships.begin(made, Giver(by), now)
    facts = {"unit_id": member.unit_id, "role": member.role, "day": starts, "at": now}
    Giver(by).event(member.person, access_kinds.ACTING_FOR, **facts).save()
    return given


def tell_over(now: datetime) -> None:
    """Tell of each absence that is over: the person, who stood in, and the people. Repeatable."""
    day = today(now)
    over = Absence.objects.filter(ends__lt=day, over_told_at=None).order_by("pk")
    for absence in over.select_related("person__account"):
        with transaction.atomic():
            left = Absence.objects.filter(pk=absence.pk, over_told_at=None)
            if left.update(over_told_at=now):
                giver = Giver(absence.person, Role.WORKER)
                back = absence.ends + DAY
                tell_around(absence.person, access_kinds.HERE_BACK, back, giver, now)
                acting.tell_ended(absence)


def forget_old(now: datetime) -> None:
    """Delete absences a year after their end: no reader needs to know why any more."""
    Absence.objects.filter(ends__lt=today(now) - KEPT_FOR).delete()


# --- What an absence must be ---------------------------------------------------------------------


def judge_admin(by: Person, person: Person, now: datetime) -> None:
    """Refuse an admin who is not over all units of a person, and the person themselves."""
    judge_giver(by, now, person=person)
    lasting = person.memberships.lasting(today(now)).select_related("unit")
    mine = [m for m in lasting if administers(by, m.unit, now)]
    if not mine:
        raise PermissionDenied(_("Only an admin over all units of a person enters an absence."))
    if len(mine) < len(lasting):
        sentence = _(
            "This person also has a role in a unit that you do not look after. Please ask an admin "
            "who is over both."
        )
        raise ValidationError(sentence, code="part")


def judge(absence: Absence, now: datetime) -> None:
    """Refuse days that are no absence, or that meet another one."""
    if absence.kind not in Absence.Kind.values:
        raise ValidationError({"kind": _("Please choose why.")})
    if absence.ends < absence.starts:
        raise ValidationError({"ends": _("The last day is before the first.")})
    if absence.ends < today(now):
        raise ValidationError({"ends": _("This is over already.")})
    if absence.ends - absence.starts > LONGEST:
        raise ValidationError({"ends": _("An absence lasts three years at most.")})
    meets = Q(starts__lte=absence.ends, ends__gte=absence.starts)
    other = Absence.objects.filter(meets, person=absence.person).exclude(pk=absence.pk).first()
    if other:
        days = {"first": short_day(other.starts), "last": short_day(other.ends)}
        sentence = _("An absence from %(first)s to %(last)s is entered already.") % days
        raise ValidationError({"starts": sentence})


def judge_days(member: Membership, starts: date, ends: date, now: datetime) -> None:
    """Refuse days of a stand-in before today, or outside the absence or the role."""
    if ends < starts:
        raise ValidationError({"ends": _("The last day is before the first.")})
    if starts < today(now):
        raise ValidationError({"starts": _("A role like this begins today at the earliest.")})
    if starts < member.starts:
        raise ValidationError({"starts": _("This is before the role began. Please check the day.")})
    away = member.person.absences.on(starts).first()
    if away is None:
        raise ValidationError({"starts": _("The person is not away on this day.")})
    last = min(away.ends, member.ends or away.ends)
    if ends > last:
        sentence = _("The absence or the role ends before: %(day)s.") % {"day": short_day(last)}
        raise ValidationError({"ends": sentence})


def refuse_over(absence: Absence, now: datetime) -> None:
    """Refuse to change what is over."""
    if absence.ends < today(now):
        raise ValidationError(_("This absence is over. Please enter a new one."), code="over")


def held(absence: Absence) -> Absence:
    """Read an absence as it is, and lock the organisation's roles meanwhile."""
    memberships.lock(absence.person.organisation_id)
    return Absence.objects.select_related("person__account").get(pk=absence.pk)


# --- What follows --------------------------------------------------------------------------------


def follow(absence: Absence, old_start: date, old_end: date, giver: Giver, now: datetime) -> None:
    """Let the stand-ins of an absence follow its days; one without a day in it never begins."""
    for one in acting.of_absence(absence, old_start, old_end, today(now)):
        first, last = one.starts, one.ends or old_end  # an acting role has a last day
        one.starts = max(first, absence.starts)
        if first == old_start > absence.starts:
            one.starts = acting.acts_from(one, max(absence.starts, today(now)))
        stays = min(last, max(absence.ends, today(now)))
        if last == old_end < absence.ends:
            stays = acting.last_day(one, absence.ends)
        if one.starts <= stays and (one.starts < first or stays > last):
            lengthen(one, stays, "starts" if one.starts < first else "ends", giver, now)
        elif stays < max(last, one.starts):
            acting.cut_off(one, stays, giver, now)
        elif one.starts != first:
            acting.extend(one, giver, now)


def lengthen(one: Membership, last_day: date, field: str, giver: Giver, now: datetime) -> None:
    """Give a stand-in more days: a role is given, so an admin does not do it for themselves."""
    judge_giver(giver.by, now, person=one.person)
    one.ends = last_day
    acting.judge_person(one, field=field)
    acting.refuse_second(one, field=field)
    acting.extend(one, giver, now)


def tell_around(person: Person, what: str, day: date, giver: Giver, now: datetime) -> None:
    """Note for the people of each unit that one who answers for them is away or back."""
    for member in person.memberships.on(day).select_related("unit", "person"):
        role_events.around(member, what, day, giver, now)


def note(absence: Absence, what: str, by: Person, now: datetime) -> None:
    """Write it into the person's audit trail, and mail them that there is something to read."""
    Giver(by).event(absence.person, what, day=absence.starts, at=now).save()
    role_events.tell_of_role(absence.person)


# --- What pages ask ------------------------------------------------------------------------------


def current(person: Person, day: date) -> Absence | None:
    """Find the absence that a person is in, or the next one."""
    return person.absences.lasting(day).order_by("starts").first()


def fitting(member: Membership, absence: Absence, viewer: Person) -> PersonQuerySet:
    """Find the colleagues who can stand in for a role while an absence lasts."""
    meets = Q(starts__lte=absence.ends, ends__gte=max(absence.starts, viewer.today))
    away = Absence.objects.filter(meets).values("person_id")
    has_it = Membership.objects.filter(unit=member.unit_id, role=member.role).lasting(viewer.today)
    colleagues = Person.objects.belonging(viewer.today)
    return (
        colleagues.filter(organisation=member.person.organisation_id)
        .exclude(pk__in=[viewer.pk, member.person_id])
        .exclude(pk__in=away)
        .exclude(pk__in=has_it.values("person_id"))
        .by_name()
    )

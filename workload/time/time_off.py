"""Plan days away, take them back, and give hours beyond the contract back as time off."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from people.calendar.reading import calendar_of
from people.judged_rows import save_judged
from people.mandates import not_yours
from people.members.givers import judge_keeper
from people.members.role_events import Giver, tell_of_role
from people.members.supervision import answers_at_home
from people.models import Person
from people.rules.calendar import RestCalendar, RestDay
from people.weeks import Week, WorkingDays, today
from people.writing.formats import plain_number
from workload import access_kinds
from workload.models import DayOff, LieuGrant, TimeOff, WorkWeek

WORKING_DAYS = 5
NO_RESTS = RestCalendar()
NO_WORKING_DAY = _("There is no working day in it: Monday to Friday count, without holidays.")
LONGEST = timedelta(days=366)
TENTH = Decimal("0.1")
# Hours beyond the contract can still be given back for so many weeks.
WEEKS_BACK = 12


@dataclass(frozen=True)
class Balance:
    """Hours given back and hours taken, with everything that they come from."""

    grants: list[LieuGrant]
    taken: list[TimeOff]

    @classmethod
    def of(cls, person: Person) -> Self:
        """Read a person's balance; two statements."""
        grants = LieuGrant.objects.filter(person=person).select_related("by")
        return cls(list(grants), list(person.time_off.filter(kind=TimeOff.Kind.LIEU)))

    @property
    def given(self) -> Decimal:
        """The hours that were given back."""
        return sum((grant.hours for grant in self.grants), Decimal())

    @property
    def used(self) -> Decimal:
        """The hours that were taken or are planned."""
        return sum((one.hours for one in self.taken), Decimal())

    @property
    def hours(self) -> Decimal:
        """What is left."""
        return self.given - self.used


def plan(
    *,
    person: Person,
    kind: str,
    first: date,
    last: date,
    half: bool,
    now: datetime,
    entered_by: Person | None = None,
) -> TimeOff:
    """Plan days away: every working day from the first to the last, or half of one day.

    Working days are Monday to Friday without the organisation's days of rest, which take no leave.

    Refused: days planned already, a last day before the first, no working day at all, half of
    several days, days of a closed week, more than a year, and more time off in lieu than is left.
    """
    once = partial(plan_once, person=person, entered_by=entered_by, now=now)
    once = partial(once, kind=kind, first=first, last=last, half=half)
    try:
        return once()
    except IntegrityError:
        # Two plans met at the unique constraint; the other one is there now and refuses this one.
        return once()


@transaction.atomic
def plan_once(
    *,
    person: Person,
    kind: str,
    first: date,
    last: date,
    half: bool,
    now: datetime,
    entered_by: Person | None,
) -> TimeOff:
    """Write the days, or nothing."""
    # The balance is read and spent by one plan at a time.
    Person.objects.select_for_update().get(pk=person.pk)
    time_off = TimeOff(
        organisation_id=person.organisation_id,
        person=person,
        kind=kind,
        first=first,
        last=last,
        planned_at=now,
        entered_by=entered_by,
    )
    time_off.full_clean()
    refuse_span(first, last, half=half, now=now)
    if not (days := working_days_between(first, last, calendar_of(person.own_organisation))):
        raise ValidationError({"first": NO_WORKING_DAY})
    if DayOff.objects.filter(person=person, day__in=days).exists():
        sentence = _("Some of these days are planned as time off already.")
        raise ValidationError({"first": ValidationError(sentence, code="overlap")})
    share = Decimal("0.5") if half else Decimal(1)
    if kind == TimeOff.Kind.LIEU:
        time_off.hours = hours_of(person, share * len(days))
        refuse_overdraft(person, time_off.hours)
    time_off.save()
    DayOff.objects.bulk_create(
        DayOff(person=person, time_off=time_off, day=day, share=share) for day in days
    )
    return time_off


@transaction.atomic
def enter(
    *, person: Person, first: date, last: date, half: bool, by: Person, now: datetime
) -> TimeOff:
    """Plan leave for a person, as their organisation has granted it; they read it in their trail.

    Refused: an admin who is not over all units of the person, an admin's own days, a person without
    a role, and what `plan` refuses.
    """
    judge_keeper(by, person, now)
    if person.has_left:
        raise ValidationError(_("This person has no role now."), code="no_role")
    kind = TimeOff.Kind.LEAVE
    made = plan(person=person, kind=kind, first=first, last=last, half=half, now=now, entered_by=by)
    note_days(made, access_kinds.DAYS_OFF, by, now)
    return made


@transaction.atomic
def take_entered_back(time_off: TimeOff, *, by: Person, now: datetime) -> None:
    """Take days back that an admin entered; refused where `enter` is, and what the person planned.

    Days that have begun stay.
    """
    judge_keeper(by, time_off.person, now)
    if time_off.entered_by_id is None:
        raise not_yours()
    note_days(time_off, access_kinds.DAYS_OFF_BACK, by, now)
    take_back(time_off, now=now)


def note_days(time_off: TimeOff, what: str, by: Person, now: datetime) -> None:
    """Write it into the person's trail, and mail them that there is something to read."""
    Giver(by).event(time_off.person, what, day=time_off.first, at=now).save()
    tell_of_role(time_off.person)


def working_days_between(first: date, last: date, calendar: RestCalendar = NO_RESTS) -> list[date]:
    """List the Mondays to Fridays from one day to another, both counted, without days of rest."""
    return WorkingDays(Decimal(WORKING_DAYS), calendar).between(first, last)


def rests_in(time_off: TimeOff) -> list[RestDay]:
    """List the days of rest between the ends of some days away that would be working days."""
    calendar = calendar_of(time_off.organisation)
    days = WorkingDays(Decimal(WORKING_DAYS))
    return [
        one for one in calendar.rests_between(time_off.first, time_off.last) if days.has(one.day)
    ]


def refuse_span(first: date, last: date, *, half: bool, now: datetime) -> None:
    """Refuse days of a closed week, more than a year, and half of several days."""
    if first < Week.latest(now).monday:
        raise ValidationError({"first": _("The week of this day is closed.")})
    if last - first > LONGEST:
        raise ValidationError({"last": _("Up to a year, please.")})
    if half and first != last:
        raise ValidationError({"half": _("Half a day is half of one day: first and last alike.")})


def hours_of(person: Person, days: Decimal) -> Decimal:
    """Say how many contracted hours some working days are."""
    if person.contracted is None:
        raise ValidationError(_("You have no unit with contracted hours."), code="home")
    return (person.contracted * days / WORKING_DAYS).quantize(TENTH)


def refuse_overdraft(person: Person, hours: Decimal) -> None:
    """Refuse to take more time off in lieu than is left."""
    left = Balance.of(person).hours
    if hours > left:
        raise ValidationError(
            {
                "kind": ValidationError(
                    _("This takes %(hours)s h, and %(left)s h are left."),
                    params={"hours": plain_number(hours), "left": plain_number(left)},
                )
            }
        )


def take_back(time_off: TimeOff, *, now: datetime) -> None:
    """Take planned days back; days that have begun stay."""
    if time_off.first < today(now):
        raise ValidationError(_("These days have begun: what was taken stays."), code="begun")
    time_off.delete()


def in_week(person: Person, week: Week) -> Decimal:
    """Add up the days a person plans to be away in a week.

    A day that became a rest of the organisation after it was planned is no leave. One statement.
    """
    days = DayOff.objects.filter(person=person).between(week.monday, week.sunday)
    if not (planned := list(days.values_list("day", "share"))):
        return Decimal()
    calendar = calendar_of(person.own_organisation)
    return sum((share for day, share in planned if not calendar.rests(day)), Decimal())


def away_on(day: date) -> models.QuerySet[DayOff]:
    """Find who is away for the whole of a day."""
    return DayOff.objects.filter(day=day, share=1)


def beyond_contract(person: Person, week: Week) -> models.QuerySet[WorkWeek]:
    """Read the last weeks with hours beyond the contract that were not given back yet."""
    given = LieuGrant.objects.filter(person=OuterRef("person"), week=OuterRef("week"))
    return (
        WorkWeek.objects.filter(
            ~Exists(given),
            person=person,
            week__gt=(week - WEEKS_BACK).monday,
            hours__gt=F("contracted_hours"),
        )
        .order_by("-week")
        .defer("lines")
    )


@transaction.atomic
def grant(*, person: Person, by: Person, week: Week, hours: Decimal, now: datetime) -> LieuGrant:
    """Give hours beyond the contract of one week back as time off, once for each week.

    Refused: one's own hours, those of a person the viewer does not supervise where they have most
    hours, a week without such hours, and more than there were.
    """
    if by.pk == person.pk:
        raise ValidationError(_("Your supervisor gives your hours back."), code="own")
    if not answers_at_home(by, person):
        raise not_yours()
    found = beyond_contract(person, Week.latest(now)).filter(week=week.monday).first()
    if found is None:
        raise ValidationError(
            {"week": _("In this week there are no hours to give back.")}, code="none"
        )
    if hours > found.beyond:
        raise ValidationError(
            {
                "hours": ValidationError(
                    _("There were %(n)s h beyond the contract."),
                    params={"n": plain_number(found.beyond)},
                )
            }
        )
    given = LieuGrant(
        organisation_id=person.organisation_id,
        person=person,
        week=week.monday,
        hours=hours,
        by=by,
        at=now,
    )
    save_judged(given)
    return given

"""Edit the calendar of an organisation: its own days and spans, and whether it rests on holidays.

Only what differs from the country's days is stored. Weeks that were sent keep what they were
counted with: no edit changes them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.audit.actions import note_at_head
from people.mandates import refuse_part_admin
from people.models import CalendarDay, CalendarSpan, Organisation, Person
from people.rules.calendar import OFFICE_KINDS, RestCalendar, follows_as
from people.rules.public_days import public_days

# So that a calendar stays one look, and is read at once.
MOST_DAYS, MOST_SPANS = 300, 60
LONGEST_SPAN_DAYS = 366
# What a person means by a day lies here; the rest is a slip.
YEARS = range(2020, 2121)


@transaction.atomic
def rest_on_holidays(*, organisation: Organisation, rests: bool, by: Person, now: datetime) -> bool:
    """Choose whether an organisation rests on public holidays; say whether that changed anything.

    Refused: a person who is not admin of the whole organisation.
    """
    held = lock(organisation.pk, by)
    if follows_as(held.kind, held.rests_on_holidays) == rests:
        return False
    Organisation.objects.filter(pk=held.pk).update(rests_on_holidays=rests)
    note(by, now)
    return True


@transaction.atomic
def add_day(
    *,
    organisation: Organisation,
    day: date,
    name: Mapping[str, str],
    kind: str,
    by: Person,
    now: datetime,
) -> CalendarDay:
    """Type a day into the calendar, with what is on it.

    Refused: a person who is not admin of the whole organisation, and each at its field a day that
    was typed already, one outside 2020 to 2120, and a day without a name. More than 300 are too
    many.
    """
    held = lock(organisation.pk, by)
    refuse_full(held.calendar_days.count(), MOST_DAYS)
    refuse_far("day", day)
    made = CalendarDay(organisation=held, day=day, name=name, kind=kind)
    try:
        made.full_clean()
    except ValidationError as refused:
        raise at_the_day(refused) from refused
    made.save()
    note(by, now)
    return made


@transaction.atomic
def remove_day(*, entry: CalendarDay, by: Person, now: datetime) -> None:
    """Take a typed day out: the country's calendar holds for it again.

    Refused: a person who is not admin of the whole organisation. Repeating it changes nothing.
    """
    lock(entry.organisation_id, by)
    if CalendarDay.objects.visible_to(by).filter(pk=entry.pk).delete()[0]:
        note(by, now)


@transaction.atomic
def choose(
    *, organisation: Organisation, day: date, rests: bool, by: Person, now: datetime
) -> bool:
    """Rest or work on a public holiday; say whether that changed anything.

    Refused: a person who is not admin of the whole organisation, and a day that is no public
    holiday of the country.
    """
    held = lock(organisation.pk, by)
    public = next((one for one in public_days(day.year) if one.day == day), None)
    if public is None:
        raise ValidationError(_("This is no public holiday."), code="no_holiday")
    typed = held.calendar_days.filter(day=day).first()
    usual = usual_calendar(held).counts(public)
    if (typed.rests if typed else usual) == rests:
        return False
    if typed:
        typed.delete()
    if usual != rests:
        kind = CalendarDay.Kind.RESTS if rests else CalendarDay.Kind.WORKS
        refuse_full(held.calendar_days.count(), MOST_DAYS)
        made = CalendarDay(organisation=held, day=day, name=public.name, kind=kind)
        made.full_clean()
        made.save()
    note(by, now)
    return True


@transaction.atomic
def add_span(
    *,
    organisation: Organisation,
    first: date,
    last: date,
    name: Mapping[str, str],
    kind: str,
    by: Person,
    now: datetime,
) -> CalendarSpan:
    """Give some days a name, as a recess of the courts; they may run over the end of a year.

    Refused: a person who is not admin of the whole organisation, and each at its field a last day
    before the first, more than 366 days, days outside 2020 to 2120, and a span without a name.
    More than 60 are too many.
    """
    held = lock(organisation.pk, by)
    refuse_full(held.calendar_spans.count(), MOST_SPANS)
    refuse_far("first", first)
    refuse_far("last", last)
    if last < first:
        raise ValidationError({"last": _("The last day cannot be before the first.")})
    if (last - first).days >= LONGEST_SPAN_DAYS:
        raise ValidationError({"last": _("Up to a year, please.")})
    made = CalendarSpan(organisation=held, first=first, last=last, name=name, kind=kind)
    made.full_clean()
    made.save()
    note(by, now)
    return made


@transaction.atomic
def remove_span(*, span: CalendarSpan, by: Person, now: datetime) -> None:
    """Take a span out. Refused and repeated as in `remove_day`."""
    lock(span.organisation_id, by)
    if CalendarSpan.objects.visible_to(by).filter(pk=span.pk).delete()[0]:
        note(by, now)


def usual_calendar(organisation: Organisation) -> RestCalendar:
    """Give an organisation's calendar as if nothing were typed."""
    follows = follows_as(organisation.kind, organisation.rests_on_holidays)
    return RestCalendar(follows, organisation.kind in OFFICE_KINDS)


def refuse_far(field: str, day: date) -> None:
    """Refuse a day that is a slip."""
    if day.year not in YEARS:
        raise ValidationError(
            {field: ValidationError(_("Please choose a day from 2020 to 2120."), code="far")}
        )


def at_the_day(refused: ValidationError) -> ValidationError:
    """Put the refusal of a day that is there already at its field."""
    found = dict(refused.error_dict)
    for error in found.pop("__all__", []):
        found.setdefault("day", []).append(error)
    return ValidationError(found)


def refuse_full(there: int, most: int) -> None:
    """Refuse one entry more than a calendar holds."""
    if there >= most:
        sentence = _("There are %(n)s already. Please take out what is over.")
        raise ValidationError(sentence, code="full", params={"n": most})


def lock(organisation_id: int, by: Person) -> Organisation:
    """Refuse others than its admins, and let a calendar change one step after the other."""
    refuse_part_admin(by, organisation_id)
    return Organisation.objects.select_for_update().get(pk=organisation_id)


def note(by: Person, now: datetime) -> None:
    """Note that the calendar changed, where everybody of the organisation finds it.

    Every process reads it anew.
    """
    Organisation.objects.filter(pk=by.organisation_id).update(calendar_version=uuid4())
    note_at_head(viewer=by, what=access_kinds.CALENDAR, at=now)

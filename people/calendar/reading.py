"""Read the calendars of organisations as the rules see them.

An organisation's row says which version of its calendar holds, and it comes with the person on
every page: what was typed is read once for each version in the life of a process. It is read behind
no wall: a process must not keep that one organisation cannot see another's.
"""

from dataclasses import replace
from functools import lru_cache
from uuid import UUID

from people.models import CalendarDay, CalendarSpan, Organisation
from people.rules.calendar import (
    OFFICE_KINDS,
    NamedSpan,
    RestCalendar,
    TypedDay,
    follows_as,
)
from people.tenancy.context import everywhere


def calendar_of(organisation: Organisation) -> RestCalendar:
    """Give the days on which an organisation rests; `with_spans` has its named spans too."""
    kind, version = organisation.kind, organisation.calendar_version
    typed = typed_days(organisation.pk, version) if version else ()
    follows = follows_as(kind, organisation.rests_on_holidays)
    return RestCalendar(follows, kind in OFFICE_KINDS, typed)


def with_spans(organisation: Organisation) -> RestCalendar:
    """Give an organisation's calendar with its named spans."""
    version = organisation.calendar_version
    spans = named_spans(organisation.pk, version) if version else ()
    return replace(calendar_of(organisation), spans=spans)


@lru_cache(maxsize=1024)
def typed_days(organisation_id: int, version: UUID) -> tuple[TypedDay, ...]:
    """Read what an organisation typed; one statement for each version."""
    rows = CalendarDay.objects.filter(organisation=organisation_id).order_by("day")
    with everywhere():
        return tuple(one.rule for one in rows)


@lru_cache(maxsize=1024)
def named_spans(organisation_id: int, version: UUID) -> tuple[NamedSpan, ...]:
    """Read an organisation's spans; one statement for each version."""
    rows = CalendarSpan.objects.filter(organisation=organisation_id).order_by("first", "last", "pk")
    with everywhere():
        return tuple(one.rule for one in rows)

"""On which days an organisation rests: the country's days, and what the organisation typed itself.

No Django, no clock, no database. A day that was typed goes before the country's. Only what was
typed is stored; the country's days are read from `public_days`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType

from .public_days import KNOWN_UNTIL, PublicDay, public_day

ONE_DAY = timedelta(days=1)
# Kinds of organisation that rest on public holidays unless they say otherwise. Police and shelters
# are there every day: they type the days on which they rest.
RESTING_KINDS = frozenset({"ngo", "ministry"})
# Kinds that rest on days of government offices too.
OFFICE_KINDS = frozenset({"ministry"})


@dataclass(frozen=True)
class TypedDay:
    """A day that an organisation typed: it rests then, or works on a public holiday."""

    day: date
    name: Mapping[str, str]
    rests: bool = True


@dataclass(frozen=True)
class NamedSpan:
    """Some days with a name, as a recess of the courts; both ends belong to it."""

    first: date
    last: date
    name: Mapping[str, str]
    kind: str = "other"

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a span ends before it begins")

    def meets(self, first: date, last: date) -> bool:
        """Say whether a day of the span lies between two days, both counted."""
        return self.first <= last and first <= self.last


@dataclass(frozen=True)
class RestDay:
    """A day on which an organisation rests, with its names by language."""

    day: date
    name: Mapping[str, str]


@dataclass(frozen=True)
class RestCalendar:
    """The days on which an organisation rests beside its weekends, and its named spans.

    Without anything it has neither: no day is taken out.
    """

    follows: bool = False
    offices: bool = False
    typed: tuple[TypedDay, ...] = ()
    spans: tuple[NamedSpan, ...] = ()

    @cached_property
    def by_day(self) -> Mapping[date, TypedDay]:
        """What was typed, by its day."""
        return MappingProxyType({one.day: one for one in self.typed})

    def counts(self, one: PublicDay) -> bool:
        """Say whether the organisation rests on a public holiday, if nothing else was typed."""
        return self.follows and (self.offices or not one.government)

    def rest_on(self, day: date) -> RestDay | None:
        """Find why there is rest on a day; None if there is none."""
        if typed := self.by_day.get(day):
            return RestDay(day, typed.name) if typed.rests else None
        if not self.follows:
            return None
        found = public_day(day)
        return RestDay(day, found.name) if found and self.counts(found) else None

    def rests(self, day: date) -> bool:
        """Say whether there is rest on a day."""
        return self.rest_on(day) is not None

    def rests_between(self, first: date, last: date) -> list[RestDay]:
        """List the days of rest from one day to another, both counted; also those on weekends."""
        return [rest for day in days_between(first, last) if (rest := self.rest_on(day))]

    def spans_between(self, first: date, last: date) -> list[NamedSpan]:
        """List the spans with a day between two days, both counted, by their first day."""
        found = [one for one in self.spans if one.meets(first, last)]
        return sorted(found, key=lambda one: (one.first, one.last))


def days_between(first: date, last: date) -> Iterator[date]:
    """Give each day from one to another, both counted; none if the last is before the first."""
    for n in range((last - first).days + 1):
        yield first + n * ONE_DAY


def follows_as(kind: str, chosen: bool | None) -> bool:
    """Say whether an organisation of a kind rests on public holidays, by its own choice if any."""
    return kind in RESTING_KINDS if chosen is None else chosen


def moon_is_known(year: int) -> bool:
    """Say whether the country's days of a year are known with those of the moon."""
    return year <= KNOWN_UNTIL

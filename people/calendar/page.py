"""The calendar of an organisation as a year that can be read from top to bottom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.languages.local_text import LocalText
from people.models import CalendarDay, CalendarSpan, Organisation, Person
from people.rules.calendar import moon_is_known
from people.rules.public_days import PublicDay, public_days

from .actions import usual_calendar

# Which other language stands below a name.
BESIDE = {"th": "en"}


@dataclass(frozen=True)
class CalendarRow:
    """A day of the year: what is on it, and whether the organisation rests."""

    day: date
    name: LocalText
    rests: bool
    # Where it comes from, in words.
    source: str
    # It is a public holiday of the country: to rest on it or not is a choice.
    public: bool
    # What was typed and can be taken out.
    typed: CalendarDay | None

    @property
    def verb(self) -> str:
        """What an admin's press would do: rest or work on a holiday, or take an entry out."""
        if not self.public:
            return "entry"
        return "work" if self.rests else "rest"

    @property
    def what(self) -> str:
        """What the press is about: the day, or the entry."""
        return str(self.day) if self.public or not self.typed else str(self.typed.public_id)

    @property
    def beside(self) -> str:
        """The name in another language, where it has one."""
        other = self.name.read_in(self.other_language)
        return "" if other == str(self.name) else other

    @property
    def other_language(self) -> str:
        """The language of the name beside: English for readers of Thai, Thai for all others."""
        return BESIDE.get(get_language() or "", "th")


@dataclass(frozen=True)
class CalendarMonth:
    """A month with something on its days."""

    first: date
    rows: tuple[CalendarRow, ...]


@dataclass(frozen=True)
class CalendarYear:
    """A year of an organisation's calendar."""

    year: int
    organisation: Organisation
    months: tuple[CalendarMonth, ...]
    spans: tuple[CalendarSpan, ...]
    follows: bool
    # The day on which it is read.
    day: date

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 1, 1)

    @property
    def gone(self) -> tuple[CalendarMonth, ...]:
        """The months that are over; of another year none, for it is read as a whole."""
        this = self.day.replace(day=1)
        return tuple(one for one in self.months if self.year == this.year and one.first < this)

    @property
    def ahead(self) -> tuple[CalendarMonth, ...]:
        """This month and those to come; of another year all."""
        return self.months[len(self.gone) :]

    @property
    def known(self) -> bool:
        """Say whether the days of the moon are known."""
        return moon_is_known(self.year)


def read_year(viewer: Person, year: int, day: date) -> CalendarYear:
    """Read a year of the viewer's organisation; two statements."""
    organisation = viewer.own_organisation
    days = CalendarDay.objects.visible_to(viewer).filter(day__year=year)
    rows = sorted(rows_of(organisation, public_days(year), days), key=lambda one: one.day)
    months = groupby(rows, key=lambda one: one.day.replace(day=1))
    spans = CalendarSpan.objects.visible_to(viewer).order_by("first", "last", "pk")
    return CalendarYear(
        year,
        organisation,
        tuple(CalendarMonth(first, tuple(some)) for first, some in months),
        tuple(spans.filter(first__lte=date(year, 12, 31), last__gte=date(year, 1, 1))),
        usual_calendar(organisation).follows,
        day,
    )


def rows_of(
    organisation: Organisation, public: Iterable[PublicDay], typed: Iterable[CalendarDay]
) -> Iterator[CalendarRow]:
    """Put the country's days and the organisation's own together; one row for each day."""
    usual, own = usual_calendar(organisation), {one.day: one for one in typed}
    for one in public:
        entry = own.pop(one.day, None)
        name = entry.name if entry else LocalText(one.name)
        rests = entry.rests if entry else usual.counts(one)
        source = _("Offices of the government rest") if one.government else _("Public holiday")
        yield CalendarRow(one.day, name, rests, source, True, entry)
    for day, entry in own.items():
        source = entry.get_kind_display()
        yield CalendarRow(day, entry.name, entry.rests, source, False, entry)

"""What days of rest and spans are called, in the reader's language."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from people.languages.local_text import LocalText
from people.rules.calendar import NamedSpan, RestCalendar, RestDay
from people.rules.public_days import PublicDay
from people.weeks import Week, WorkingDays


def name_of_day(one: RestDay | NamedSpan | PublicDay) -> str:
    """Say the name of a day or a span."""
    return str(LocalText(one.name))


def call_each(found: Iterable[RestDay | NamedSpan]) -> str:
    """Say the names of some days or spans, each once: three days of Songkran are Songkran."""
    return ", ".join(dict.fromkeys(map(name_of_day, found)))


def names_in_week(days: WorkingDays, week: Week) -> str:
    """Name the rests that take a working day of a week, and the spans that it lies in."""
    spans = days.calendar.spans_between(week.monday, week.sunday)
    return call_each([*days.rests_in(week), *spans])


def question_about(calendar: RestCalendar, day: date) -> str:
    """Ask whether a day was meant on which people rest, or that lies in a named span; or nothing.

    It is a question: what was planned stays.
    """
    if rest := calendar.rest_on(day):
        return _("%(name)s: do people work on this day?") % {"name": name_of_day(rest)}
    if spans := calendar.spans_between(day, day):
        return _("It lies in: %(names)s.") % {"names": call_each(spans)}
    return ""

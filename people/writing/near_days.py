"""A day chosen with one tap: in 1 week, in 2 weeks, a month, or another day that is typed."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.weeks import today

from .fields import DIGITS, DayField
from .formats import day as written_day

NearDay = tuple[str | Promise, Callable[[date], date]]


def month_later(day: date) -> date:
    """The same day of the next month, or its last one."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_monday(day: date) -> date:
    """The Monday after a day."""
    return day + timedelta(days=7 - day.weekday())


AHEAD: tuple[NearDay, ...] = (
    (gettext_lazy("in 1 week"), lambda day: day + timedelta(days=7)),
    (gettext_lazy("in 2 weeks"), lambda day: day + timedelta(days=14)),
    (gettext_lazy("a month"), month_later),
)
AWAY: tuple[NearDay, ...] = (
    (gettext_lazy("tomorrow"), lambda day: day + timedelta(days=1)),
    (gettext_lazy("on Monday"), next_monday),
    (gettext_lazy("in 1 week"), lambda day: day + timedelta(days=7)),
)
LATELY: tuple[NearDay, ...] = (
    (gettext_lazy("today"), lambda day: day),
    (gettext_lazy("yesterday"), lambda day: day - timedelta(days=1)),
)
PILL = '<label><input type="radio" name="{}_pick" value="{}"{}>{}<small>{}</small></label>'


class NearDayWidget(forms.TextInput):
    """Pills with days that are near, and a field for another one.

    A pill sends its day as it is, so nothing depends on when the form was opened. Without a pill
    the field counts, as it does where a program or an old page sends nothing else.
    """

    def __init__(self, near: tuple[NearDay, ...]) -> None:
        super().__init__(attrs=DIGITS)
        self.near = near
        # The last day that may be chosen, where there is one: no pill offers a later one.
        self.latest: date | None = None

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Take the chosen day; with none chosen, what was typed."""
        return data.get(f"{name}_pick") or data.get(name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether neither was sent."""
        return name not in data and f"{name}_pick" not in data

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        """Point a list of problems at the field."""
        return id_ or ""

    def render(
        self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None
    ) -> SafeString:
        """Draw the pills, with their days below, and the field after them."""
        day, chosen = today(timezone.now()), str(value or "")
        if isinstance(value, date):
            value = written_day(value, "j/n/Y")
        offered: dict[date, str | Promise] = {}  # on some days two of them are the same
        for label, near in self.near:
            if self.latest is None or near(day) <= self.latest:
                offered.setdefault(near(day), label)
        known = chosen in {one.isoformat() for one in offered}
        pills = [
            (
                name,
                one.isoformat(),
                SafeString(" checked") if one.isoformat() == chosen else "",
                label,
                written_day(one, "D j M"),
            )
            for one, label in offered.items()
        ]
        other = SafeString(" checked") if value and not known else ""
        more = (attrs or {}) | {"data-day": True, "aria-label": _("Another day")}
        return format_html(
            '<div class="near-days"><div class="pills pills-small">{}<label><input type="radio" '
            'name="{}_pick" value=""{}>{}</label></div>{}</div>',
            format_html_join("", PILL, pills),
            name,
            other,
            _("another day"),
            super().render(name, "" if known else value, more, renderer),
        )


class NearDayField(DayField):
    """A day that is mostly a near one."""

    def __init__(self, *, near: tuple[NearDay, ...] = AHEAD, **options: Any) -> None:
        super().__init__(**options)
        self.widget = NearDayWidget(near)

"""What people type about the days of a week. Forms judge shape only."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.weeks import THAI_DIGITS, Week
from people.writing.fields import NumberField
from workload.models import DutyDay, SeverityChoice

from .days import DayData

CLOCK = re.compile(r"^(\d{1,2})[:.](\d{2})$|^(\d{1,2})$")


class DayClockField(forms.Field):
    """A time of day as people type it: 8:30, 08.30, 8; 24:00 is midnight."""

    default_error_messages = {"invalid": _("Please write a time like 08:30.")}

    def to_python(self, value: object) -> time | None:
        """Read the time, or refuse it."""
        typed = str(value or "").translate(THAI_DIGITS).strip()
        if not typed:
            return None
        if not (found := CLOCK.match(typed)):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute = int(found[1] or found[3]) % 24, int(found[2] or 0)
        if int(found[1] or found[3]) > 24 or minute > 59:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return time(hour, minute)


def minutes_field() -> NumberField:
    """Make a field for some minutes of a day; it may stay empty."""
    return NumberField(
        required=False,
        min_value=0,
        max_value=24 * 60,
        decimal_places=0,
        error_messages={
            "invalid": _("Please write a number, like 4."),
            "min_value": _("This cannot be below 0."),
            "max_value": _("A day has 1,440 minutes."),
            "max_decimal_places": _("A whole number, please."),
        },
    )


class DayForm(forms.Form):
    """One day."""

    starts = DayClockField(required=False)
    ends = DayClockField(required=False)
    night = forms.BooleanField(required=False)
    off = forms.BooleanField(required=False)
    minutes = minutes_field()
    severity = forms.ChoiceField(choices=[("", ""), *SeverityChoice.choices], required=False)
    known = forms.BooleanField(required=False)
    breaks = minutes_field()

    def data_of(self, day: date) -> DayData:
        """Return the day as written down; only for a valid form."""
        clean = self.cleaned_data
        breaks = None if clean["breaks"] is None else int(clean["breaks"])
        return DayData(day=day, **clean | {"minutes": int(clean["minutes"] or 0), "breaks": breaks})


def day_forms(data: Mapping[str, Any] | None, week: Week) -> list[tuple[date, DayForm]]:
    """Read the seven days of a week as posted."""
    return [(week.monday + timedelta(days=n), DayForm(data, prefix=f"day-{n}")) for n in range(7)]


def typed_of(row: DutyDay | None) -> dict[str, object]:
    """Write a stored day as a person would type it."""
    if row is None:
        return {}
    rule = row.rule
    return {
        "starts": rule.starts.strftime("%H:%M") if rule.starts else "",
        "ends": rule.ends.strftime("%H:%M") if rule.ends else "",
        "night": rule.night,
        "off": rule.off,
        "minutes": str(rule.minutes) if rule.minutes else "",
        "severity": row.severity,
        "known": row.known,
        "breaks": "" if row.breaks is None else str(row.breaks),
    }

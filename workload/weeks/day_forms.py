"""What people type about the days of a week. Forms judge shape only."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.weeks import Week
from people.writing.clock import ClockField, parse_clock
from people.writing.durations import HOURS, MINUTES, DurationField, typed_duration
from workload.models import DutyDay, SeverityChoice

from .days import DAY_HAS_24_HOURS, DayData

# What one tap fills in on weekdays: eight hours from half past eight.
USUAL_SHIFT = {"starts": "08:30", "ends": "16:30"}
# What makes a day no longer empty, and what is taken over from the week before.
OF_A_SHIFT = ("starts", "ends", "night", "off")
SATURDAY = 5
DAY_LONG = 24 * 60


def time_field(bare: int = HOURS, **told: Any) -> DurationField:
    """Make a field for some time of a day; it may stay empty."""
    return DurationField(
        required=False, bare=bare, at_most=DAY_LONG, too_long=DAY_HAS_24_HOURS, **told
    )


class DayForm(forms.Form):
    """One day."""

    starts = ClockField(required=False)
    ends = ClockField(required=False)
    night = forms.BooleanField(required=False)
    off = forms.BooleanField(required=False)
    minutes = time_field()
    severity = forms.ChoiceField(choices=[("", ""), *SeverityChoice.choices], required=False)
    known = forms.BooleanField(required=False)
    # They are short: a number alone is minutes.
    breaks = time_field(
        MINUTES, error_messages={"invalid": _("Please write minutes like 20, or 0:20.")}
    )

    def data_of(self, day: date) -> DayData:
        """Return the day as written down; only for a valid form."""
        clean = self.cleaned_data
        return DayData(day=day, **clean | {"minutes": clean["minutes"] or 0})


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
        "minutes": typed_duration(rule.minutes) if rule.minutes else "",
        "severity": row.severity,
        "known": row.known,
        "breaks": "" if row.breaks is None else str(row.breaks),
    }


def filled(typed: Mapping[str, object], with_these: Mapping[str, object]) -> dict[str, object]:
    """Fill a day that is empty; a day with a time, a night or a day off stays as it is."""
    if any(typed.get(name) for name in OF_A_SHIFT):
        return dict(typed)
    return dict(typed) | {name: with_these.get(name, "") for name in OF_A_SHIFT}


def worked_minutes(typed: Mapping[str, object]) -> int:
    """Count the minutes of a shift as it was typed; none where a time is missing or unread."""
    try:
        starts, ends = (parse_clock(str(typed.get(name) or "")) for name in ("starts", "ends"))
    except ValueError:
        return 0
    return ((ends.hour - starts.hour) * 60 + ends.minute - starts.minute) % DAY_LONG or DAY_LONG

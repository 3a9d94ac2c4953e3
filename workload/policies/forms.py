"""What an admin types for a new version: shape only; the verb judges sense."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from people.weeks import Week, today
from people.writing.durations import DurationField
from people.writing.fields import NumberField
from people.writing.formats import day, week_name
from people.writing.forms import PageForm
from people.writing.free_text import FreeArea, FreeText
from people.writing.sentences import in_a_row
from workload.rules import load as load_rules

from .policy_number import Number, NumberGroup
from .policy_numbers import GROUPS, NUMBERS, digest_of

MONDAYS_OFFERED = 12
NOTE_AT_MOST = 300


@dataclass(frozen=True)
class NumberLine:
    """A number with its field."""

    number: Number
    field: BoundField


class PolicyForm(PageForm, forms.Form):
    """Every number of a policy, a Monday to come, and why."""

    starts = forms.ChoiceField(
        label=_("From"),
        help_text=_("Weeks before this Monday stay as they are."),
        error_messages={"required": _("Please choose a Monday to come.")},
    )
    note = FreeText(
        label=_("Why"),
        required=False,
        max_length=NOTE_AT_MOST,
        help_text=_("For those who read this later. No names. You can leave it empty."),
        widget=FreeArea(attrs={"rows": 2, "maxlength": NOTE_AT_MOST}),
        error_messages={"max_length": _("Up to %(limit_value)d letters, please.")},
    )

    def __init__(
        self,
        *args: Any,
        policy: load_rules.Policy,
        usual: load_rules.Policy,
        now: datetime,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.ChoiceField, "starts").choices = [
            (str(one.monday), named(one)) for one in to_come(now)
        ]
        self.fields["starts"].error_messages["invalid_choice"] = _(
            "Please choose a Monday to come."
        )
        for number in NUMBERS:
            self.fields[number.code] = field_of(number, policy, usual)

    def clean_starts(self) -> date:
        """Hand on the day as itself."""
        return date.fromisoformat(self.cleaned_data["starts"])

    @property
    def groups(self) -> Iterator[tuple[NumberGroup, list[NumberLine]]]:
        """The numbers as the page shows them."""
        for group in GROUPS:
            yield group, [NumberLine(one, self[one.code]) for one in group.numbers]

    @property
    def numbers(self) -> dict[str, Decimal | None]:
        """What was typed, once it is valid."""
        typed = {number.code: self.cleaned_data[number.code] for number in NUMBERS}
        return {code: None if value is None else Decimal(value) for code, value in typed.items()}

    @property
    def digest(self) -> str:
        """A short name of these numbers: only what was seen in a preview is adopted."""
        return digest_of(self.numbers)[:16]


def field_of(number: Number, policy: load_rules.Policy, usual: load_rules.Policy) -> forms.Field:
    """Make the field of a number: a time in hours, or the number itself."""
    about: dict[str, Any] = {
        "label": number.label,
        "help_text": hint(number, usual),
        "initial": number.written(number.read(policy)),
        "required": not number.optional,
    }
    needed = _("Please write a number; 0 is fine.")
    if number.in_hours:
        return DurationField(**about, error_messages={"required": needed})
    return NumberField(
        **about,
        max_digits=6,
        decimal_places=2,
        error_messages={
            "required": needed,
            "invalid": _("Please write a number, like 1.5."),
            "max_digits": _("This number is too long."),
            "max_whole_digits": _("This number is too long."),
            "max_decimal_places": _("Two decimals are enough, please."),
        },
    )


def hint(number: Number, usual: load_rules.Policy) -> str:
    """Say what the project itself would take, where that comes from, and how fine it can be."""
    value = number.read(usual)
    said = str(
        _("Usually none.") if value is None else _("Usually %(n)s.") % {"n": number.written(value)}
    )
    step = {"n": number.written(number.step)}
    steps = "" if number.step == 1 else _("In steps of %(n)s.") % step
    return in_a_row([said, f"{number.source} [{number.tag.label}]".strip(), steps])


def to_come(now: datetime) -> list[Week]:
    """List the weeks from which a version may hold."""
    this = Week.of(today(now))
    return [this + ahead for ahead in range(1, MONDAYS_OFFERED + 1)]


def named(week: Week) -> str:
    """Name a week by its first day: Monday 30 November 2026 (Week 49)."""
    return f"{day(week.monday, 'l j F Y')} ({week_name(week)})"

"""What people type about talks and time off. Forms judge shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.fields import DayField, NumberField, WholeField
from people.writing.forms import PageForm
from people.writing.free_text import FreeArea, FreeText
from people.writing.near_days import AWAY, LATELY, NearDayField
from workload.models import TimeOff

from .talks import WORDS_AT_MOST


class TimeOffForm(PageForm, forms.Form):
    """Days away to plan."""

    first = NearDayField(label=_("First day"), near=AWAY)
    last = DayField(label=_("Last day"), help_text=_("Empty for one day."), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=TimeOff.Kind)
    half = forms.BooleanField(label=_("Half of the day"), required=False)

    def clean(self) -> dict:
        """One day is its own last day."""
        clean = self.cleaned_data
        clean["last"] = clean.get("last") or clean.get("first")
        return clean


class TalkForm(PageForm, forms.Form):
    """A talk to write down."""

    day = NearDayField(label=_("Day of the talk"), near=LATELY)
    minutes = WholeField(label=_("Minutes"), min_value=5, max_value=480)
    words = FreeText(
        label=_("What you both agree on"),
        help_text=_("Only you two ever read it. May stay empty. No names of victims."),
        required=False,
        max_length=WORDS_AT_MOST,
        widget=FreeArea({"rows": 4}),
    )


class GrantForm(PageForm, forms.Form):
    """Hours to give back."""

    week = forms.ChoiceField(label=_("Week"))
    hours = NumberField(label=_("Hours"), decimal_places=1)

    def __init__(self, *args: Any, weeks: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.ChoiceField, "week").choices = weeks
